import type { JsonValue } from '../../format/json-value.ts'
import type { Point } from '../space/point.ts'

/** What is known of a trial when the next one is suggested. */
export type Trial = PendingTrial | DoneTrial | PrunedTrial | FailedTrial

interface TrialFacts {
  /** From 0, in the order of suggestion; each one once. */
  readonly number: number
  readonly parameters: Point
  /** What the sampler gave with the suggestion; null where it gave nothing, or the trial came from elsewhere. */
  readonly note: JsonValue
}

/** Suggested, and not ended. */
export interface PendingTrial extends TrialFacts {
  readonly state: 'pending'
}

export interface DoneTrial extends TrialFacts {
  readonly state: 'done'
  /** One an objective, as measured; a value that is not finite makes the trial a failed one. */
  readonly values: readonly number[]
  /** Standard deviations over repeats of the setting, whose means the values are; left out for a single run. */
  readonly spread?: readonly number[]
}

/** Stopped early, because it did not look good. */
export interface PrunedTrial extends TrialFacts {
  readonly state: 'pruned'
  /** The last point of its curve, of the first objective; null where there is none. */
  readonly reached: { readonly step: number; readonly value: number } | null
}

export interface FailedTrial extends TrialFacts {
  readonly state: 'failed'
}

export type Direction = 'minimize' | 'maximize'
