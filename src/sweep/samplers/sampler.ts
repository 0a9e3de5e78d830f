import type { JsonValue } from '../../format/json-value.ts'
import type { Point } from '../space/point.ts'
import type { Trial } from './trial.ts'

/** What to try next. */
export interface Suggestion {
  readonly parameters: Point
  /** To be kept with the trial and given back with it, as it is; null for nothing. */
  readonly note: JsonValue
}

/**
 * Suggests what to try next. What is told to it are the trials so far, each time all of them.
 *
 * - A suggestion is a function of the space, the options, the seed, the trial's number and the trials that are listed: the same
 *   ones give the same suggestion, in another process and years later. So a sweep replays exactly, a parallel one too, when it
 *   is recorded which trials were listed, and with what results. What was asked before does not matter.
 * - Nor does the order of the list: which trials have ended counts, not in which order they did.
 * - Every suggestion lies in the space; a parameter is there exactly when its condition holds.
 * - Trials that are pending, failed, pruned, or have parameters that the space does not have (any more), are no error.
 * - The space may hold up to a few hundred parameters, the list thousands of trials.
 */
export interface Sampler {
  readonly name: SamplerName
  /** How many trials there are to suggest; null where it never ends. */
  readonly size: number | null
  /**
   * The trial of that number, larger than those listed; null when there is nothing left to suggest: all is done, or pending.
   * Throws SWEEP_HISTORY where a trial has another number of values than there are objectives.
   */
  ask(number: number, trials: readonly Trial[]): Suggestion | null
}

export const SAMPLERS = ['grid', 'random', 'sobol', 'tpe', 'cma-es', 'nsga2'] as const
export type SamplerName = (typeof SAMPLERS)[number]
