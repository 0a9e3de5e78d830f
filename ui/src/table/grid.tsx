import type { ComponentChildren, JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { px } from '../parts/px.ts'
import { columnStarts, columnWindow } from './column-window.ts'
import { HeadCell } from './head-cell.tsx'
import type { GridColumn, Sorting } from './head-cell.tsx'
import { gridKeys } from './grid-keys.ts'
import type { GridActions } from './grid-keys.ts'
import { listHeight, rowWindow } from './row-window.ts'
import { useListScroll } from './use-list-scroll.ts'

export interface GridProps extends GridActions {
  readonly label: string
  /** Before the ids of rows, where a page has several tables. */
  readonly prefix?: string
  /** Whether rows are only read: none can be selected. */
  readonly isPlain?: boolean
  readonly columns: readonly GridColumn[]
  readonly count: number
  readonly rowHeight: number
  readonly sorting: Sorting | null
  onSort(column: GridColumn): void
  /** The row that the keyboard is at. */
  readonly cursor: number
  isSelected(row: number): boolean
  /** Undefined while the row is being fetched. */
  cell(row: number, column: GridColumn): ComponentChildren | undefined
  /** Told which rows are seen, so that they are fetched. */
  onRange(from: number, to: number): void
}

const HEAD_HEIGHT = 46
/** The room of the box that selects a row. */
const MARK_WIDTH = 52

/** A table of any number of rows and columns, of which those are drawn that can be seen. */
export function Grid(props: GridProps): JSX.Element {
  const { columns, count, rowHeight, cursor, label } = props
  const scroll = useListScroll(count, rowHeight, HEAD_HEIGHT)
  const starts = useMemo(() => columnStarts(columns.map(({ width }) => width)), [columns])
  const size = { count, rowHeight, viewport: Math.max(rowHeight, scroll.viewport.height - HEAD_HEIGHT) }
  const rows = rowWindow(size, scroll.position)
  const seen = columnWindow(starts, scroll.left, scroll.left + scroll.viewport.width)
  const markWidth = props.isPlain === true ? 0 : MARK_WIDTH
  const width = markWidth + (starts.at(-1) ?? 0)
  props.onRange(rows.from, rows.to)
  const shown = columns.slice(seen.from, seen.to).map((column, index) => ({
    column,
    left: markWidth + (starts[seen.from + index] ?? 0),
    index: seen.from + index,
  }))
  const onKeyDown = gridKeys(props, Math.max(1, Math.floor(size.viewport / rowHeight) - 1), scroll.showRow)
  return (
    <div
      class="grid"
      ref={scroll.box}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable={props.isPlain !== true}
      aria-rowcount={count + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={cursor >= rows.from && cursor < rows.to ? `${props.prefix ?? ''}row-${cursor}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div class="grid-head" role="row" aria-rowindex={1} style={{ width: px(width), height: px(HEAD_HEIGHT) }}>
        {props.isPlain !== true && (
          <div class="head-cell mark" role="columnheader" aria-colindex={1} style={{ left: '0', width: px(MARK_WIDTH) }}>
            <span class="unseen">selected</span>
          </div>
        )}
        {shown.map(({ column, left, index }) => (
          <HeadCell key={column.id} {...{ column, left, index }} sorting={props.sorting} onSort={props.onSort} />
        ))}
      </div>
      <div class="grid-body" role="rowgroup" style={{ width: px(width), height: px(listHeight(size)) }}>
        <div class="grid-window" role="presentation" style={{ top: px(scroll.box.current?.scrollTop ?? 0) }}>
          {Array.from({ length: Math.max(0, rows.to - rows.from) }, (_, offset) => (
            <GridRow
              key={rows.from + offset}
              row={rows.from + offset}
              top={rows.top + offset * rowHeight}
              {...{ props, shown, width }}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

interface RowProps {
  readonly row: number
  readonly top: number
  readonly width: number
  readonly props: GridProps
  readonly shown: readonly { readonly column: GridColumn; readonly left: number; readonly index: number }[]
}

function GridRow({ row, top, width, props, shown }: RowProps): JSX.Element {
  const isSelected = props.isSelected(row)
  const onClick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a,button') !== null) return
    props.onMove(row)
    props.onSelect(row, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey || isMark(event) ? 'toggle' : 'only')
  }
  return (
    <div
      id={`${props.prefix ?? ''}row-${row}`}
      class={`grid-row${isSelected ? ' on' : ''}${row === props.cursor ? ' at' : ''}`}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isSelected}
      style={{ top: px(top), height: px(props.rowHeight), width: px(width) }}
      onClick={onClick}
      onDblClick={(event) => {
        if (!isMark(event)) props.onOpen(row)
      }}
    >
      {props.isPlain !== true && (
        <div class="cell mark" role="gridcell" aria-colindex={1}>
          <span class={`tick${isSelected ? ' ticked' : ''}`} aria-hidden="true" />
        </div>
      )}
      {shown.map(({ column, left, index }) => {
        const content = props.cell(row, column)
        return (
          <div
            key={column.id}
            class={`cell${column.isNumeric ? ' number' : ''}`}
            role="gridcell"
            aria-colindex={index + 2}
            style={{ left: px(left), width: px(column.width) }}
          >
            {content === undefined ? <span class="waiting" /> : content}
          </div>
        )
      })}
    </div>
  )
}

function isMark(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest('.mark') !== null
}
