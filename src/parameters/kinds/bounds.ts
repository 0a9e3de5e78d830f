import type { JsonObject } from '../../format/json-value.ts'
import { showValue } from '../show-value.ts'
import type { Fault } from './kind.ts'
import type { Options } from './options.ts'

/** The ends, both included. */
export interface Bounds {
  readonly min: number
  readonly max: number
}

export const UNBOUNDED: Bounds = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }

/** Reads two options as the ends of a range. */
export function readBounds(options: Options, fault: Fault, [low, high]: readonly [string, string] = ['min', 'max']): Bounds {
  const min = readEnd(options, low, UNBOUNDED.min, fault)
  const max = readEnd(options, high, UNBOUNDED.max, fault)
  if (min > max) throw fault(`has ${low} ${min} above ${high} ${max}`)
  return { min, max }
}

/** The ends of a length or count: whole numbers from 0. */
export function readCounts(options: Options, fault: Fault, names: readonly [string, string]): Bounds {
  const bounds = readBounds(options, fault, names)
  for (const [i, end] of [bounds.min, bounds.max].entries()) {
    if (Number.isFinite(end) && (end < 0 || !Number.isInteger(end))) throw fault(`has ${names[i]} ${end}, which is no count`)
  }
  return bounds
}

function readEnd(options: Options, name: string, otherwise: number, fault: Fault): number {
  const value = options[name]
  if (value === undefined) return otherwise
  if (typeof value !== 'number' || Number.isNaN(value) || value === -otherwise)
    throw fault(`has ${name} ${showValue(value)}, which bounds nothing`)
  return value
}

/** NaN lies in a range only where there are no bounds. */
export function isWithin(value: number, { min, max }: Bounds): boolean {
  return (min === UNBOUNDED.min && max === UNBOUNDED.max) || (value >= min && value <= max)
}

/** The ends as JSON Schema says them. */
export function boundsSchema({ min, max }: Bounds, [low, high]: readonly [string, string]): JsonObject {
  return { ...(Number.isFinite(min) ? { [low]: min } : {}), ...(Number.isFinite(max) ? { [high]: max } : {}) }
}

/** `≥ 0`, `≤ 1`, `0…1`; null where there are none. */
export function showBounds({ min, max }: Bounds): string | null {
  if (min === UNBOUNDED.min) return max === UNBOUNDED.max ? null : `≤ ${max}`
  if (max === UNBOUNDED.max) return `≥ ${min}`
  return min === max ? String(min) : `${min}…${max}`
}
