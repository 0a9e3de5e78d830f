import type { JSX } from 'preact'
import { px } from '../parts/px.ts'

export interface GridColumn {
  /** The expression that it shows. */
  readonly id: string
  readonly label: string
  /** In small letters below: the unit, or what the number is. */
  readonly note: string | null
  readonly isNumeric: boolean
  /** Pixels. */
  readonly width: number
  readonly isSortable: boolean
}

export interface Sorting {
  readonly column: string
  readonly isDescending: boolean
}

export interface HeadCellProps {
  readonly column: GridColumn
  readonly left: number
  readonly index: number
  readonly sorting: Sorting | null
  onSort(column: GridColumn): void
}

/** A column's heading. It is a button where it sorts. */
export function HeadCell({ column, left, index, sorting, onSort }: HeadCellProps): JSX.Element {
  const own = sorting?.column === column.id ? sorting : null
  const text = (
    <>
      <span class="head-label">
        {column.label}
        {own !== null && <span aria-hidden="true"> {own.isDescending ? '↓' : '↑'}</span>}
      </span>
      <small>{column.note ?? ' '}</small>
    </>
  )
  return (
    <div
      class={`head-cell${column.isNumeric ? ' number' : ''}`}
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={own === null ? undefined : own.isDescending ? 'descending' : 'ascending'}
      style={{ left: px(left), width: px(column.width) }}
      title={column.label}
    >
      {column.isSortable ? (
        <button type="button" onClick={() => onSort(column)}>
          {text}
        </button>
      ) : (
        <span class="head-text">{text}</span>
      )}
    </div>
  )
}
