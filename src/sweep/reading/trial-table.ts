import { csvTable } from '../../render/tables/table-text.ts'
import { exactText } from '../../render/tables/cell-text.ts'
import type { SweepState } from '../ledger/sweep-state.ts'
import { readSpace } from '../space/define-space.ts'

/** The table of all trials, in the folder of a sweep. */
export const TABLE = 'trials.csv'

/** A row a trial, in the order of suggestion: what became of it, its parameters, its objectives with their spread, its runs. */
export function tableOfTrials(state: SweepState): string {
  const { definition, trials } = state
  const names = readSpace(definition.space).dimensions.map(({ name }) => name)
  const objectives = definition.objectives.flatMap(({ expression }) => [expression, `${expression} (sd)`])
  const rows = trials.map(({ number, parameters, outcome, repeats }) => [
    String(number),
    outcome?.state ?? 'pending',
    ...names.map((name) => exactText(parameters[name])),
    ...definition.objectives.flatMap((_, index) => [exactText(outcome?.values?.[index]), exactText(outcome?.spread?.[index])]),
    outcome?.reason ?? '',
    repeats.map(({ run }) => run).join(' '),
  ])
  return csvTable({ headings: ['trial', 'state', ...names, ...objectives, 'reason', 'runs'], rows })
}
