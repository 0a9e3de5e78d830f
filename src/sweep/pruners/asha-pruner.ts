import type { Direction } from '../samplers/trial.ts'
import { isBetter, numberText, valueAt } from './curves.ts'
import { GO_ON } from './pruner.ts'
import type { Pruner } from './pruner.ts'

export interface AshaOptions {
  /** The step of the first rung; 1 by default. */
  readonly first?: number
  /** Each rung is so many times as far as the one before, and one in so many trials passes it; 3 by default. */
  readonly factor?: number
}

/**
 * Asynchronous successive halving: at the steps first, first·factor, first·factor², …, the rungs, a trial goes on if it is among
 * the best 1/factor of those that have come there until now, itself included; while they are fewer than `factor`, if it is the
 * best. It is judged once a rung, at the first point there, and nobody is waited for.
 * L. Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020; in the variant that stops trials.
 */
export function createAshaPruner(direction: Direction, { first = 1, factor = 3 }: AshaOptions = {}): Pruner {
  return {
    name: 'asha',
    judge({ points }, others) {
      const [before, last] = [points.at(-2)?.step ?? -Infinity, points.at(-1)]
      if (last === undefined) return GO_ON
      for (let rung = first; rung <= last.step; rung *= factor) {
        if (rung <= before) continue
        const values = others.flatMap((other) => valueAt(other, rung) ?? [])
        const places = Math.max(1, Math.floor((values.length + 1) / factor))
        const better = values.filter((value) => isBetter(value, last.value, direction)).length
        if (better < places) continue
        const rank = `place ${better + 1} of ${values.length + 1}, where ${places} ${places === 1 ? 'goes' : 'go'} on`
        return { stop: true, reason: `at the rung of step ${rung}, its value ${numberText(last.value)} is ${rank}` }
      }
      return GO_ON
    },
  }
}
