import { encodeValue } from '../../format/tagged-json.ts'
import { distinctNames } from './distinct-names.ts'
import { readRuns } from '../../query/read-runs.ts'
import { cellText } from '../../query/export/cell-text.ts'
import { selectRuns } from '../../query/select.ts'
import { csvTable, latexTable, latexText, markdownTable } from '../../render/tables/table-text.ts'
import type { TextTable } from '../../render/tables/table-text.ts'
import { visibleText } from '../../render/visible-text.ts'
import { wrapText } from '../../render/wrap-text.ts'
import { archiveOf } from '../archive-option.ts'
import { fitColumns, leftColumnsText } from '../fit-columns.ts'
import { commandLine } from '../command-line-text.ts'
import { print, printJson, sayBeside } from '../print.ts'
import { selectionOf } from '../query-options.ts'
import type { QueryOptions } from '../query-options.ts'
import { tableFormatOf } from '../table-format.ts'
import type { TableFormat } from '../table-format.ts'
import { openDuckDb } from './open-duckdb.ts'
import { runSql } from './run-sql.ts'
import type { SqlResult } from './run-sql.ts'
import { sqlCell } from './sql-cell.ts'

interface Answer {
  readonly names: readonly string[]
  readonly numeric: ReadonlySet<number>
  readonly rows: readonly (readonly unknown[])[]
  /** Whether there are more. */
  readonly isCut: boolean
}

/** Rows that people read, unless they say how many. */
const MOST_ROWS = 100

/** Prints what SQL says of the runs. Gives the exit code: 1 where something of them cannot be read. */
export async function queryRuns(sql: string, options: QueryOptions): Promise<number> {
  const format = tableFormatOf(options)
  const { where, limit = format === null ? MOST_ROWS : Infinity } = selectionOf(options)
  const database = await openDuckDb()
  try {
    const { runs, unreadable, keep } = await readRuns(archiveOf(options.results), {}, new Date())
    const selected = await selectRuns(runs, { where })
    const asked = await runSql(database, selected, sql)
    const answer = await readAnswer(asked, limit)
    await keep()
    printAnswer(answer, format)
    const unread = [
      ...unreadable.map(({ folder, error }) => ({ what: folder, reason: error.message })),
      ...selected.flatMap(({ damage, run }) => (damage === null ? [] : [{ what: run.folder, reason: damage }])),
      ...asked.unread,
    ]
    for (const { what, reason } of unread) sayBeside(`not read: ${what}: ${reason}\n`)
    return unread.length > 0 ? 1 : 0
  } finally {
    database.close()
  }
}

async function readAnswer({ result }: SqlResult, limit: number): Promise<Answer> {
  const types = result.columnTypes().map(String)
  const rows: unknown[][] = []
  let isCut = false
  for await (const some of result.yieldRowsJs()) {
    isCut = rows.length + some.length > limit
    for (const row of some.slice(0, limit - rows.length)) rows.push(row.map((value, i) => sqlCell(value, types[i] ?? '')))
    if (isCut) break
  }
  const numeric = types.flatMap((type, i) => (/^(?:DOUBLE|FLOAT|DECIMAL|U?(?:TINY|SMALL|BIG|HUGE)?INT)/.test(type) ? [i] : []))
  return { names: distinctNames(result.columnNames()), numeric: new Set(numeric), rows, isCut }
}

function printAnswer({ names, numeric, rows, isCut }: Answer, format: TableFormat | null): void {
  if (format === 'json')
    return printJson(rows.map((row) => Object.fromEntries(names.map((name, i) => [name, encodeValue(row[i] ?? null)]))))
  const table = (text: (value: unknown) => string): TextTable => ({
    headings: names,
    rows: rows.map((row) => row.map((value) => (value === null ? '' : text(value)))),
    numeric,
  })
  const exact = (value: unknown): string => (typeof value === 'number' ? String(value) : cellText(value))
  if (format === 'csv') return print(csvTable(table(exact)))
  if (format === 'markdown') return print(markdownTable(table(shown)))
  if (format === 'latex') return print(latexOf(table(shown)))
  const width = process.stdout.columns || Infinity
  const { lines, left } = fitColumns(oneLine(table(shown)), { width, least: 0 })
  print(lines.map((line) => `${line}\n`).join(''))
  if (rows.length === 0) sayBeside('no rows\n')
  const more = leftColumnsText(left)
  if (more !== null)
    sayBeside(
      wrapText(more, width)
        .map((line) => `${line}\n`)
        .join(''),
    )
  if (isCut) sayBeside(`the first ${rows.length} rows; -n 0 shows all\n`)
}

/** Each cell on one line. */
function oneLine({ headings, rows, numeric }: TextTable): TextTable {
  const cut = (text: string): string => visibleText(text).replaceAll('\t', ' ')
  return { headings: headings.map(cut), rows: rows.map((row) => row.map(cut)), numeric }
}

function latexOf({ headings, rows, numeric }: TextTable): string {
  const cells = { headings: headings.map(latexText), rows: rows.map((row) => row.map(latexText)), numeric }
  return latexTable(cells, [commandLine()])
}

/** Six digits. */
function shown(value: unknown): string {
  if (typeof value !== 'number') return cellText(value)
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
}
