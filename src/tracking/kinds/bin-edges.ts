import type { Range } from './moments.ts'
import { areAll } from './numbers.ts'

const DEFAULT_COUNT = 64
/** So many times as wide as where nearly all values lie is a range with outliers. */
const FAR = 4
/** Values that are looked at for that. */
const SAMPLE = 4096
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

/**
 * Edges from the smallest value to the largest: of as many equal bins as wanted, else of what suits the values. Where a few lie far
 * out, equal bins hold all others, and one on each side what is beyond: one outlier would leave a handful of bins for everything.
 */
export function chooseEdges({ values, range, count }: Choice): Float64Array {
  if (range === null) return evenEdges({ min: 0, max: 1 }, count ?? 1)
  if (range.min === range.max) return evenEdges(around(range.min), count ?? 1)
  if (count !== undefined) return evenEdges(range, count)
  if (areWhole(values, range)) return wholeEdges(range)
  const inner = innerRange(values)
  if (range.max / FAR - range.min / FAR <= inner.max - inner.min) return evenEdges(range, DEFAULT_COUNT)
  const sides = [range.min, range.max].filter((edge) => edge < inner.min || edge > inner.max)
  return Float64Array.from([...evenEdges(inner, DEFAULT_COUNT - sides.length), ...sides].toSorted((a, b) => a - b))
}

/** Where all but a hundredth of the values lie, half of that on each side; of many values by some of them. */
function innerRange(values: Float64Array): Range {
  const stride = Math.max(1, Math.floor(values.length / SAMPLE))
  const sample = values.filter((_, i) => i % stride === 0).sort()
  const at = (share: number): number => sample[Math.round(share * (sample.length - 1))] as number
  return { min: at(0.005), max: at(0.995) }
}

/** Whether the bins are equally wide, but for rounding. */
export function areEven(edges: Float64Array): boolean {
  const [first = 0, second = 0] = edges
  const last = edges.length - 1
  const width = second - first
  return edges.length < 3 || Math.abs(((edges[last] as number) - first) / last - width) <= width / 2
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
