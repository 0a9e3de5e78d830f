import type { TrialCounts } from '../../format/sweep.ts'
import { samplerOf } from '../definition/sampler-of.ts'
import type { SweepState } from '../ledger/sweep-state.ts'
import { holds } from '../space/condition.ts'
import { readSpace } from '../space/define-space.ts'
import { cubeOf, encodePoint } from '../space/encode-point.ts'
import type { Cube } from '../space/encode-point.ts'
import type { Point } from '../space/point.ts'

/** How the trials of a sweep stand. */
export function countTrials(state: SweepState): TrialCounts {
  const counts = { done: 0, pruned: 0, failed: 0, pending: 0 }
  for (const { outcome } of state.trials) counts[outcome?.state ?? 'pending']++
  return { ...counts, planned: plannedTrials(state) }
}

/** How many trials there are to be: the grid's size, or what was asked for; null where only the time says it. */
export function plannedTrials(state: SweepState): number | null {
  const { trials, enqueue } = state.definition
  const { size } = samplerOf(state.definition)
  if (size === null) return trials
  // The grid leaves out what was tried; what lies beside it, or was there twice, is more.
  const others = [...state.trials.map(({ parameters }) => parameters), ...enqueue.slice(state.enqueued)]
  const cube = cubeOf(readSpace(state.definition.space))
  const onGrid = new Set(others.flatMap((point) => placeOnGrid(cube, point) ?? []))
  const most = size + others.length - onGrid.size
  return trials === null ? most : Math.min(trials, most)
}

/** Null where it lies beside the grid. */
function placeOnGrid(cube: Cube, point: Point): string | null {
  const places = encodePoint(cube, point)
  const isOn = cube.space.dimensions.every(({ name, when }, index) =>
    holds(when, point) ? !Number.isNaN(places[index]) : point[name] === undefined,
  )
  return isOn ? places.join() : null
}
