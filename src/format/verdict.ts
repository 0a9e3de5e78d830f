import { flag, json, listOf, number, objectOrNull, oneOf, orNull, text } from './json-parsers.ts'
import { shape } from './shape.ts'
import type { Parsed } from './shape.ts'

const numberOrNull = orNull(number)
const textOrNull = orNull(text)

/** How what a run gave compares with what another gave, from strong to weak. */
export const verdictClass = oneOf('identical', 'within tolerance', 'different')
export type VerdictClass = Parsed<typeof verdictClass>

/** What is compared of two runs. */
const outcomePart = oneOf('ending', 'value', 'series', 'artifact')
export type OutcomePart = Parsed<typeof outcomePart>

const firstDifference = shape({
  /** Of a series. */
  step: numberOrNull,
  /** Inside of the value, `[12].x`, or `line 3` of a text; empty for all of it. */
  at: text,
  /** Tagged JSON; null where there is nothing. */
  before: json,
  after: json,
})
/** The first place at which two outcomes differ. */
export interface FirstDifference extends Parsed<typeof firstDifference> {}

const largestDeviation = shape({
  absolute: number,
  /** Of the original's size; null where that is 0. */
  relative: numberOrNull,
  step: numberOrNull,
  at: text,
})
/** The largest difference of two numbers. */
export interface LargestDeviation extends Parsed<typeof largestDeviation> {}

const outcomeItem = shape({
  part: outcomePart,
  /** The key of a value, the name of a series or an artifact. */
  name: text,
  /** Of a series. */
  context: objectOrNull,
  /** Of a series: `number`, `image`, …; else null. */
  kind: textOrNull,
  verdict: oneOf('identical', 'within tolerance', 'different', 'ignored'),
  /** Why it is different, where two places beside one another do not say it. */
  reason: textOrNull,
  first: orNull(firstDifference),
  largest: orNull(largestDeviation),
  /** Numbers, or other places, that are not identical, and how many there are. */
  differing: number,
  total: number,
  /** The tolerance that was applied, as it was given: `loss/*=1e-6`. */
  tolerance: textOrNull,
})
/** One thing that was compared. */
export interface OutcomeItem extends Parsed<typeof outcomeItem> {}

const suspect = shape({
  part: oneOf('seed', 'parameter', 'input', 'code', 'package', 'node', 'machine', 'variable'),
  name: text,
  /** What it was, and what it is; null where it is not there, or has no short form. */
  before: textOrNull,
  after: textOrNull,
  /** Of a package: whether the run's code imports it. True of all others. */
  touched: flag,
})
/** What may be the reason for a difference. */
export interface Suspect extends Parsed<typeof suspect> {}

const verdictRun = shape({ namespace: text, name: text, status: text })
/** Which run was compared. */
export interface VerdictRun extends Parsed<typeof verdictRun> {}

/** `.runlab/verdict.json`. Throws ARCHIVE_FORMAT. */
export const parseVerdict = shape({
  /** The weakest of all items. */
  verdict: verdictClass,
  original: verdictRun,
  repeated: verdictRun,
  counts: shape({ identical: number, 'within tolerance': number, different: number, ignored: number }),
  /** All that is not identical: what is different first, then in the order in which it was recorded. */
  items: listOf(outcomeItem),
  /** The lowest step at which a series differs beyond its tolerance; null where none does. */
  firstStep: orNull(shape({ series: text, context: objectOrNull, step: number })),
  /** What is not as it was, likeliest first; empty for runs that are identical. */
  suspects: listOf(suspect),
  /** What could not be compared, or should be known, in words. */
  notes: listOf(text),
})
/** Whether a run gave what another run gave: plain data, as `--json` prints it and a run keeps it. */
export interface Verdict extends Parsed<typeof parseVerdict> {}
