import { runlabError } from '../errors.ts'
import type { RunlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import type { JsonValue } from './json-value.ts'

/** Where a part of a document lies: the file, and the path of keys inside it. */
export interface Place {
  readonly file: string
  readonly at: string
}

/** Takes a part of a parsed JSON document and gives it typed. Throws ARCHIVE_FORMAT. */
export type Parse<T> = (value: unknown, place: Place) => T

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

/** Any JSON. What JSON.parse gives is JSON all the way down, so only the outermost level is looked at. */
export const json: Parse<JsonValue> = (value, place) => {
  if (!isJson(value)) throw misfit(value, 'JSON', place)
  return value
}

export function oneOf<const T extends string>(...choices: readonly T[]): Parse<T> {
  return (value, place) => {
    const choice = choices.find((candidate) => candidate === value)
    if (choice === undefined) throw misfit(value, `one of ${choices.join(', ')}`, place)
    return choice
  }
}

export function orNull<T>(parse: Parse<T>): Parse<T | null> {
  return (value, place) => (value === null ? null : parse(value, place))
}

export function listOf<T>(parse: Parse<T>): Parse<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw misfit(value, 'a list', place)
    return value.map((item: unknown, i) => parse(item, { ...place, at: `${place.at}[${i}]` }))
  }
}

export function recordOf<T>(parse: Parse<T>): Parse<Readonly<Record<string, T>>> {
  return (value, place) => {
    const read = fieldsOf(value, place)
    const entries = Object.keys(objectOf(value, place)).map((key): [string, T] => [key, read(key, parse)])
    return Object.fromEntries(entries)
  }
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
    const inside = { ...place, at: place.at === '' ? key : `${place.at}.${key}` }
    if (Object.hasOwn(object, key)) return parse(object[key], inside)
    if (fallback !== undefined) return fallback()
    throw runlabError('ARCHIVE_FORMAT', { file: place.file, reason: `"${inside.at}" is missing` })
  }
}

function isJson(value: unknown): value is JsonValue {
  return value === null || ['string', 'number', 'boolean', 'object'].includes(typeof value)
}

function misfit(value: unknown, expected: string, place: Place): RunlabError {
  const where = place.at === '' ? 'it' : `"${place.at}"`
  return runlabError('ARCHIVE_FORMAT', { file: place.file, reason: `${where} is ${describeValue(value)}, expected ${expected}` })
}
