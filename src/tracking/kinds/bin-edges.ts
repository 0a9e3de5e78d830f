import type { Range } from './moments.ts'
import { areAll } from './numbers.ts'

const DEFAULT_COUNT = 64
/** Beyond, halves between whole numbers are no doubles. */
const LARGEST_WHOLE = 2 ** 51

/** Whether these are two or more ascending numbers, infinite ones at the ends included. */
export function isEdges(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length < 2 || value.length > 65_537) return false
  return areAll(value, (edge, i) => typeof edge === 'number' && (i === 0 ? !Number.isNaN(edge) : edge > value[i - 1]))
}

interface Choice {
  readonly values: Float64Array
  /** Of the values; null without any. */
  readonly range: Range | null
  /** How many bins somebody wants. */
  readonly count: number | undefined
}

/** Edges of equal bins from the smallest value to the largest: as many as wanted, else what suits the values. */
export function chooseEdges({ values, range, count }: Choice): Float64Array {
  if (range === null) return evenEdges({ min: 0, max: 1 }, count ?? 1)
  if (range.min === range.max) return evenEdges(around(range.min), count ?? 1)
  if (count !== undefined) return evenEdges(range, count)
  return areWhole(values, range) ? wholeEdges(range) : evenEdges(range, DEFAULT_COUNT)
}

/** Strictly ascending, so fewer where doubles are not dense enough. */
function evenEdges({ min, max }: Range, count: number): Float64Array {
  const edges = [min]
  for (let i = 1; i < count; i++) {
    const edge = min * (1 - i / count) + max * (i / count) // a difference could overflow
    if (edge > (edges.at(-1) ?? min) && edge < max) edges.push(edge)
  }
  return Float64Array.from([...edges, max])
}

/** A range that a single value lies in the middle of. */
function around(value: number): Range {
  const half = Math.max(0.5, Math.abs(value) / 1024)
  return { min: Math.max(-Number.MAX_VALUE, value - half), max: Math.min(Number.MAX_VALUE, value + half) }
}

function areWhole(values: Float64Array, { min, max }: Range): boolean {
  if (min < -LARGEST_WHOLE || max > LARGEST_WHOLE) return false
  for (const value of values) if (!Number.isInteger(value)) return false
  return true
}

/** Bins of a whole width, with whole numbers in their middle: others would have more of them here and fewer there. */
function wholeEdges({ min, max }: Range): Float64Array {
  const width = Math.ceil((max - min + 1) / DEFAULT_COUNT)
  const count = Math.ceil((max - min + 1) / width)
  return Float64Array.from({ length: count + 1 }, (_, i) => min - 0.5 + i * width)
}
