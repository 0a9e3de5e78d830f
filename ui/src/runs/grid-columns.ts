import type { TableColumn } from '../../../src/server/protocol.ts'
import type { GridColumn } from '../table/head-cell.tsx'

const NARROW = 72
const WIDE = 240
/** Pixels of a letter, about. */
const LETTER = 7.6
const PADDING = 26

export interface ColumnOptions {
  readonly isGrouped: boolean
  /** What the first rows say in a column. */
  textsOf(column: TableColumn): readonly string[]
}

/** Columns with the room that their heading and the first rows need. Groups have one more: how many runs count. */
export function gridColumns(columns: readonly TableColumn[], { isGrouped, textsOf }: ColumnOptions): readonly GridColumn[] {
  const own = columns.map((column): GridColumn => {
    const isSummary = isGrouped && column.isNumeric && column.id.startsWith('data.')
    const notes = [column.unit, isSummary ? 'mean ± 95 %' : null].filter((note) => note !== null)
    const note = notes.length === 0 ? null : notes.join(', ')
    const letters = Math.max(column.label.length + 2, (note ?? '').length * 0.8, ...textsOf(column).map((text) => text.length))
    return {
      ...{ id: column.id, label: column.label, note, isNumeric: column.isNumeric, isSortable: true },
      width: Math.round(Math.min(WIDE, Math.max(NARROW, letters * LETTER + PADDING))),
    }
  })
  if (!isGrouped) return own
  const place = own.findLastIndex(({ id }) => id.startsWith('params.')) + 1
  return own.toSpliced(place, 0, COUNT)
}

/** How many runs a group has, and why some do not count. */
const COUNT: GridColumn = { id: 'n', label: 'n', note: null, isNumeric: false, width: 120, isSortable: false }
