import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Grid } from '../table/grid.tsx'
import type { GridColumn } from '../table/head-cell.tsx'
import { askTable } from '../server/ask.ts'
import { changes } from '../server/events.ts'
import { address, change } from '../state/current-address.ts'
import type { Address } from '../state/address.ts'
import { cellContent } from './cell.tsx'
import { ColumnsMenu } from './columns-menu.tsx'
import { Empty } from './empty.tsx'
import { openRow } from './open-row.ts'
import { FilterBox } from './filter-box.tsx'
import { gridColumns } from './grid-columns.ts'
import { rowTexts } from './row-texts.ts'
import { SelectionBar } from './selection-bar.tsx'
import { selectRows } from './selection.ts'
import { TableRows } from './table-rows.ts'
import type { TableState } from './table-rows.ts'
import { useFields } from './use-fields.ts'

const ROW_HEIGHT = 31

/** The table of runs, or of groups of them, with the filter above it. */
export function RunsView(): JSX.Element {
  const now = address.value
  const { where, sort, isGrouped, columns } = now
  const rows = useRows(now)
  const state = rows.state.value
  const fields = useFields()
  const shown = columns ?? state.columns.map(({ id }) => id)
  return (
    <div class={`runs${state.isLoading ? ' loading' : ''}`}>
      <div class="tools" role="search">
        <FilterBox
          {...{ where, fields }}
          refusal={state.refusal}
          count={countText(state)}
          onChange={(text) => change({ where: text, selected: [] })}
        />
        <button
          type="button"
          class="chip"
          aria-pressed={isGrouped}
          onClick={() => change({ isGrouped: !isGrouped, selected: [], sort: '' })}
        >
          group <b>{isGrouped ? 'all but the seed' : 'none'}</b>
        </button>
        <ColumnsMenu {...{ fields, shown }} isChosen={columns !== null} onChange={(chosen) => change({ columns: chosen })} />
      </div>
      {state.count === 0 && !state.isLoading ? <Empty state={state} where={where} /> : <RunsGrid {...{ rows, state, sort }} />}
      <SelectionBar />
    </div>
  )
}

interface RunsGridProps {
  readonly rows: TableRows
  readonly state: TableState
  readonly sort: string
}

function RunsGrid({ rows, state, sort }: RunsGridProps): JSX.Element {
  const { isGrouped, selected } = address.value
  const [cursor, setCursor] = useState(0)
  const anchor = useRef(0)
  const columns = useMemo(
    () => gridColumns(state.columns, { isGrouped, textsOf: (column) => rowTexts(rows, column) }),
    [state.columns, isGrouped],
  )
  const picked = new Set(selected)
  const idOf = (row: number): string | undefined => rows.row(row)?.id
  return (
    <Grid
      label={isGrouped ? 'Groups of runs' : 'Runs'}
      columns={columns}
      count={state.count}
      rowHeight={ROW_HEIGHT}
      sorting={sort === '' ? null : { column: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') }}
      onSort={({ id }: GridColumn) => change({ sort: sort === id ? `-${id}` : sort === `-${id}` ? '' : id })}
      cursor={Math.min(cursor, Math.max(0, state.count - 1))}
      onMove={setCursor}
      onSelect={(row, how) => {
        if (how !== 'extend') anchor.current = row
        change({ selected: selectRows({ selected, how, row, anchor: anchor.current, idOf, count: state.count }) })
      }}
      onOpen={(row) => {
        const own = rows.row(row)
        if (own !== undefined) openRow(own)
      }}
      isSelected={(row) => picked.has(idOf(row) ?? '')}
      cell={(row, column) => {
        const own = rows.row(row)
        return own === undefined ? undefined : cellContent(own, column.id)
      }}
      onRange={(from, to) => rows.want(from, to)}
    />
  )
}

/** The rows of what the address asks for; asked again when the archive has changed. */
function useRows({ where, sort, isGrouped, columns }: Address): TableRows {
  const rows = useMemo(() => new TableRows(), [])
  const key = JSON.stringify([where, sort, isGrouped, columns])
  useEffect(
    () => rows.ask(async (offset, limit, stop) => await askTable({ where, sort, isGrouped, columns, offset, limit }, stop)),
    [key],
  )
  useEffect(() => changes.subscribe((count) => (count > 0 ? rows.refresh() : undefined)), [])
  useEffect(() => () => rows.close(), [])
  return rows
}

function countText({ matched, total, isLoading, count, refusal }: TableState): string {
  if (refusal !== null) return ''
  if (isLoading && count === 0) return 'reading the archive…'
  const runs = total === 1 ? 'run' : 'runs'
  return matched === total
    ? `${total.toLocaleString('en')} ${runs}`
    : `${matched.toLocaleString('en')} of ${total.toLocaleString('en')} ${runs}`
}
