import type { RunReader } from '../../api/run.ts'
import { compareItems } from '../../analysis/items/compare-items.ts'
import type { ItemsDiff } from '../../analysis/items/compare-items.ts'
import { readRows } from '../../analysis/items/read-rows.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { visibleText } from '../../render/visible-text.ts'
import { colorsFor } from '../../render/colors.ts'
import { print, printJson } from '../print.ts'
import { fitTable } from './fit-table.ts'
import { headRow, markedRow } from './rows.ts'
import { sectionsText } from './sections.ts'
import type { SectionStyle } from './sections.ts'
import { cellText, valueCells } from './value-cells.ts'

export interface ItemsOptions {
  readonly table: string
  readonly key: string
  readonly json: boolean
}

/** Prints how a table of two runs differs, item by item. */
export async function diffItems(a: RunReader, b: RunReader, { table, key, json }: ItemsOptions): Promise<void> {
  const [before, after] = await Promise.all([readRows(a, table), readRows(b, table)])
  const diff = compareItems({ label: 'A', rows: before }, { label: 'B', rows: after }, { table, key })
  if (json) return printJson({ runs: [a.folder, b.folder], table, key, ...diff })
  const style = { width: process.stdout.columns || 100, colors: colorsFor(process.stdout, process.env) }
  print(`${style.colors.bold('A')}  ${visibleText(a.name)}\n${style.colors.bold('B')}  ${visibleText(b.name)}\n`)
  print(itemsText(diff, { table, key }, style))
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
