import { shownText } from '../../render/tables/cell-text.ts'
import { alignedTable } from '../../render/tables/table-text.ts'
import type { SweepState } from '../../sweep/ledger/sweep-state.ts'
import { countTrials } from '../../sweep/reading/count-trials.ts'
import { rankTrials } from '../../sweep/reading/rank-state.ts'
import { fitColumns } from '../fit-columns.ts'
import { outcomeText } from './trial-text.ts'

/** Trials that are shown. */
const SHOWN = 5

/** What a sweep came to: its best trials, and where to go on. */
export function sweepSummary(state: SweepState, { width, ending }: { readonly width: number; readonly ending: string }): string {
  const { definition } = state
  const { done, pruned, failed, pending, planned } = countTrials(state)
  const counts = [
    `${done}${planned === null ? '' : ` of ${planned}`} trials done`,
    ...(pruned > 0 ? [`${pruned} pruned`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(pending > 0 ? [`${pending} open`] : []),
  ].join(', ')
  const ranked = rankTrials(state)
  const table = ranked.length === 0 ? '' : `${tableOf(state, width)}\n`
  const again =
    ending === 'done' && pending === 0 && failed === 0
      ? []
      : [`runlab resume ${definition.name}${failed > 0 ? ' --retry failed' : ''}`]
  const hints = [
    ...again,
    ...(definition.objectives.length > 0 && ranked.length > 0 ? [`runlab sweep best ${definition.name} > best.yml`] : []),
    `runlab groups --where 'sweep == "${definition.name}"'`,
  ]
  return `\n${definition.name} ${ending}: ${counts}\n${table}${hints.map((hint) => `  ${hint}\n`).join('')}`
}

function tableOf(state: SweepState, width: number): string {
  const { objectives } = state.definition
  const ranked = rankTrials(state)
  const names = [...new Set(ranked.flatMap(({ parameters }) => Object.keys(parameters)))]
  const rows = ranked
    .slice(0, SHOWN)
    .map(({ number, parameters, outcome }) => [
      String(number),
      ...objectives.map((objective, index) =>
        outcomeText({ values: outcome.values.slice(index, index + 1), spread: outcome.spread?.slice(index, index + 1) ?? null }, [
          objective,
        ]),
      ),
      ...names.map((name) => shownText(parameters[name])),
    ])
  const headings = ['trial', ...objectives.map(({ expression }) => expression), ...names]
  const numeric = new Set(
    headings.flatMap((_, column) => (rows.every((row) => /^[-\d.e–+]+( ±.*)?$/.test(row[column] ?? '')) ? [column] : [])),
  )
  const fitted = fitColumns({ headings, rows, numeric }, { width, first: [0, 1], least: 1 })
  const more = ranked.length - rows.length
  const rest = more > 0 ? `\n… ${more} more in trials.csv` : ''
  return `${(fitted.lines.length > 0 ? fitted.lines : alignedTable({ headings, rows, numeric })).join('\n')}${rest}`
}
