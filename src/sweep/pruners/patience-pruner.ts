import type { Direction } from '../samplers/trial.ts'
import { isBetter, numberText } from './curves.ts'
import { GO_ON } from './pruner.ts'
import type { CurvePoint, Pruner } from './pruner.ts'

export interface PatienceOptions {
  /** Points without a better value, after which a trial is stopped; 10 by default. */
  readonly patience?: number
  /** How much better a value has to be to count; 0 by default: any. */
  readonly delta?: number
}

/**
 * Stops a trial that no longer gets better, whatever the others do.
 * L. Prechelt, "Early stopping – but when?", in Neural networks: tricks of the trade, 1998: the criterion UP, of points.
 */
export function createPatiencePruner(direction: Direction, { patience = 10, delta = 0 }: PatienceOptions = {}): Pruner {
  const margin = direction === 'minimize' ? -delta : delta
  return {
    name: 'patience',
    judge({ points }) {
      let best: CurvePoint | null = null
      let since = 0
      for (const point of points) {
        since++
        const counts = !Number.isNaN(point.value) && (best === null || isBetter(point.value, best.value + margin, direction))
        if (counts) [best, since] = [point, 0]
      }
      if (best === null || since < patience) return GO_ON
      const better = delta === 0 ? 'better' : `better by more than ${numberText(delta)}`
      return {
        stop: true,
        reason: `no point is ${better} than ${numberText(best.value)} of step ${best.step} in the last ${since}`,
      }
    },
  }
}
