import { json, listOf, number, oneOf, orNull, recordOf, text } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'
import { parseJsonLines } from './parse-json-lines.ts'
import { asWritten, shape } from './shape.ts'
import type { Parsed } from './shape.ts'

const values = orNull(listOf(number))
const parameters = recordOf(json)
const textOrNull = orNull(text)
const numberOrNull = orNull(number)

const sweepExperiment = shape({
  /** What the parameter `experiment` calls it. */
  label: text,
  /** Script or config, absolute. */
  file: text,
  /** The `#name` behind the file. */
  name: textOrNull,
})
export interface SweepExperiment extends Parsed<typeof sweepExperiment> {}

const sweepObjective = shape({
  /** Of a run, in the language of filters: `series.loss.min`. */
  expression: text,
  direction: oneOf('minimize', 'maximize'),
})
export interface SweepObjective extends Parsed<typeof sweepObjective> {}

const sweepPruner = shape({
  /** The series that is judged. */
  series: text,
  /** Name, options and direction, as `createPruner` takes them. */
  options: parameters,
})
export interface SweepPruner extends Parsed<typeof sweepPruner> {}

const sweepDefinition = shape({
  /** The sweep's run name, by which its trials are told: `sweep == "NAME"`. */
  name: text,
  /** One; several are the values of the parameter `experiment`. */
  experiments: listOf(sweepExperiment),
  /** As `readSpace` reads it. */
  space: parameters,
  /** Parameters that are the same in every trial. */
  fixed: parameters,
  objectives: listOf(sweepObjective),
  /** Name and options, as `createSampler` takes them. */
  sampler: parameters,
  pruner: orNull(sweepPruner),
  /** Repeats of each setting, whose mean is the objective; null for one, of a seed that follows from the sweep's. */
  seeds: values,
  seed: number,
  /** How many; null where only the grid, or the time, says it. */
  trials: numberOrNull,
  jobs: number,
  /** Seconds after which no trial begins; null for no end. */
  time: numberOrNull,
  /** Seconds that one run may take; null for no end. */
  trialTime: numberOrNull,
  /** Settings that are tried before the sampler is asked. */
  enqueue: listOf(parameters),
  /** The namespace of the trials, and flags of `runlab run` for each, without those that the sweep sets. */
  namespace: text,
  flags: listOf(text),
})
/** What is searched, how and for what. Plain JSON: a sweep is continued from this alone. */
export interface SweepDefinition extends Parsed<typeof sweepDefinition> {}

const reachedPoint = shape({ step: number, value: number })
/** The last point of a trial that was stopped early. */
export interface ReachedPoint extends Parsed<typeof reachedPoint> {}

/** What became of one run of a trial. `stopped`: with the sweep; it is run again when that goes on. */
const repeatState = oneOf('done', 'pruned', 'failed', 'stopped')
export type RepeatState = Parsed<typeof repeatState>

// Times are Unix seconds.
const LINES = {
  /** The sweep begins, or goes on with another definition. */
  defined: shape({ type: oneOf('defined'), time: number, definition: sweepDefinition }),
  suggested: shape({
    type: oneOf('suggested'),
    trial: number,
    time: number,
    parameters,
    /** What the sampler keeps with it. */
    note: json,
    /** Who suggested it. */
    by: oneOf('sampler', 'enqueue'),
    /** What it was conditioned on: so many lines of this ledger. */
    after: number,
  }),
  /** One run of a trial. */
  started: shape({
    type: oneOf('started'),
    trial: number,
    time: number,
    seed: number,
    /** From 1; more where a failed trial was tried again. */
    attempt: number,
    /** Its folder's name, beside that of the sweep. */
    run: text,
  }),
  ended: shape({
    type: oneOf('ended'),
    trial: number,
    time: number,
    run: text,
    state: repeatState,
    /** One an objective; null where one is missing. */
    values,
    reached: orNull(reachedPoint),
    /** Why it failed or was stopped. */
    reason: textOrNull,
  }),
  outcome: shape({
    type: oneOf('outcome'),
    trial: number,
    time: number,
    state: oneOf('done', 'pruned', 'failed'),
    /** Means over the seeds. */
    values,
    /** Standard deviations over the seeds; null for a single one. */
    spread: values,
    reached: orNull(reachedPoint),
    reason: textOrNull,
  }),
  /** A trial that failed, or was cut off, is tried again. */
  retried: shape({ type: oneOf('retried'), trial: number, time: number }),
} as const

/** A line of `.runlab/sweep.jsonl`: what happened, in this order; nothing is ever changed. */
export type LedgerLine = { [type in keyof typeof LINES]: Parsed<(typeof LINES)[type]> }[keyof typeof LINES]

const lineType = oneOf('defined', 'suggested', 'started', 'ended', 'outcome', 'retried')
const anyLine = shape({ type: lineType })

const ledgerLine: Parse<LedgerLine> = (value, place) => LINES[anyLine(value, place).type](value, place)

/** The lines of a sweep's ledger; a last one that a kill has cut off is left out. Throws ARCHIVE_FORMAT. */
export function parseLedger(content: string, file: string): readonly LedgerLine[] {
  return parseJsonLines(content, file, ledgerLine)
}

/** A line as it stands in the file. */
export function writtenLine(line: LedgerLine): unknown {
  return asWritten<LedgerLine>(LINES[line.type] as Parse<LedgerLine>, line)
}

export const trialCounts = shape({
  done: number,
  pruned: number,
  failed: number,
  /** Suggested, and not ended. */
  pending: number,
  /** How many there are to be; null where that is not known. */
  planned: numberOrNull,
})
/** How many trials of a sweep there are, in its metadata. */
export interface TrialCounts extends Parsed<typeof trialCounts> {}
