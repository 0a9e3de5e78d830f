import { runlabError } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { nearest } from '../../internal/nearest.ts'
import { isSameJson } from '../compare/is-same-json.ts'
import type { DiffSection, DiffState } from '../compare/run-diff.ts'
import type { Row } from './read-rows.ts'

/** How an item of a table differs in two runs. */
export interface ItemDifference {
  /** What the key column has. */
  readonly key: JsonValue
  readonly state: DiffState
  /** What differs, of an item that both have. */
  readonly columns: readonly ColumnDifference[]
}

export interface ColumnDifference {
  readonly column: string
  /** Tagged JSON. */
  readonly before: JsonValue
  readonly after: JsonValue
}

/** How often a column went from one value to another, of columns with few values. */
export interface Flip {
  readonly column: string
  readonly items: number
  /** Only of truth values: how many became true, and false. */
  readonly toTrue: number | null
  readonly toFalse: number | null
}

export interface ItemsDiff extends DiffSection<ItemDifference> {
  /** Columns that both tables have, the key first. */
  readonly shared: readonly string[]
  readonly flips: readonly Flip[]
}

/** A table of a run, and the run as sentences call it. */
export interface LabelledRows {
  readonly label: string
  readonly rows: readonly Row[]
}

/**
 * Compares two tables item by item. Items whose key comes more than once count with their last row, rows without a key do not
 * count, and columns of one table alone are not compared: each is said in a note, with numbers. Throws TABLE_KEY.
 */
export function compareItems(
  a: LabelledRows,
  b: LabelledRows,
  { table, key }: { readonly table: string; readonly key: string },
): ItemsDiff {
  const [one, other] = [keyed(a, table, key), keyed(b, table, key)]
  const columns = [columnsOf(a.rows), columnsOf(b.rows)] as const
  const shared = [...columns[0]].filter((column) => columns[1].has(column))
  const compared = shared.filter((column) => column !== key)
  const items = [...one.items].map(([text, before]) => {
    const after = other.items.get(text)
    return after === undefined ? alone(before, 'removed', key) : pair(before, after, { key, compared })
  })
  const added = [...other.items].filter(([text]) => !one.items.has(text)).map(([, row]) => alone(row, 'added', key))
  const entries = [...items, ...added].filter(({ state }) => state !== 'same').toSorted((x, y) => rankOf(x) - rankOf(y))
  const only = [onlyNote(a.label, columns[0], columns[1]), onlyNote(b.label, columns[1], columns[0])]
  return {
    entries,
    same: items.filter(({ state }) => state === 'same').length,
    notes: [...one.notes, ...other.notes, ...only.flat()],
    shared: [key, ...compared],
    flips: compared.flatMap((column) => flipsOf(column, entries)),
  }
}

/** What became true or false first, then what else changed, then what one table alone has. */
function rankOf({ state, columns }: ItemDifference): number {
  if (state !== 'changed') return state === 'removed' ? 2 : 3
  return columns.some(isFlip) ? 0 : 1
}

function isFlip({ before, after }: ColumnDifference): boolean {
  return isTruthValue(before) && isTruthValue(after)
}

/** Rows by what their key column has, as text, and what could not be told of which item it is. */
interface Keyed {
  readonly items: ReadonlyMap<string, Row>
  readonly notes: readonly string[]
}

/** Throws TABLE_KEY. */
export function keyed({ label, rows }: LabelledRows, table: string, key: string): Keyed {
  const columns = columnsOf(rows)
  if (rows.length > 0 && !columns.has(key))
    throw runlabError('TABLE_KEY', { run: label, table, key, columns: [...columns], suggestion: nearest(key, columns) })
  const items = new Map<string, Row>()
  const repeated = new Map<string, number>()
  let missing = 0
  for (const row of rows) {
    const value = row[key]
    // A number in a file of comma-separated values is text.
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    if (value === undefined || value === null || value === '') missing += 1
    else {
      if (items.has(text)) repeated.set(text, (repeated.get(text) ?? 1) + 1)
      items.set(text, row)
    }
  }
  return { items, notes: [...repeatedNote(label, key, repeated), ...missingNote({ label, key, missing, rows: rows.length })] }
}

function repeatedNote(label: string, key: string, repeated: ReadonlyMap<string, number>): readonly string[] {
  if (repeated.size === 0) return []
  const shown = [...repeated].slice(0, 3).map(([text, count]) => `${text} in ${count} rows`)
  const more = repeated.size > 3 ? ', …' : ''
  return [
    `In ${label}, ${repeated.size} of the keys ${key} come more than once (${shown.join(', ')}${more}): the last row of each counts.`,
  ]
}

function missingNote({
  label,
  key,
  missing,
  rows,
}: {
  label: string
  key: string
  missing: number
  rows: number
}): readonly string[] {
  return missing === 0 ? [] : [`In ${label}, ${missing} of ${rows} rows have no ${key}, and are not compared.`]
}

function onlyNote(label: string, columns: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  const only = [...columns].filter((column) => !others.has(column))
  if (only.length === 0 || others.size === 0) return []
  return [`Only ${label} has the ${only.length === 1 ? 'column' : `${only.length} columns`} ${only.join(', ')}: not compared.`]
}

export function columnsOf(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.flatMap((row) => Object.keys(row)))
}

function alone(row: Row, state: 'added' | 'removed', key: string): ItemDifference {
  return { key: row[key] ?? null, state, columns: [] }
}

function pair(
  before: Row,
  after: Row,
  { key, compared }: { readonly key: string; readonly compared: readonly string[] },
): ItemDifference {
  const columns = compared
    .map((column) => ({ column, before: before[column] ?? null, after: after[column] ?? null }))
    .filter((one) => !isSameJson(one.before, one.after) && !isSameNumber(one.before, one.after))
  return { key: before[key] ?? null, state: columns.length === 0 ? 'same' : 'changed', columns }
}

/** Files of comma-separated values have numbers as texts: 0.50 is 0.5. */
function isSameNumber(before: JsonValue, after: JsonValue): boolean {
  return isNumeric(before) && isNumeric(after) && Number(before) === Number(after)
}

function isNumeric(value: JsonValue): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
}

function flipsOf(column: string, entries: readonly ItemDifference[]): readonly Flip[] {
  const differences = entries.flatMap(({ columns }) => columns.filter((one) => one.column === column))
  if (differences.length === 0) return []
  const isTruth = differences.every(({ before, after }) => isTruthValue(before) && isTruthValue(after))
  const toTrue = differences.filter(({ after }) => String(after).toLowerCase() === 'true').length
  return [
    { column, items: differences.length, toTrue: isTruth ? toTrue : null, toFalse: isTruth ? differences.length - toTrue : null },
  ]
}

/** Also as text, as files of comma-separated values have it. */
export function isTruthValue(value: JsonValue | undefined): boolean {
  return /^(?:true|false)$/i.test(String(value))
}
