import type { Direction } from '../samplers/trial.ts'
import { bestOf, numberText, valueAt } from './curves.ts'
import { GO_ON } from './pruner.ts'
import type { Pruner } from './pruner.ts'

export interface MedianOptions {
  /** Other trials that have come as far, before any is stopped; 5 by default. */
  readonly startup?: number
  /** The first step at which a trial may be stopped; 0 by default. */
  readonly warmup?: number
}

/**
 * Stops a trial whose best value so far is worse than the median of what the others had at its step.
 * D. Golovin et al., "Google Vizier: a service for black-box optimization", KDD 2017, section 3.2.1; as in Optuna, by the values
 * at the step and not by their running means. All that have come as far count, those too that were stopped there: so it does not
 * grow stricter by its own verdicts.
 */
export function createMedianPruner(direction: Direction, { startup = 5, warmup = 0 }: MedianOptions = {}): Pruner {
  return {
    name: 'median',
    judge({ points }, others) {
      const last = points.at(-1)
      const best = bestOf(points, direction)
      if (last === undefined || last.step < warmup || best === null) return GO_ON
      const values = others.flatMap((other) => valueAt(other, last.step) ?? [])
      if (values.length < startup) return GO_ON
      const middle = medianOf(values)
      const isWorse = direction === 'minimize' ? best.value > middle : best.value < middle
      if (!isWorse) return GO_ON
      const which = `its best value is ${numberText(best.value)}, worse than the median ${numberText(middle)}`
      return { stop: true, reason: `at step ${last.step}, ${which} of ${values.length} others` }
    },
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) / 2
  return ((sorted[Math.floor(at)] ?? Number.NaN) + (sorted[Math.ceil(at)] ?? Number.NaN)) / 2
}
