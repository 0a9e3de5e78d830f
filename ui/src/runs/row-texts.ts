import type { TableColumn } from '../../../src/server/protocol.ts'
import { meanText } from '../text/number-text.ts'
import { valueText } from '../text/value-text.ts'
import type { TableRows } from './table-rows.ts'

const ROWS = 60

/** What the first rows say in a column, about: how much room it needs. */
export function rowTexts(rows: TableRows, { id }: TableColumn): readonly string[] {
  return Array.from({ length: ROWS }, (_, index) => {
    const row = rows.row(index)
    if (row === undefined) return ''
    const spread = row.spreads[id]
    if (spread !== undefined)
      return meanText(spread.mean, spread.interval === null ? null : (spread.interval[1] - spread.interval[0]) / 2)
    return id === 'when' || id === 'start' || id === 'duration' ? '12 min 30 s' : valueText(row.cells[id])
  })
}
