import type { JSX } from 'preact'
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks'
import { Grid } from '../table/grid.tsx'
import type { GridColumn } from '../table/head-cell.tsx'
import { valueText } from '../text/value-text.ts'
import { RowPages } from './row-pages.ts'
import { px } from '../parts/px.ts'

interface RowsProps {
  readonly run: string
  /** A series of tables, or an artifact. */
  readonly table: string
  /** Changes when there is more. */
  readonly version: number
}

const ROW_HEIGHT = 28
/** Rows that are seen at once, at most. */
const SEEN = 14
const HEAD = 46
const [NARROW, WIDE, LETTER] = [72, 320, 8.8]

/** A table of a run, whole: rows are fetched as they come into sight. */
export function RowsTable({ run, table, version }: RowsProps): JSX.Element {
  const [, draw] = useReducer((count: number) => count + 1, 0)
  const [cursor, setCursor] = useState(0)
  const pages = useMemo(() => new RowPages(run, table, () => draw(0)), [run, table])
  useEffect(() => pages.refresh(), [pages, version])
  useEffect(() => () => pages.close(), [pages])
  const { columns: own, count, trouble } = pages
  const columns = useMemo(
    () =>
      own.map(({ name, isNumeric }, index): GridColumn => {
        const letters = Math.max(name.length + 1, ...pages.first(40).map((row) => valueText(row[index]).length))
        const width = Math.round(Math.min(WIDE, Math.max(NARROW, letters * LETTER + 26)))
        return { id: String(index), label: name, note: null, isNumeric, width, isSortable: false }
      }),
    [own],
  )
  if (trouble !== null) return <p class="trouble">{trouble}</p>
  if (columns.length === 0) return <p class="quiet">{count === null ? 'reading…' : 'It has no rows.'}</p>
  const rows = count ?? 0
  return (
    <div class="rows-table">
      <div class="rows-frame" style={{ height: px(HEAD + Math.min(SEEN, rows) * ROW_HEIGHT + 18) }}>
        <Grid
          label={table}
          prefix={`${table} `.replaceAll(/\W/g, '-')}
          isPlain
          columns={columns}
          count={rows}
          rowHeight={ROW_HEIGHT}
          sorting={null}
          onSort={() => undefined}
          cursor={Math.min(cursor, Math.max(0, rows - 1))}
          onMove={setCursor}
          onSelect={() => undefined}
          onOpen={() => undefined}
          isSelected={() => false}
          cell={(row, { id }) => {
            const values = pages.row(row)
            if (values === undefined) return undefined
            const text = valueText(values[Number(id)], 1000)
            return <span title={text.length > 30 ? text : undefined}>{text}</span>
          }}
          onRange={(from, to) => pages.want(from, to)}
        />
      </div>
      <p class="quiet">
        {rows.toLocaleString('en')} {rows === 1 ? 'row' : 'rows'}
      </p>
    </div>
  )
}
