import { types } from 'node:util'
import { isPlainObject } from '../internal/is-plain-object.ts'

const DIGITS = 6
/** Levels of lists and objects that are looked into. */
const DEPTH = 5

/** A value with its numbers in at most six significant digits, as far down as a page shows it; whole ones have all of theirs. */
export function roundNumbers(value: unknown, depth = DEPTH): unknown {
  if (typeof value === 'number') return roundNumber(value)
  if (depth === 0) return value
  if (Array.isArray(value)) return value.map((item: unknown) => roundNumbers(item, depth - 1))
  if (types.isFloat32Array(value) || types.isFloat64Array(value)) return Float64Array.from(value, roundNumber)
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, roundNumbers(item, depth - 1)]))
}

export function roundNumber(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS))
}
