import type { ListedRun, UnreadableRun } from '../archive/list-runs.ts'
import { shortRunName } from '../format/run-name.ts'
import { columnOf, resultColumns, splitExpressions, varyingParameters } from '../query/columns.ts'
import type { Column } from '../query/columns.ts'
import { readRuns } from '../query/read-runs.ts'
import type { RunFields } from '../query/run-fields.ts'
import { selectRuns } from '../query/select.ts'
import { numberText } from '../render/charts/number-text.ts'
import { csvTable, latexTable, latexText, markdownTable } from '../render/tables/table-text.ts'
import type { TextTable } from '../render/tables/table-text.ts'
import { valueText } from '../render/value-text.ts'

export interface RunQuery {
  readonly archive: string
  readonly namespace: string | undefined
  readonly where: string | undefined
  readonly sort: readonly string[] | undefined
  readonly columns: string | undefined
}

export interface QueriedRuns {
  readonly runs: readonly (ListedRun | UnreadableRun)[]
  /** The table of so many of them. */
  table(limit: number): RunColumns
}

export interface RunColumns {
  readonly runs: readonly RunFields[]
  readonly columns: readonly Column[]
}

/** Finds runs by what a person asks for. What cannot be read is among them where nothing is asked of it. */
export function queryRuns({ archive, namespace, where, sort, columns }: RunQuery): QueriedRuns {
  const found = readRuns(archive, { namespace }, new Date())
  const selected = selectRuns(found.runs, { where, sort })
  return {
    runs: [...selected.map(({ listed }) => listed), ...(where === undefined ? found.unreadable : [])],
    table(limit) {
      const runs = selected.slice(0, limit)
      // Asked of all, so that a field that only others have is none that is mistyped.
      const asked = columns === undefined ? null : splitExpressions(columns).map((text) => columnOf(selected, text))
      const cut = asked?.map((column) => ({ ...column, cells: column.cells.slice(0, limit) }))
      return { runs, columns: cut ?? [...varyingParameters(runs), ...resultColumns(runs)] }
    },
  }
}

/** A line a run, with all digits. */
export function runsCsv({ runs, columns }: RunColumns): string {
  const rows = runs.map(({ run, listed }, row) => [
    listed.namespace,
    run.name,
    run.status,
    String(run.seed),
    new Date(run.meta.start_time * 1000).toISOString(),
    String(run.meta.duration),
    ...columns.map(({ cells }) => exactText(cells[row])),
  ])
  return csvTable({
    headings: ['namespace', 'run', 'status', 'seed', 'start', 'duration', ...columns.map(({ label }) => label)],
    rows,
  })
}

export function runsMarkdown(table: RunColumns): string {
  return markdownTable(shownTable(table, (text) => text))
}

export function runsLatex(table: RunColumns, command: string): string {
  return latexTable(shownTable(table, latexText), [command])
}

/** A short name, the seed, and the columns. */
export function shownTable({ runs, columns }: RunColumns, escape: (text: string) => string): TextTable {
  const rows = runs.map(({ run }, row) =>
    [shortRunName(run.name), String(run.seed), ...columns.map(({ cells }) => shownText(cells[row]))].map(escape),
  )
  const numeric = columns.flatMap(({ cells }, index) =>
    cells.every((cell) => cell === undefined || typeof cell === 'number') ? [index + 2] : [],
  )
  return { headings: ['run', 'seed', ...columns.map(({ label }) => label)].map(escape), rows, numeric: new Set([1, ...numeric]) }
}

/** Six digits. */
export function shownText(value: unknown): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'number') return numberText(value, 6).replace('−', '-')
  return value instanceof Date ? value.toISOString() : valueText(value, 40)
}

function exactText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
