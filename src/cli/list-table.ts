import { shortRunName } from '../format/run-name.ts'
import { headingOf } from '../query/columns.ts'
import { agoText } from '../render/ago-text.ts'
import { colorsFor } from '../render/colors.ts'
import { shownText } from '../render/tables/cell-text.ts'
import { visibleText } from '../render/visible-text.ts'
import { wrapText } from '../render/wrap-text.ts'
import { commandLine } from './command-line-text.ts'
import { damagedText } from './damaged-text.ts'
import { GAP, fitColumns, leftColumnsText } from './fit-columns.ts'
import { fitNames } from './fit-names.ts'
import { moreRunsText } from './more-runs-text.ts'
import { paintStatus } from './paint-status.ts'
import { print, printJson, sayUnreadable } from './print.ts'
import type { TableFormat } from './table-format.ts'
import { readRuns } from '../query/read-runs.ts'
import { runsCsv, runsJson, runsLatex, runsMarkdown, tabulateFirst } from '../query/runs-table.ts'
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
  const selected = await selectRuns(found.runs, selection)
  const table = tabulateFirst(selected, limit, columns === undefined ? undefined : splitExpressions(columns))
  await found.keep()
  if (found.unreadable.length > 0) sayUnreadable(found.unreadable.length)
  if (format === 'json') return printJson(runsJson(table))
  if (format === 'csv') return print(runsCsv(table))
  if (format === 'markdown') return print(runsMarkdown(table))
  if (format === 'latex') return print(runsLatex(table, commandLine()))
  const { length } = selected
  print(`${length} ${length === 1 ? 'run' : 'runs'} in ${archive}\n`)
  if (table.runs.length > 0) print(onTerminal(table))
  const more = length - table.runs.length
  if (more > 0) print(colorsFor(process.stdout, process.env).dim(moreRunsText(more)))
}

/** What stands before the columns that are asked for. */
const HEADINGS = ['status', 'when', 'run']

function onTerminal({ runs, columns }: RunColumns): string {
  const now = Date.now()
  const width = process.stdout.columns || Infinity
  const names = runs.map(({ run, listed: { namespace } }) => {
    const name = shortRunName(run.name)
    return visibleText(namespace === '' ? name : `${namespace}/${name}`)
  })
  const asCells = columns.map(({ cells }) => runs.map((_, row) => visibleText(shownText(cells[row]))))
  const headings = [...HEADINGS, ...columns.map(headingOf)]
  const statuses = runs.map(({ run, damage }) => (damage === null ? run.status : `${run.status}, damaged`))
  const beside = [[HEADINGS[0], ...statuses], ...asCells.map((cells, i) => [headings[HEADINGS.length + i], ...cells])]
  const taken = beside.reduce((sum, cells) => sum + Math.max(...cells.map((cell = '') => cell.length)) + GAP, 0)
  const fitting = fitNames(names, width - taken)
  const rows = runs.map(({ listed }, row) => [
    statuses[row] ?? '',
    agoText(Math.max(0, now - listed.start * 1000)),
    fitting[row] ?? '',
    ...asCells.map((cells) => cells[row] ?? ''),
  ])
  const numeric = columns.flatMap(({ cells }, index) => (cells.some((cell) => typeof cell === 'number') ? [index + 3] : []))
  const seed = columns.findIndex(({ expression }) => expression === 'seed')
  const kept = [HEADINGS.indexOf('run'), HEADINGS.indexOf('status'), ...(seed < 0 ? [] : [HEADINGS.length + seed])]
  const asked = columns.map((_, column) => HEADINGS.length + column)
  const fitted = fitColumns(
    { headings, rows, numeric: new Set(numeric) },
    { width, first: [...kept, ...asked], least: kept.length },
  )
  const [heading = '', ...lines] = fitted.lines
  const colors = colorsFor(process.stdout, process.env)
  const more = leftColumnsText(fitted.left)
  const damaged = damagedText(runs.flatMap(({ damage, listed }) => (damage === null ? [] : [listed])))
  return [
    colors.dim(heading),
    ...lines.map((line, index) => paintStatus(line, runs[index]?.run.status ?? '', colors)),
    ...(damaged === null ? [] : [colors.yellow(damaged)]),
    ...(more === null ? [] : wrapText(more, width).map(colors.dim)),
  ]
    .map((line) => `${line}\n`)
    .join('')
}
