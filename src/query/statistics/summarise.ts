import type { NumberSummary } from '../../api/archive.ts'
import { bootstrapInterval } from './bootstrap-interval.ts'

/** Finite numbers, in any order; null where there are none. `intervalOf` is that of many sets, where there are many. */
export function summarise(values: readonly number[], intervalOf = bootstrapInterval): NumberSummary | null {
  const sorted = Float64Array.from(values).toSorted()
  const n = sorted.length
  if (n === 0) return null
  const mean = meanOf(sorted)
  const sd = n < 2 ? null : Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  const cut = Math.floor(n / 4)
  return {
    n,
    mean,
    sd,
    se: sd === null ? null : sd / Math.sqrt(n),
    median: (at(sorted, Math.floor((n - 1) / 2)) + at(sorted, Math.ceil((n - 1) / 2))) / 2,
    interquartileMean: meanOf(sorted.subarray(cut, n - cut)),
    min: at(sorted, 0),
    max: at(sorted, n - 1),
    interval: n < 2 ? null : intervalOf(sorted),
  }
}

/** The arithmetic mean, of differences to the first value, so that large numbers keep their digits. NaN of none. */
export function meanOf(values: ArrayLike<number>): number {
  const first = values[0] ?? Number.NaN
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) - first
  return first + sum / values.length
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN
}
