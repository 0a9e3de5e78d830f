import { SweepState } from '../../sweep/ledger/sweep-state.ts'
import { suggestNext } from '../../sweep/ledger/suggest-next.ts'
import type { SweepPlan } from '../../sweep/definition/plan-sweep.ts'
import { plannedTrials } from '../../sweep/reading/count-trials.ts'
import { shownText } from '../../render/tables/cell-text.ts'
import { fitColumns } from '../fit-columns.ts'
import { print } from '../print.ts'

/** Trials that are shown. */
const SHOWN = 10

/** Says how many trials a sweep will have, and the first ones as they are suggested while none has ended. */
export function dryRun({ definition, sampler, archive }: SweepPlan): void {
  const state = new SweepState([{ type: 'defined', time: 0, definition }])
  const planned = plannedTrials(state)
  const seeds = definition.seeds?.length ?? 1
  while (state.trials.length < Math.min(SHOWN, planned ?? SHOWN)) {
    const next = suggestNext(state, sampler)
    if (next === null) break
    state.apply({ ...next, time: 0 })
  }
  const names = Object.keys(definition.space)
  const rows = state.trials.map(({ number, parameters }) => [String(number), ...names.map((name) => shownText(parameters[name]))])
  const headings = ['trial', ...names]
  const numeric = new Set(
    headings.flatMap((_, column) => (rows.every((row) => !Number.isNaN(Number(row[column]))) ? [column] : [])),
  )
  const { lines } = fitColumns({ headings, rows, numeric }, { width: process.stdout.columns || Infinity, first: [0], least: 1 })
  const many = planned === null ? 'as many trials as the time allows' : `${planned} trials`
  const runs = seeds === 1 || planned === null ? '' : `, each with ${seeds} seeds: ${planned * seeds} runs`
  const objectives = definition.objectives.map(({ direction, expression }) => `${direction} ${expression}`).join(', ')
  const more =
    planned === null || planned > rows.length ? `… ${planned === null ? 'and so on' : `${planned - rows.length} more`}\n` : ''
  print(
    `${definition.name}: ${many} by ${sampler.name}${runs}${objectives === '' ? '' : `; ${objectives}`}\nseed ${definition.seed}, to ${archive}/${definition.namespace}\n${lines.join('\n')}\n${more}Nothing was run.\n`,
  )
}
