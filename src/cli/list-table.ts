import { shortRunName } from '../format/run-name.ts'
import { headingOf } from '../query/columns.ts'
import { agoText } from '../render/ago-text.ts'
import { colorsFor } from '../render/colors.ts'
import { shownText } from '../render/tables/cell-text.ts'
import { alignedTable } from '../render/tables/table-text.ts'
import { visibleText } from '../render/visible-text.ts'
import { commandLine } from './command-line-text.ts'
import { paintStatus } from './paint-status.ts'
import { print, printJson, sayUnreadable } from './print.ts'
import type { TableFormat } from './table-format.ts'
import { readRuns } from '../query/read-runs.ts'
import { firstRows, runsCsv, runsJson, runsLatex, runsMarkdown, tabulate } from '../query/runs-table.ts'
import type { RunColumns } from '../query/runs-table.ts'
import { selectRuns } from '../query/select.ts'
import type { Selection } from '../query/select.ts'
import { splitExpressions } from '../query/split-expressions.ts'

export interface ListTableOptions {
  readonly archive: string
  readonly namespace: string | undefined
  readonly limit: number
  readonly selection: Selection
  readonly columns?: string | undefined
  readonly format: TableFormat | null
}

/** Prints a table of runs: the columns that are asked for, else parameters that vary and results. */
export async function listTable({ limit, selection, columns, ...options }: ListTableOptions): Promise<void> {
  const { archive, namespace, format } = options
  const found = await readRuns(archive, { namespace }, new Date())
  const selected = selectRuns(found.runs, selection)
  // Asked of all, so that a field that only others have is none that is mistyped.
  const all = tabulate(selected, columns === undefined ? undefined : splitExpressions(columns))
  const table = firstRows(all, limit)
  found.keep()
  if (found.unreadable.length > 0) sayUnreadable(found.unreadable.length)
  if (format === 'json') return printJson(runsJson(table))
  if (format === 'csv') return print(runsCsv(table))
  if (format === 'markdown') return print(runsMarkdown(table))
  if (format === 'latex') return print(runsLatex(table, commandLine()))
  const { length } = selected
  print(`${length} ${length === 1 ? 'run' : 'runs'} in ${archive}\n`)
  if (table.runs.length > 0) print(onTerminal(table))
}

function onTerminal({ runs, columns }: RunColumns): string {
  const now = Date.now()
  const rows = runs.map(({ run, listed }, row) => [
    run.status,
    agoText(Math.max(0, now - listed.start * 1000)),
    visibleText(listed.namespace === '' ? shortRunName(run.name) : `${listed.namespace}/${shortRunName(run.name)}`),
    ...columns.map(({ cells }) => shownText(cells[row])),
  ])
  const numeric = columns.flatMap(({ cells }, index) => (cells.some((cell) => typeof cell === 'number') ? [index + 3] : []))
  const headings = ['status', 'when', 'run', ...columns.map(headingOf)]
  const [heading = '', ...lines] = alignedTable({ headings, rows, numeric: new Set(numeric) })
  const colors = colorsFor(process.stdout, process.env)
  return [colors.dim(heading), ...lines.map((line, index) => paintStatus(line, runs[index]?.run.status ?? '', colors))]
    .map((line) => `${line}\n`)
    .join('')
}
