import type { Curve, CurvePoint, Pruner } from '../../../src/sweep/pruners/pruner.ts'

export interface PrunedSweep {
  /** Points of all trials that were calculated. */
  readonly points: number
  /** What became of each, in the order of the curves. */
  readonly ends: readonly { readonly stoppedAt: number | null; readonly reason: string | null }[]
}

/** A back end that has recorded every curve: trials advance in turn, a point each, `jobs` of them at once. */
export function simulatePruning(pruner: Pruner, curves: readonly (readonly CurvePoint[])[], jobs: number): PrunedSweep {
  const states: Curve[] = []
  const ends = curves.map(() => ({ stoppedAt: null as number | null, reason: null as string | null }))
  let points = 0
  const isPending = ({ state }: Curve): boolean => state === 'pending'
  while (states.length < curves.length || states.some(isPending)) {
    while (states.filter(isPending).length < jobs && states.length < curves.length) {
      states.push({ trial: states.length, state: 'pending', points: [] })
    }
    for (const { trial } of states.filter(isPending)) {
      const all = curves[trial]!
      const curve: Curve = { trial, state: 'pending', points: all.slice(0, states[trial]!.points.length + 1) }
      points++
      const verdict = pruner.judge(
        curve,
        states.filter((other) => other.trial !== trial),
      )
      const isEnd = curve.points.length === all.length
      states[trial] = { ...curve, state: verdict.stop ? 'pruned' : isEnd ? 'done' : 'pending' }
      if (verdict.stop) ends[trial] = { stoppedAt: curve.points.at(-1)!.step, reason: verdict.reason }
    }
  }
  return { points, ends }
}
