import { runlabError } from '../errors.ts'
import type { RunlabError } from '../errors.ts'
import { defineOwn } from '../internal/define-own.ts'
import { isJsonArray } from './json-value.ts'
import type { JsonObject, JsonValue } from './json-value.ts'
import { DEEPEST, TAG, unescapeKey } from './tag.ts'
import { base64ToTypedArray } from './typed-array.ts'

/**
 * The value that tagged JSON stands for; new on every call. A key `__proto__` becomes an own property, as JSON.parse has it.
 * `file` names the document in errors. Throws ARCHIVE_FORMAT for a tag that runlab does not know, or a value that does not
 * fit its tag.
 */
export function decodeValue(json: JsonValue, file = 'The value'): unknown {
  return decode(json, file, 0)
}

function decode(json: JsonValue, file: string, depth: number): unknown {
  if (typeof json !== 'object' || json === null) return json
  if (depth > DEEPEST) throw runlabError('ARCHIVE_FORMAT', { file, reason: `it is nested deeper than ${DEEPEST} levels` })
  if (isJsonArray(json)) return json.map((item) => decode(item, file, depth + 1))
  if (Object.hasOwn(json, TAG)) return decodeTagged(json, file, depth)
  const object: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(json)) defineOwn(object, unescapeKey(key), decode(value, file, depth + 1))
  return object
}

function decodeTagged(json: JsonObject, file: string, depth: number): unknown {
  const { [TAG]: kind, value, ...rest } = json
  if (typeof kind !== 'string' || value === undefined || Object.keys(rest).length > 0) {
    throw runlabError('ARCHIVE_FORMAT', {
      file,
      reason: `an object with the key "${TAG}" has another form than its special values`,
    })
  }
  if (kind === 'Map') return decodeMap(value, file, depth)
  if (kind === 'Set') {
    if (!isJsonArray(value)) throw misfit(kind, file)
    return new Set(value.map((member) => decode(member, file, depth + 1)))
  }
  const scalar = SCALARS.get(kind)
  const decoded = scalar !== undefined ? scalar(value) : typeof value === 'string' ? base64ToTypedArray(kind, value) : null
  if (decoded === null) throw misfit(kind, file)
  return decoded
}

function decodeMap(value: JsonValue, file: string, depth: number): Map<unknown, unknown> {
  if (!isJsonArray(value)) throw misfit('Map', file)
  const map = new Map<unknown, unknown>()
  for (const entry of value) {
    if (!isJsonArray(entry) || entry.length !== 2) throw misfit('Map', file)
    const [key = null, item = null] = entry
    map.set(decode(key, file, depth + 1), decode(item, file, depth + 1))
  }
  return map
}

const NUMBERS: ReadonlyMap<JsonValue, number> = new Map<JsonValue, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
])

/** Decoders of special values that hold no others. Null: the value does not fit. */
const SCALARS: ReadonlyMap<string, (value: JsonValue) => unknown> = new Map<string, (value: JsonValue) => unknown>([
  ['undefined', (value) => (value === null ? undefined : null)],
  ['Number', (value) => NUMBERS.get(value) ?? null],
  ['BigInt', (value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : null)],
  ['Date', decodeDate],
  ['ArrayBuffer', (value) => (typeof value === 'string' ? base64ToTypedArray('Uint8Array', value)?.buffer : null)],
  ['String', (value) => (typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf16le') : null)],
  ['RegExp', decodeRegExp],
  ['URL', (value) => (typeof value === 'string' && URL.canParse(value) ? new URL(value) : null)],
])

function decodeDate(value: JsonValue): Date | null {
  if (value === null) return new Date(Number.NaN)
  const date = new Date(typeof value === 'string' ? value : Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date
}

function decodeRegExp(value: JsonValue): RegExp | null {
  if (!isJsonArray(value)) return null
  const [source, flags] = value
  if (typeof source !== 'string' || typeof flags !== 'string') return null
  try {
    return new RegExp(source, flags)
  } catch {
    return null // flags or syntax of a newer runtime
  }
}

function misfit(kind: string, file: string): RunlabError {
  return runlabError('ARCHIVE_FORMAT', { file, reason: `it holds a special value "${kind}" that this runlab cannot read` })
}
