import { runlabError } from '../errors.ts'
import type { RunlabError } from '../errors.ts'
import { defineOwn } from '../internal/define-own.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { DEEPEST } from './tag.ts'
import { isJsonObject } from './json-value.ts'
import type { JsonObject, JsonValue } from './json-value.ts'

/**
 * Where a part of a document lies: the file, and inside of it, below which part under which key. A chain, so that reading
 * many documents costs no path that nobody sees.
 */
export interface Place {
  readonly file: string
  readonly above?: Place
  readonly key?: string | number
}

/** Takes a part of a parsed JSON document and gives it typed. Throws ARCHIVE_FORMAT. */
export interface Parse<T> {
  (value: unknown, place: Place): T
  /** The way back, where what is in the file is another than what is here. */
  write?(value: T): unknown
}

export const text: Parse<string> = (value, place) => {
  if (typeof value !== 'string') throw misfit(value, 'a string', place)
  return value
}

export const number: Parse<number> = (value, place) => {
  if (typeof value !== 'number') throw misfit(value, 'a number', place)
  return value
}

export const flag: Parse<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw misfit(value, 'true or false', place)
  return value
}

/** Any JSON. What JSON.parse gives is JSON all the way down, so only the outermost level is looked at, and how deep it is. */
export const json: Parse<JsonValue> = (value, place) => {
  if (!isJson(value)) throw misfit(value, 'JSON', place)
  if (typeof value === 'object' && value !== null && isTooDeep(value))
    throw runlabError('ARCHIVE_FORMAT', { file: place.file, reason: `${pathOf(place)} is nested deeper than ${DEEPEST} levels` })
  return value
}

/** JSON that was made of what had been read, and is as deep as that. */
export const madeJson: Parse<JsonValue> = (value, place) => {
  if (!isJson(value)) throw misfit(value, 'JSON', place)
  return value
}

/** A JSON object, or null for none. */
export const objectOrNull: Parse<JsonObject | null> = (value, place) => {
  const found = json(value, place)
  if (found === null || isJsonObject(found)) return found
  throw misfit(value, 'an object or null', place)
}

export function oneOf<const T extends string>(...choices: readonly T[]): Parse<T> {
  return (value, place) => {
    const choice = choices.find((candidate) => candidate === value)
    if (choice === undefined) throw misfit(value, `one of ${choices.join(', ')}`, place)
    return choice
  }
}

export function orNull<T>(parse: Parse<T>): Parse<T | null> {
  const orNone: Parse<T | null> = (value, place) => (value === null ? null : parse(value, place))
  return back(orNone, parse, (write) => (value) => (value === null ? null : write(value)))
}

export function listOf<T>(parse: Parse<T>): Parse<readonly T[]> {
  const list: Parse<readonly T[]> = (value, place) => {
    if (!Array.isArray(value)) throw misfit(value, 'a list', place)
    const inside = { file: place.file, above: place, key: 0 } // one for all: lists may be long
    return value.map((item: unknown, i) => {
      inside.key = i
      return parse(item, inside)
    })
  }
  return back(list, parse, (write) => (items) => items.map((item) => write(item)))
}

export function recordOf<T>(parse: Parse<T>): Parse<Readonly<Record<string, T>>> {
  const record: Parse<Readonly<Record<string, T>>> = (value, place) => {
    const object = objectOf(value, place)
    const parsed: Record<string, T> = {}
    const inside = { file: place.file, above: place, key: '' }
    for (const key of Object.keys(object)) {
      inside.key = key
      defineOwn(parsed, key, parse(object[key], inside))
    }
    return parsed
  }
  return back(record, parse, (write) => (held) => {
    const made: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(held)) defineOwn(made, key, write(value))
    return made
  })
}

/** Gives a parser that is made of another the way back that the other has. */
function back<T, P>(parse: Parse<T>, of: Parse<P>, way: (write: (value: P) => unknown) => (value: T) => unknown): Parse<T> {
  const { write } = of
  return write === undefined ? parse : Object.assign(parse, { write: way(write) })
}

export const objectOf: Parse<Readonly<Record<string, unknown>>> = (value, place) => {
  if (!isPlainObject(value)) throw misfit(value, 'an object', place)
  return value
}

/** Reads fields of one object. A missing one is what `fallback` gives; without one the document is wrong. */
export type Fields = <T>(key: string, parse: Parse<T>, fallback?: () => T) => T

export function fieldsOf(value: unknown, place: Place): Fields {
  const object = objectOf(value, place)
  return (key, parse, fallback) => {
    const found = object[key]
    const inside = { file: place.file, above: place, key }
    if (found !== undefined && Object.hasOwn(object, key)) return parse(found, inside)
    if (fallback !== undefined) return fallback()
    throw runlabError('ARCHIVE_FORMAT', { file: place.file, reason: `${pathOf(inside)} is missing` })
  }
}

/** Whoever writes or compares it again would need more stack than there is. */
function isTooDeep(value: JsonValue): boolean {
  let level: readonly unknown[] = [value]
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
    if (level.length === 0) return false
  }
  return true
}

function isJson(value: unknown): value is JsonValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'object'
}

/** The path of keys, in quotes; `it` for the whole document. */
export function pathOf(place: Place): string {
  let path = ''
  for (let at: Place | undefined = place; at !== undefined; at = at.above) {
    if (at.key !== undefined) path = (typeof at.key === 'number' ? `[${at.key}]` : `.${at.key}`) + path
  }
  return path === '' ? 'it' : `"${path.replace(/^\./, '')}"`
}

function misfit(value: unknown, expected: string, place: Place): RunlabError {
  return runlabError('ARCHIVE_FORMAT', {
    file: place.file,
    reason: `${pathOf(place)} is ${describeValue(value)}, expected ${expected}`,
  })
}
