import type { RunReader } from '../api/run.ts'
import { checkCount } from '../analysis/compare/check-count.ts'
import { lineUpItems } from '../analysis/items/line-up-items.ts'
import type { ItemsLinedUp, LineUpOptions } from '../analysis/items/line-up-items.ts'
import { readRows } from '../analysis/items/read-rows.ts'
import { distinctRunNames } from '../format/run-name.ts'
import { decodeValue } from '../format/tagged-json.ts'
import { colorsFor } from '../render/colors.ts'
import { exactText, shownText } from '../render/tables/cell-text.ts'
import { csvTable, latexTable, latexText, markdownTable } from '../render/tables/table-text.ts'
import type { TextTable } from '../render/tables/table-text.ts'
import { visibleText } from '../render/visible-text.ts'
import { wrapText } from '../render/wrap-text.ts'
import { commandLine } from './command-line-text.ts'
import type { SectionStyle } from './diff/sections.ts'
import { withColumnFlags } from './flag-words.ts'
import { fitColumns, leftColumnsText } from './fit-columns.ts'
import { print, printJson, sayBeside } from './print.ts'
import type { TableFormat } from './table-format.ts'

export interface ShowItemsOptions extends LineUpOptions {
  readonly format: TableFormat | null
}

/** Prints a table of several runs item by item. Throws COMPARE_COUNT, TABLE_NOT_FOUND, TABLE_INVALID, TABLE_KEY. */
export async function showItems(runs: readonly RunReader[], { format, ...options }: ShowItemsOptions): Promise<void> {
  checkCount(runs.length)
  const names = distinctRunNames(runs)
  const tables = await Promise.all(runs.map(async (run) => await readRows(run, options.table)))
  const labelled = tables.map((rows, index) => ({ label: names[index] ?? '', rows }))
  const linedUp = withColumnFlags(options.columns, () => lineUpItems(labelled, options))
  const { table, key } = options
  if (format === 'json') return printJson({ runs: runs.map(({ folder }) => folder), table, key, ...asJson(linedUp) })
  const columns = { key, names }
  if (format === null) {
    const style = { width: process.stdout.columns || Infinity, colors: colorsFor(process.stdout, process.env) }
    return print(itemsText(linedUp, columns, style))
  }
  if (format === 'csv') print(csvTable(tableOf(linedUp, columns, exactText)))
  else if (format === 'markdown') print(markdownTable(tableOf(linedUp, columns, shownText)))
  else
    print(
      latexTable(
        tableOf(linedUp, columns, (value) => latexText(shownText(value))),
        [commandLine(), ...linedUp.notes],
      ),
    )
  for (const note of linedUp.notes) sayBeside(`${note}\n`)
}

function asJson({ items, ...others }: ItemsLinedUp): object {
  return { items: items.map(({ values, ...item }) => ({ ...item, values: values.map((value) => value ?? null) })), ...others }
}

interface Columns {
  readonly key: string
  readonly names: readonly string[]
}

/** A row for each item and column, a column a run. */
function tableOf({ items }: ItemsLinedUp, { key, names }: Columns, textOf: (value: unknown) => string): TextTable {
  const rows = items.map((item) => [
    textOf(item.key),
    textOf(item.column),
    ...item.values.map((value) => textOf(value === undefined ? undefined : decodeValue(value))),
  ])
  const numeric = names.flatMap((_, run) => (items.every(({ values }) => typeof values[run] === 'number') ? [run + 2] : []))
  return { headings: [key, 'column', ...names].map(textOf), rows, numeric: new Set(numeric) }
}

/** Rows that anybody reads. */
const MOST_ROWS = 500

/** How many are true in each run, then the items that differ, a column a run; what does not fit is said. */
export function itemsText(linedUp: ItemsLinedUp, columns: Columns, { width, colors }: SectionStyle): string {
  const { items, same, truths, notes } = linedUp
  const shown = { ...linedUp, items: items.slice(0, MOST_ROWS) }
  const { lines, left } = fitColumns(
    tableOf(shown, columns, (value) => visibleText(shownText(value))),
    { width, least: 2 },
  )
  const [heading = '', ...rows] = items.length === 0 ? [] : lines
  const counts = truths.map(({ column, runs }) => {
    const each = runs.map(({ yes, of }, index) => `${columns.names[index]} ${yes} of ${of}`)
    return `${column} is true: ${each.join(', ')}`
  })
  const more = items.length - shown.items.length
  const said = [
    ...(more > 0 ? [`${more} rows more: --json`] : []),
    ...(items.length === 0 ? [] : [leftColumnsText(left)].flatMap((text) => text ?? [])),
    ...notes,
    `${same} ${same === 1 ? 'value is' : 'values are'} the same in all runs.`,
  ]
  const paragraphs = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => wrapText(visibleText(text), width))
  const table = heading === '' ? [] : [colors.dim(heading), ...rows]
  return [...paragraphs(counts), ...table, ...paragraphs(said)].map((line) => `${line}\n`).join('')
}
