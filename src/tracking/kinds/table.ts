import { isJsonObject } from '../../format/json-value.ts'
import type { JsonObject } from '../../format/json-value.ts'
import { fieldsOf, json, listOf, objectOf, text } from '../../format/json-parsers.ts'
import { TAG, unescapeKey } from '../../format/tag.ts'
import { decodeValue, encodeValue } from '../../format/tagged-json.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { defineKind } from './define-kind.ts'
import type { Series } from '../../api/tracking.ts'
import { Misfit } from './kind.ts'

/** A table as it is read. */
export type TableValue = readonly Readonly<Record<string, unknown>>[]

export const tableKind = defineKind<TableValue>({
  name: 'table',
  fits: (value) => Array.isArray(value) && firstMisfit(value) === -1,
  write({ value }) {
    if (!Array.isArray(value)) throw new Misfit(`it is ${describeValue(value)}, expected an array of plain objects`)
    const misfit = firstMisfit(value)
    if (misfit !== -1) throw new Misfit(`its row ${misfit} is ${describeValue(value[misfit])}, expected a plain object`)
    const rows = value.map(encodeRow)
    const columns = new Set(rows.flatMap((row) => Object.keys(row)))
    return { data: { columns: [...columns].map(unescapeKey), rows } }
  },
  read(data) {
    const field = fieldsOf(data, { file: 'The point' })
    field('columns', listOf(text))
    return field('rows', listOf(json)).map((row) => objectOf(decodeValue(row), { file: 'The row' }))
  },
  compile: (series, { title }) => [{ type: 'table', title, records: [...rowsOf(series)] }],
})

/** Every row, with the step of its table where there are several. */
function* rowsOf(series: Series<TableValue>): Generator<Readonly<Record<string, unknown>>> {
  const isOne = series.length === 1
  for (const { step, value } of series) for (const row of value) yield isOne ? row : { step, ...row }
}

/** The index of the first row that is no plain object; -1 when all are. Not findIndex() of an empty place: it counts as one. */
function firstMisfit(rows: readonly unknown[]): number {
  return rows.findIndex((row) => !isPlainObject(row))
}

function encodeRow(row: unknown, i: number): JsonObject {
  const encoded = encodeValue(row, `[${i}]`, 2)
  if (!isJsonObject(encoded) || Object.hasOwn(encoded, TAG)) throw new Misfit(`its row ${i} is no record as JSON`)
  return encoded
}
