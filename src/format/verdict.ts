import type { JsonObject, JsonValue } from './json-value.ts'

/** How what a run gave compares with what another gave, from strong to weak. */
export type VerdictClass = 'identical' | 'within tolerance' | 'different'

/** What is compared of two runs. */
export type OutcomePart = 'ending' | 'value' | 'series' | 'artifact'

/** The first place at which two outcomes differ. */
export interface FirstDifference {
  /** Of a series. */
  readonly step: number | null
  /** Inside of the value, `[12].x`, or `line 3` of a text; empty for all of it. */
  readonly at: string
  /** Tagged JSON; null where there is nothing. */
  readonly before: JsonValue
  readonly after: JsonValue
}

/** The largest difference of two numbers. */
export interface LargestDeviation {
  readonly absolute: number
  /** Of the original's size; null where that is 0. */
  readonly relative: number | null
  readonly step: number | null
  readonly at: string
}

/** One thing that was compared. */
export interface OutcomeItem {
  readonly part: OutcomePart
  /** The key of a value, the name of a series or an artifact. */
  readonly name: string
  /** Of a series. */
  readonly context: JsonObject | null
  /** Of a series: `number`, `image`, …; else null. */
  readonly kind: string | null
  readonly verdict: VerdictClass | 'ignored'
  /** Why it is different, where two places beside one another do not say it. */
  readonly reason: string | null
  readonly first: FirstDifference | null
  readonly largest: LargestDeviation | null
  /** Numbers, or other places, that are not identical, and how many there are. */
  readonly differing: number
  readonly total: number
  /** The tolerance that was applied, as it was given: `loss/*=1e-6`. */
  readonly tolerance: string | null
}

/** What may be the reason for a difference. */
export interface Suspect {
  readonly part: 'seed' | 'parameter' | 'code' | 'package' | 'node' | 'machine' | 'variable'
  readonly name: string
  /** What it was, and what it is; null where it is not there, or has no short form. */
  readonly before: string | null
  readonly after: string | null
  /** Of a package: whether the run's code imports it. True of all others. */
  readonly touched: boolean
}

/** Which run was compared. */
export interface VerdictRun {
  readonly namespace: string
  readonly name: string
  readonly status: string
}

/** Whether a run gave what another run gave: plain data, as `--json` prints it and a run keeps it. */
export interface Verdict {
  /** The weakest of all items. */
  readonly verdict: VerdictClass
  readonly original: VerdictRun
  readonly repeated: VerdictRun
  readonly counts: Readonly<Record<VerdictClass | 'ignored', number>>
  /** All that is not identical: what is different first, then in the order in which it was recorded. */
  readonly items: readonly OutcomeItem[]
  /** The lowest step at which a series differs beyond its tolerance; null where none does. */
  readonly firstStep: { readonly series: string; readonly context: JsonObject | null; readonly step: number } | null
  /** What is not as it was, likeliest first; empty for runs that are identical. */
  readonly suspects: readonly Suspect[]
  /** What could not be compared, or should be known, in words. */
  readonly notes: readonly string[]
}
