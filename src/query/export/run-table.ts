import { isPlainObject } from '../../internal/is-plain-object.ts'
import { leavesOf } from '../run-fields.ts'
import type { RunFields } from '../run-fields.ts'
import { cellText } from './cell-text.ts'
import type { Cell, ColumnType, TableColumn } from './table-writer.ts'

/** A table that is small enough to be kept: a row a run, say. */
export interface Rows {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Cell[])[]
}

type Fields = Readonly<Record<string, unknown>>

/** What is known of a run, as columns: facts, `params.NAME`, `data.KEY`, `series.NAME.last`. What cannot be read is missing. */
export function runTable(runs: readonly RunFields[]): Rows {
  return tableOf(
    runs.map((fields) => ({
      ...factsOf(fields),
      ...prefixed('params.', fields.params),
      ...prefixed('data.', dataLeaves(fields)),
      ...lastOfSeries(fields),
    })),
    FACTS,
  )
}

/** The parameters of runs, a column each. */
export function paramTable(runs: readonly RunFields[]): Rows {
  return tableOf(
    runs.map((fields) => ({ ...fields.params, ...nameOf(fields) })),
    NAMES,
  )
}

/** The values that runs have set, a column for each key. */
export function dataTable(runs: readonly RunFields[]): Rows {
  return tableOf(
    runs.map((fields) => ({ ...dataLeaves(fields), ...nameOf(fields) })),
    NAMES,
  )
}

const NAMES: Readonly<Record<string, ColumnType>> = { namespace: 'text', run: 'text' }

/** Facts have their columns and types also where no run has any. */
const FACTS: Readonly<Record<string, ColumnType>> = {
  ...NAMES,
  status: 'text',
  name: 'text',
  seed: 'integer',
  start: 'time',
  end: 'time',
  duration: 'double',
  error: 'text',
  description: 'text',
  tags: 'text',
  note: 'text',
  commit: 'text',
  testing: 'boolean',
  debug: 'boolean',
  warnings: 'integer',
  folder: 'text',
}

function nameOf({ listed }: RunFields): Fields {
  return { namespace: listed.namespace, run: listed.run }
}

function factsOf(fields: RunFields): Fields {
  const { listed, run, all } = fields
  const { brief } = listed
  const milliseconds = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds * 1000))
  return {
    ...nameOf(fields),
    status: run.status,
    name: brief.name,
    seed: brief.seed,
    start: milliseconds(listed.start),
    end: milliseconds(brief.end_time),
    duration: brief.duration,
    error: brief.error_type,
    description: brief.description,
    tags: listOrNull(all['tags']),
    note: all['note'] === '' ? null : all['note'],
    commit: brief.git?.commit ?? null,
    testing: brief.testing,
    debug: brief.debug,
    warnings: brief.warnings,
    folder: listed.folder,
  }
}

function listOrNull(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? null : value
}

/** `data` has both the tree and its leaves. */
function dataLeaves({ data }: RunFields): Fields {
  return leavesOf(Object.fromEntries(Object.entries(data).filter(([, value]) => !isPlainObject(value))))
}

function lastOfSeries({ series }: RunFields): Fields {
  const last = Object.entries(series).flatMap(([key, summary]) => {
    const value = isPlainObject(summary) ? summary['last'] : undefined
    return key.startsWith('system/') || typeof value !== 'number' ? [] : [[`series.${key}.last`, value] as const]
  })
  return Object.fromEntries(last)
}

function prefixed(prefix: string, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [`${prefix}${key}`, value]))
}

/** Columns in the order in which records have them, those of known type first. */
export function tableOf(records: readonly Fields[], known: Readonly<Record<string, ColumnType>>): Rows {
  const names = new Set([...Object.keys(known), ...records.flatMap((record) => Object.keys(record))])
  const columns = Array.from(names, (name): TableColumn => {
    const own = Object.hasOwn(known, name) ? known[name] : undefined
    return { name, type: own ?? typeOf(records.map((record) => (Object.hasOwn(record, name) ? record[name] : undefined))) }
  })
  const rows = records.map((record) =>
    columns.map(({ name, type }) => cellOf(Object.hasOwn(record, name) ? record[name] : undefined, type)),
  )
  return { columns, rows }
}

/** Text where values are of several types, or of one that tables have not. */
function typeOf(values: readonly unknown[]): ColumnType {
  const present = values.filter((value) => value !== undefined && value !== null)
  if (present.length === 0) return 'text'
  if (present.every((value) => Number.isSafeInteger(value))) return 'integer'
  if (present.every((value) => typeof value === 'number')) return 'double'
  if (present.every((value) => typeof value === 'boolean')) return 'boolean'
  return present.every((value) => value instanceof Date && !Number.isNaN(value.getTime())) ? 'time' : 'text'
}

function cellOf(value: unknown, type: ColumnType): Cell {
  if (value === undefined || value === null) return null
  if (type === 'text') return typeof value === 'bigint' ? String(value) : cellText(value)
  if (value instanceof Date) return value.getTime()
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
