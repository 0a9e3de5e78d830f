import type { TrialCounts } from '../../format/sweep.ts'
import { samplerOf } from '../definition/sampler-of.ts'
import type { SweepState } from '../ledger/sweep-state.ts'

/** How the trials of a sweep stand. */
export function countTrials(state: SweepState): TrialCounts {
  const counts = { done: 0, pruned: 0, failed: 0, pending: 0 }
  for (const { outcome } of state.trials) counts[outcome?.state ?? 'pending']++
  return { ...counts, planned: plannedTrials(state) }
}

/** How many trials there are to be: the grid's size, or what was asked for; null where only the time says it. */
export function plannedTrials({ definition }: SweepState): number | null {
  const { trials, enqueue } = definition
  const { size } = samplerOf(definition)
  const most = size === null ? null : size + enqueue.length
  if (trials === null || most === null) return trials ?? most
  return Math.min(trials, most)
}
