import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../src/random/random.ts'
import { createPruner } from '../../../src/sweep/pruners/create-pruner.ts'
import type { PrunerChoice } from '../../../src/sweep/pruners/create-pruner.ts'
import type { Curve, CurvePoint } from '../../../src/sweep/pruners/pruner.ts'
import { simulatePruning } from './simulate.ts'

/** What every pruner keeps to: the guarantees of its interface. */
export function describePruner(choice: PrunerChoice): void {
  const pruner = createPruner(choice)
  const others = makeCurves(12, 30, 1).map((points, trial): Curve => ({
    trial,
    state: trial % 3 === 0 ? 'pruned' : 'done',
    points: points.slice(0, 8 + trial),
  }))
  const judged = makeCurves(20, 30, 2).flatMap((points) =>
    [1, 3, 9, 24, 30].map((n): Curve => ({ trial: 99, state: 'pending', points: points.slice(0, n) })),
  )

  describe(`the pruner ${choice.pruner}`, () => {
    test('judges the same again, whatever the order of the others, and changes nothing', () => {
      const before = JSON.stringify([judged, others])
      const verdicts = judged.map((curve) => pruner.judge(curve, others))
      expect(judged.map((curve) => createPruner(choice).judge(curve, others.toReversed()))).toEqual(verdicts)
      expect(JSON.stringify([judged, others])).toBe(before)
      expect(new Set(verdicts.map(({ stop }) => stop)).size).toBe(2)
    })

    test('says why it stops a trial, with the step', () => {
      for (const curve of judged) {
        const verdict = pruner.judge(curve, others)
        if (verdict.stop) expect(verdict.reason).toMatch(/step \d+/)
      }
    })

    test('maximises as it minimises', () => {
      const negative = ({ points, ...curve }: Curve): Curve => ({
        ...curve,
        points: points.map(({ step, value }) => ({ step, value: -value })),
      })
      const maximises = createPruner({ ...choice, direction: 'maximize' })
      for (const curve of judged) {
        expect(maximises.judge(negative(curve), others.map(negative)).stop).toBe(pruner.judge(curve, others).stop)
      }
    })

    test('lets go on what has no points, what is alone and what is best', () => {
      const best = Array.from({ length: 30 }, (_, step) => ({ step, value: -1 - step }))
      expect(pruner.judge({ trial: 99, state: 'pending', points: [] }, others)).toEqual({ stop: false })
      for (let n = 1; n <= 30; n++) {
        const curve: Curve = { trial: 99, state: 'pending', points: best.slice(0, n) }
        expect(pruner.judge(curve, others).stop).toBe(false)
        expect(pruner.judge(curve, []).stop).toBe(false)
      }
    })

    test('stops what is no number, and does not count failed trials or what is no number in others', () => {
      const nan: Curve = {
        trial: 99,
        state: 'pending',
        points: [
          { step: 0, value: 1 },
          { step: 1, value: Number.NaN },
        ],
      }
      expect(pruner.judge(nan, others)).toEqual({ stop: true, reason: 'its value at step 1 is not a number' })
      const useless = [
        ...makeCurves(9, 30, 3).map((points, i): Curve => ({
          trial: 50 + i,
          state: 'failed',
          points: points.map(({ step }) => ({ step, value: -100 })),
        })),
        ...makeCurves(9, 30, 3).map((points, i): Curve => ({
          trial: 70 + i,
          state: 'done',
          points: points.map(({ step }) => ({ step, value: Number.NaN })),
        })),
      ]
      for (const curve of judged) expect(pruner.judge(curve, [...others, ...useless])).toEqual(pruner.judge(curve, others))
    })

    test('saves most of the work of recorded curves, and keeps nearly the best, alone and in parallel', () => {
      const curves = makeCurves(60, 81, 4)
      const best = Math.min(...curves.map((points) => points.at(-1)!.value))
      for (const jobs of [1, 8]) {
        const { points, ends } = simulatePruning(pruner, curves, jobs)
        const kept = Math.min(...ends.map(({ stoppedAt }, i) => curves[i]![(stoppedAt ?? 81) - 1]!.value))
        expect(points).toBeLessThan(0.7 * 60 * 81)
        expect(kept - best).toBeLessThan(0.1)
      }
    })
  })
}

/** Losses that fall towards values of their own, at speeds of their own, with noise; some soon reach where they end. */
export function makeCurves(count: number, length: number, seed: number): readonly (readonly CurvePoint[])[] {
  const random = createRandom(seed, ['curves'])
  return Array.from({ length: count }, () => {
    const [end, speed] = [random.uniform(0, 1), random.uniform(0.1, 0.6)]
    return Array.from({ length }, (_, i) => ({ step: i + 1, value: end + 2 * Math.exp(-speed * i) + random.normal(0, 0.003) }))
  })
}
