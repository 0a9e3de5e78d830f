import { alignedTable } from '../../render/tables/table-text.ts'
import type { TextTable } from '../../render/tables/table-text.ts'
import { visibleText } from '../../render/visible-text.ts'

/** The narrowest a column is made. */
const NARROW = 8
/** The widest. */
const WIDE = 60
const GAP = 2

export interface FittedTable {
  readonly lines: readonly string[]
  /** Columns that there is no room for. */
  readonly hidden: number
}

/** A table that is no wider than the terminal: the widest columns get narrower first, then the last ones are left out. */
export function fitTable({ headings, rows, numeric }: TextTable, width: number): FittedTable {
  const all = [headings, ...rows].map((row) => row.map((text) => cutText(text, WIDE)))
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const total = (): number => widths.reduce((sum, one) => sum + one + GAP, -GAP)
  while (total() > width && Math.max(...widths) > NARROW) {
    widths[widths.indexOf(Math.max(...widths))] = Math.max(...widths) - 1
  }
  let shown = widths.length
  while (shown > 1 && widths.slice(0, shown).reduce((sum, one) => sum + one + GAP, -GAP) > width) shown -= 1
  const cut = (row: readonly string[]): readonly string[] =>
    row.slice(0, shown).map((text, column) => cutText(text, widths[column] ?? NARROW))
  return {
    lines: alignedTable({ headings: cut(headings), rows: rows.map(cut), numeric }),
    hidden: widths.length - shown,
  }
}

/** On one line. */
function cutText(text: string, width: number): string {
  const line = visibleText(text).replaceAll('\t', ' ')
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`
}
