import { alignedTable } from '../render/tables/table-text.ts'
import type { TextTable } from '../render/tables/table-text.ts'

export interface FittedColumns {
  /** Of headings, then one of each row. */
  readonly lines: readonly string[]
  /** Headings of the columns for which there is no room. */
  readonly left: readonly string[]
}

/** A table of as many columns as fit, the first ones first; so many are there in any case. */
export function fitColumns(
  table: TextTable,
  { width, least }: { readonly width: number; readonly least: number },
): FittedColumns {
  const { headings, rows, numeric } = table
  const shown: number[] = []
  let used = -2
  for (const [column, heading] of headings.entries()) {
    const room = Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map((text) => Array.from(text).length)) + 2
    if (column >= least && used + room > width) continue
    shown.push(column)
    used += room
  }
  const pick = (cells: readonly string[]): readonly string[] => shown.map((column) => cells[column] ?? '')
  const numbers = shown.flatMap((column, place) => (numeric.has(column) ? [place] : []))
  return {
    lines: alignedTable({ headings: pick(headings), rows: rows.map(pick), numeric: new Set(numbers) }),
    left: headings.filter((_, column) => !shown.includes(column)),
  }
}

/** Names that a sentence has room for. */
const NAMED = 5

/** `2 columns more (loss, rate): --json, or a wider terminal`; null where all are there. */
export function leftColumnsText(left: readonly string[]): string | null {
  if (left.length === 0) return null
  const names = `${left.slice(0, NAMED).join(', ')}${left.length > NAMED ? ', …' : ''}`
  return `${left.length} ${left.length === 1 ? 'column' : 'columns'} more (${names}): --json, or a wider terminal`
}
