import type { RunReader } from '../../api/run.ts'
import { compareItems } from '../../analysis/items/compare-items.ts'
import type { ItemsDiff } from '../../analysis/items/compare-items.ts'
import { readRows } from '../../analysis/items/read-rows.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { visibleText } from '../../render/visible-text.ts'
import { colorsFor } from '../../render/colors.ts'
import { exactText, shownText } from '../../render/tables/cell-text.ts'
import { csvTable, latexTable, latexText, markdownTable } from '../../render/tables/table-text.ts'
import type { TextTable } from '../../render/tables/table-text.ts'
import { commandLine } from '../command-line-text.ts'
import { withColumnFlags } from '../flag-words.ts'
import { print, printJson, sayBeside } from '../print.ts'
import type { TableFormat } from '../table-format.ts'
import { fitTable } from './fit-table.ts'
import { headRow, markedRow } from './rows.ts'
import { sectionsText } from './sections.ts'
import type { SectionStyle } from './sections.ts'
import { cellText, valueCells } from './value-cells.ts'

export interface ItemsOptions {
  readonly table: string
  readonly key: string
  readonly format: TableFormat | null
}

/** Prints how a table of two runs differs, item by item. */
export async function diffItems(a: RunReader, b: RunReader, { table, key, format }: ItemsOptions): Promise<void> {
  const [before, after] = await Promise.all([readRows(a, table), readRows(b, table)])
  const diff = withColumnFlags(undefined, () =>
    compareItems({ label: 'A', rows: before }, { label: 'B', rows: after }, { table, key }),
  )
  if (format === 'json') return printJson({ runs: [a.folder, b.folder], table, key, ...diff })
  if (format !== null) {
    print(formattedItems(diff, key, format))
    for (const note of diff.notes) sayBeside(`${note}\n`)
    return
  }
  const style = { width: process.stdout.columns || 100, colors: colorsFor(process.stdout, process.env) }
  print(`${style.colors.bold('A')}  ${visibleText(a.name)}\n${style.colors.bold('B')}  ${visibleText(b.name)}\n`)
  print(itemsText(diff, { table, key }, style))
}

/** A row an item that differs: how, and what A and B have in each column that differs anywhere. */
function formattedItems(diff: ItemsDiff, key: string, format: Exclude<TableFormat, 'json'>): string {
  const tableOf = (textOf: (value: unknown) => string): TextTable => itemTable(diff, key, textOf)
  if (format === 'csv') return csvTable(tableOf(exactText))
  if (format === 'markdown') return markdownTable(tableOf(shownText))
  return latexTable(
    tableOf((value) => latexText(shownText(value))),
    [commandLine(), ...diff.notes],
  )
}

function itemTable({ entries, flips }: ItemsDiff, key: string, textOf: (value: unknown) => string): TextTable {
  const columns = flips.map(({ column }) => column)
  const rows = entries.map(({ key: item, state, columns: different }) => {
    const cells = columns.flatMap((column) => {
      const found = different.find((one) => one.column === column)
      return found === undefined ? [undefined, undefined] : [decodeValue(found.before), decodeValue(found.after)]
    })
    return [decodeValue(item), state, ...cells].map(textOf)
  })
  const headings = [key, 'state', ...columns.flatMap((column) => [`${column} A`, `${column} B`])]
  return { headings: headings.map(textOf), rows, numeric: new Set() }
}

/** The counts, what differs by column, then every item that differs with both answers. */
export function itemsText(diff: ItemsDiff, { table, key }: Pick<ItemsOptions, 'table' | 'key'>, style: SectionStyle): string {
  const { entries, flips } = diff
  const counted = flips.map(({ column, items, toTrue, toFalse }) => {
    const how = toTrue === null ? '' : ` (${toTrue} to true, ${toFalse} to false)`
    return `  ${visibleText(column)}: ${items} ${items === 1 ? 'item differs' : 'items differ'}${how}\n`
  })
  const rows = entries.flatMap(({ key: item, state, columns }) => {
    const name = cellText(decodeValue(item), 40)
    if (state !== 'changed') return [markedRow(state, [name, '', state === 'added' ? 'only in B' : 'only in A'], style.colors)]
    return columns.map(({ column, before, after }, index) => {
      const { place, ...cells } = valueCells(before, after)
      const mark = index === 0 ? state : ''
      return markedRow(mark, [index === 0 ? name : '', `${column}${place}`, cells.before, cells.after], style.colors)
    })
  })
  const head = headRow([`  ${key}`, '', 'A', 'B'], style.colors)
  const body = rows.length === 0 ? '' : `${counted.join('')}${fitTable([head, ...rows], { width: style.width, twins: [2, 3] })}`
  return sectionsText([{ title: `items of ${table}`, section: diff, body }], style)
}
