import type { RunReader } from '../../api/run.ts'
import { RunlabError, runlabError } from '../../errors.ts'
import { isJsonObject } from '../../format/json-value.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { parseJsonLines } from '../../format/parse-json-lines.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import { json } from '../../format/json-parsers.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import { parseCsv } from './parse-csv.ts'

/** A row of a table: by column, as tagged JSON. */
export type Row = Readonly<Record<string, JsonValue>>

/** Files that hold rows. */
const ROWS = /\.(?:csv|jsonl|ndjson|json)$/i

/**
 * The rows of a table that a run has: what was tracked under a name, all its tables one after the other; else an artifact,
 * comma-separated with a header, JSON lines, or an array of JSON. Throws TABLE_NOT_FOUND, TABLE_INVALID.
 */
export async function readRows(
  run: Pick<RunReader, 'name' | 'tracked' | 'series' | 'artifacts'>,
  table: string,
): Promise<readonly Row[]> {
  const named = run.tracked.filter(({ name, kind }) => name === table && (kind === 'table' || kind === 'json'))
  if (named.length > 0) return trackedRows(run, table, named.some(({ kind }) => kind === 'table') ? 'table' : 'json')
  if (run.artifacts.has(table) && ROWS.test(table)) return fileRows(table, await run.artifacts.get(table).text(), run.name)
  const tracked = run.tracked.filter(({ kind }) => kind === 'table' || kind === 'json').map(({ name }) => name)
  const known = [...new Set([...tracked, ...run.artifacts.names().filter((name) => ROWS.test(name))])]
  throw runlabError('TABLE_NOT_FOUND', { run: run.name, table, suggestion: nearest(table, known), known })
}

function trackedRows(run: Pick<RunReader, 'name' | 'series'>, table: string, kind: string): readonly Row[] {
  const rows: Row[] = []
  for (const { step, value } of run.series(table, { kind })) {
    const records: readonly unknown[] = Array.isArray(value) ? value : [value]
    for (const record of records)
      rows.push(toRow(isPlainObject(record) ? encodeValue(record) : null, { run: run.name, table, at: `at step ${step}` }))
  }
  return rows
}

function fileRows(file: string, content: string, run: string): readonly Row[] {
  if (/\.csv$/i.test(file)) return csvRows(file, content, run)
  const place = (index: number): RowPlace => ({ run, table: file, at: `record ${index + 1}` })
  try {
    const records = /\.json$/i.test(file) ? parseJsonText(content, file) : parseJsonLines(content, file, json)
    return (Array.isArray(records) ? records : [records]).map((record: JsonValue, index) => toRow(record, place(index)))
  } catch (error) {
    if (!(error instanceof RunlabError) || error.code === 'TABLE_INVALID') throw error
    throw runlabError('TABLE_INVALID', { run, table: file, reason: error.message }, error)
  }
}

function csvRows(table: string, content: string, run: string): readonly Row[] {
  const [header = [], ...rows] = parseCsv(content)
  return rows.map((row, index) => {
    if (row.length === header.length) return Object.fromEntries(header.map((column, at) => [column, row[at] ?? '']))
    const reason = `row ${index + 1} has ${row.length} fields, and the header has ${header.length}`
    throw runlabError('TABLE_INVALID', { run, table, reason })
  })
}

interface RowPlace {
  readonly run: string
  readonly table: string
  readonly at: string
}

function toRow(value: JsonValue, { run, table, at }: RowPlace): Row {
  if (isJsonObject(value)) return value
  throw runlabError('TABLE_INVALID', { run, table, reason: `${at} is no record with columns` })
}
