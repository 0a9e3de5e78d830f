import type { Direction, DoneTrial, FailedTrial, PendingTrial, PrunedTrial, Trial } from './trial.ts'

/** Trials by what became of them, each in the order of their numbers, whatever the order of the list. */
export interface SortedTrials {
  readonly done: readonly DoneTrial[]
  readonly pruned: readonly PrunedTrial[]
  /** Those too whose values are not finite. */
  readonly failed: readonly (FailedTrial | DoneTrial)[]
  readonly pending: readonly PendingTrial[]
  /** All of them. */
  readonly byNumber: readonly Trial[]
}

export function sortTrials(trials: readonly Trial[]): SortedTrials {
  const done: DoneTrial[] = []
  const pruned: PrunedTrial[] = []
  const failed: (FailedTrial | DoneTrial)[] = []
  const pending: PendingTrial[] = []
  const byNumber = trials.toSorted((a, b) => a.number - b.number)
  for (const trial of byNumber) {
    switch (trial.state) {
      case 'done':
        if (trial.values.every((value) => Number.isFinite(value))) done.push(trial)
        else failed.push(trial)
        break
      case 'pruned':
        pruned.push(trial)
        break
      case 'failed':
        failed.push(trial)
        break
      case 'pending':
        pending.push(trial)
        break
    }
  }
  return { done, pruned, failed, pending, byNumber }
}

/** A value that is the better the smaller it is. */
export function costOf(value: number, direction: Direction): number {
  return direction === 'minimize' ? value : -value
}

/** Best first, of one objective: those that are done; then the pruned ones, that came further or had the better value there. */
export function rankTrials(
  { done, pruned }: Pick<SortedTrials, 'done' | 'pruned'>,
  direction: Direction,
): readonly (DoneTrial | PrunedTrial)[] {
  const cost = (trial: DoneTrial): number => costOf(trial.values[0] ?? Number.NaN, direction)
  // Sorting is stable: equal ones stay in the order of their numbers.
  return [...done.toSorted((a, b) => cost(a) - cost(b)), ...pruned.toSorted((a, b) => comparePruned(a, b, direction))]
}

function comparePruned({ reached: a }: PrunedTrial, { reached: b }: PrunedTrial, direction: Direction): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
  if (a.step !== b.step) return b.step - a.step
  const [costA, costB] = [costOf(a.value, direction), costOf(b.value, direction)]
  if (Number.isNaN(costA) || Number.isNaN(costB)) return (Number.isNaN(costA) ? 1 : 0) - (Number.isNaN(costB) ? 1 : 0)
  return costA < costB ? -1 : costA > costB ? 1 : 0
}
