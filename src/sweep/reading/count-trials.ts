import type { TrialCounts } from '../../format/sweep.ts'
import { ownJson } from '../../internal/own-json.ts'
import { samplerOf } from '../definition/sampler-of.ts'
import type { SweepState } from '../ledger/sweep-state.ts'
import { axisOf } from '../space/axis.ts'
import { holds } from '../space/condition.ts'
import { readSpace } from '../space/define-space.ts'
import type { Point } from '../space/point.ts'
import type { Space } from '../space/space.ts'

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
  const space = readSpace(state.definition.space)
  const onGrid = new Set(others.filter((point) => isOnGrid(space, point)).map((point) => keyOf(space, point)))
  const most = size + others.length - onGrid.size
  return trials === null ? most : Math.min(trials, most)
}

function isOnGrid({ dimensions }: Space, point: Point): boolean {
  return dimensions.every((dimension) => {
    const value = point[dimension.name]
    if (!holds(dimension.when, point)) return value === undefined
    return value !== undefined && axisOf(dimension).encode(value) !== null
  })
}

function keyOf({ dimensions }: Space, point: Point): string {
  return ownJson(dimensions.map(({ name }) => point[name] ?? null))
}
