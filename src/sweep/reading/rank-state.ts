import type { SweepObjective } from '../../format/sweep.ts'
import type { Outcome, SweepState, TrialRecord } from '../ledger/sweep-state.ts'

/** A trial that is done, with its values. */
export interface DoneRecord extends TrialRecord {
  readonly outcome: Outcome & { readonly values: readonly number[] }
}

export function doneTrials({ trials }: Pick<SweepState, 'trials'>): readonly DoneRecord[] {
  return trials.filter((trial): trial is DoneRecord => trial.outcome?.state === 'done' && trial.outcome.values !== null)
}

/** Best first; with several objectives those that no other is better than in all of them come first, in the order of the first one. */
export function rankTrials(state: Pick<SweepState, 'trials' | 'definition'>): readonly DoneRecord[] {
  const done = doneTrials(state)
  const { objectives } = state.definition
  const [first] = objectives
  if (first === undefined) return done
  const sign = first.direction === 'minimize' ? 1 : -1
  const cost = ({ outcome }: DoneRecord): number => sign * (outcome.values[0] ?? Number.NaN)
  const sorted = done.toSorted((a, b) => cost(a) - cost(b))
  if (objectives.length === 1) return sorted
  const front = new Set(paretoFront(sorted, objectives))
  return [...front, ...sorted.filter((trial) => !front.has(trial))]
}

/** The best trial; with several objectives those on the Pareto front; none without an objective. */
export function bestTrials(state: Pick<SweepState, 'trials' | 'definition'>): readonly DoneRecord[] {
  const { objectives } = state.definition
  if (objectives.length === 0) return []
  const ranked = rankTrials(state)
  return objectives.length === 1 ? ranked.slice(0, 1) : paretoFront(ranked, objectives)
}

/** Those that no other is at least as good as in all objectives, and better in one. */
function paretoFront(trials: readonly DoneRecord[], objectives: readonly SweepObjective[]): readonly DoneRecord[] {
  const costs = new Map(
    trials.map((trial) => [
      trial,
      objectives.map(({ direction }, index) => (direction === 'minimize' ? 1 : -1) * (trial.outcome.values[index] ?? Infinity)),
    ]),
  )
  const dominates = (a: DoneRecord, b: DoneRecord): boolean => {
    const [one, other] = [costs.get(a) ?? [], costs.get(b) ?? []]
    return one.every((cost, i) => cost <= (other[i] ?? Infinity)) && one.some((cost, i) => cost < (other[i] ?? Infinity))
  }
  return trials.filter((trial) => !trials.some((other) => dominates(other, trial)))
}
