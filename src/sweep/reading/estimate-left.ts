import { seedsOf } from '../ledger/settle-trial.ts'
import { latestRepeats } from '../ledger/sweep-state.ts'
import type { SweepState, TrialRecord } from '../ledger/sweep-state.ts'

/**
 * Seconds until the last of so many trials ends, by how long runs have taken so far; null where none has ended. `now`: Unix
 * seconds.
 */
export function estimateLeft(state: SweepState, planned: number, now: number): number | null {
  const { trials, definition } = state
  const times = trials.flatMap(({ repeats }) =>
    repeats.flatMap(({ start, end }) => (end === null || end.state === 'stopped' ? [] : [end.time - start])),
  )
  if (times.length === 0) return null
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length
  const settled = trials.filter(({ outcome }) => outcome !== null)
  // Of pruned and failed trials not every seed is run.
  const runs =
    settled.length === 0 ? (definition.seeds?.length ?? 1) : settled.flatMap(({ repeats }) => repeats).length / settled.length
  const open = trials.flatMap((trial) => (trial.outcome === null ? leftOf(trial, state, { mean, now }) : []))
  const coming = Math.max(0, planned - trials.length) * runs * mean
  const work = open.reduce((sum, one) => sum + one, coming)
  return Math.max(work / definition.jobs, ...open, 0)
}

/** Of each of its seeds that has not ended. */
function leftOf(
  trial: TrialRecord,
  { definition }: SweepState,
  { mean, now }: { readonly mean: number; readonly now: number },
): readonly number[] {
  const latest = latestRepeats(trial)
  return seedsOf(definition, trial.number).flatMap((seed) => {
    const repeat = latest.get(seed)
    if (repeat === undefined || repeat.end?.state === 'stopped') return [mean]
    return repeat.end === null ? [Math.max(0, mean - (now - repeat.start))] : []
  })
}
