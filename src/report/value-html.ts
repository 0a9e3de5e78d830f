import { inspect } from 'node:util'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { columnLook, shownText } from '../render/pages/table-cells.ts'
import { breakable } from './breakable.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { countOf, cutText } from './report-texts.ts'
import { roundNumber, roundNumbers } from './round-numbers.ts'
import { columnsThatFit, scrolled, table } from './table.ts'

/** Characters of a value that are shown, of a text in a cell of a table, and of all values of a section together. */
const LONGEST = 2000
const LONGEST_CELL = 120
const ALL = 250_000
/** Rows and columns of a table of numbers, or of objects. */
const MOST_ROWS = 12
const MOST_COLUMNS = 12
/** Letters that such a table may be wide on paper, beside the name of its value. */
const PAPER = 70

/** How much more the values of a section may take. */
export class ValueBudget {
  #left = ALL

  get isSpent(): boolean {
    return this.#left <= 0
  }

  spend(shown: Html): Html {
    this.#left -= shown.text.length
    return shown
  }
}

export interface ValueOptions {
  readonly budget: ValueBudget
  /** What the value is called, for tables in it. */
  readonly name?: string
  /** Numbers as they are typed, `1e-7` and `1000`, not as tables and plots write them. */
  readonly isTyped?: boolean
}

/** A value as a cell of a table shows it: texts and numbers, small tables where it is one, else as code. Long ones are cut. */
export function valueHtml(value: unknown, { budget, name = 'value', isTyped = false }: ValueOptions): Html {
  if (budget.isSpent) return html`<span class="cut">left out here</span>`
  return budget.spend(tableOf(value, name) ?? plainOf(value, isTyped))
}

/** A value on one line. */
export function lineOf(value: unknown, limit: number): string {
  if (typeof value === 'string') return cut(value.slice(0, limit + 1).replace(/\s+/g, ' '), limit)
  const text = inspect(roundNumbers(value), {
    depth: 3,
    breakLength: Infinity,
    compact: true,
    maxArrayLength: 12,
    maxStringLength: limit,
  })
  return cut(text, limit)
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}

function plainOf(value: unknown, isTyped: boolean): Html {
  if (typeof value === 'number') return numberOf(value, isTyped)
  if (typeof value === 'bigint') return html`<span class="number">${String(value)}</span>`
  if (typeof value === 'string') return textOf(value)
  if (value === null || value === undefined || typeof value === 'boolean') return html`<code>${String(value)}</code>`
  if (value instanceof Date) return html`<code>${Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()}</code>`
  const text = inspect(roundNumbers(value), { depth: 4, breakLength: 80, compact: 3, maxArrayLength: 30, maxStringLength: 200 })
  return text.includes('\n') ? html`<pre>${cutText(text, LONGEST)}</pre>` : html`<code>${cutText(text, LONGEST)}</code>`
}

/** Rounded; in full where the pointer rests. */
function numberOf(value: number, isTyped: boolean): Html {
  const rounded = roundNumber(value)
  const full = Object.is(rounded, value) ? null : html` title="${String(value)}"`
  return html`<span class="number" ${full}>${isTyped ? String(rounded) : shownText(value)}</span>`
}

function textOf(value: string): Html {
  if (value === '') return html`<code>''</code>`
  return value.includes('\n') ? html`<pre>${cutText(value, LONGEST)}</pre>` : breakable(cutText(value, LONGEST))
}

/** A list of equally long lists of numbers and texts, or of objects with the same keys, as a table; null for all others. */
function tableOf(value: unknown, name: string): Html | null {
  if (!Array.isArray(value) || value.length < 2) return null
  const rows = value.slice(0, MOST_ROWS) as readonly unknown[]
  const columns = columnsOf(rows)
  if (columns === null) return null
  const shown = columns.slice(0, MOST_COLUMNS)
  const isCut = rows.length < value.length || shown.length < columns.length
  const size = `${countOf(value.length, 'row')}, ${countOf(columns.length, 'column')}`
  const caption = html`${size}${isCut ? `; the first ${rows.length} × ${shown.length} are shown` : ''}`
  const lines = rows.map((row) => shown.map((column) => cellOf(row, column)))
  const looks = shown.map((column) => columnLook(rows.map((row) => valueAt(row, column))))
  const isMatrix = Array.isArray(rows[0])
  const widths = shown.map((column, i) => Math.max(column.length, ...lines.map((cells) => cells[i]?.length ?? 0)))
  const onPaper = columnsThatFit(widths, PAPER)
  const kind = (i: number): string => `${looks[i]}${i < onPaper ? '' : ' over'}`
  const body = lines.map(
    (cells, row) =>
      html`<tr>
        ${isMatrix ? html`<th scope="row">${row}</th>` : null}
        ${cells.map((text, i) => html`<td class="${kind(i)}">${text}</td>`)}
      </tr>`,
  )
  const heads = shown.map((column, i) => ({ name: cutText(column, LONGEST_CELL), kind: kind(i) }))
  const rest = shown.length - onPaper
  return html`${scrolled(name, table({ kind: 'nested', caption, columns: isMatrix ? [null, ...heads] : heads, rows: body }))}
  ${rest === 0 ? null : html`<p class="cut on-paper">… and ${countOf(rest, 'more column')}.</p>`}`
}

function cellOf(row: unknown, column: string): string {
  const value = valueAt(row, column)
  return typeof value === 'number' ? shownText(value) : lineOf(value, LONGEST_CELL)
}

function valueAt(row: unknown, column: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[column]
}

/** The columns of all rows alike; null where they are no rows. */
function columnsOf(rows: readonly unknown[]): readonly string[] | null {
  const [first] = rows
  const keys = keysOf(first)
  if (keys === null || keys.length === 0) return null
  const isAlike = rows.every((row) => {
    const own = Array.isArray(row) === Array.isArray(first) ? keysOf(row) : null
    return own !== null && own.length === keys.length && own.every((key, i) => key === keys[i])
  })
  return isAlike ? keys : null
}

function keysOf(row: unknown): readonly string[] | null {
  if (Array.isArray(row)) return row.length <= 1000 && row.every(isScalar) ? Object.keys(row) : null
  return isPlainObject(row) && Object.values(row).every(isScalar) ? Object.keys(row) : null
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
