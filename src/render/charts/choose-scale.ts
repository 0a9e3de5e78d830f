/** Between the largest and the smallest value. */
const LARGE_RATIO = 100
/** Where in the linear range the median lies at most. */
const LOW = 0.1
/** Values that are looked at. */
const SAMPLE = 2000
/** So many orders of magnitude without a value, among so many values, part what was computed from the rounding errors of it. */
const GAP = 6
const ENOUGH = 20

/**
 * Whether values ask for a logarithmic scale: all are positive, they span two orders of magnitude or more, on a linear
 * scale half of them would be crowded into its lowest tenth, and none are zero but for rounding errors.
 */
export function asksForLog(columns: readonly ArrayLike<number>[]): boolean {
  const sample: number[] = []
  for (const values of columns) {
    const stride = Math.max(1, Math.floor((values.length * columns.length) / SAMPLE))
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number
      if (value <= 0 && value !== -Infinity) return false
      if (i % stride === 0 && Number.isFinite(value)) sample.push(value)
    }
  }
  if (sample.length < 3) return false
  const sorted = Float64Array.from(sample).sort()
  const [min, max] = [sorted[0] as number, sorted.at(-1) as number]
  const median = sorted[sorted.length >> 1] as number
  return max / min >= LARGE_RATIO && median - min <= LOW * (max - min) && !isParted(sorted)
}

function isParted(sorted: Float64Array): boolean {
  if (sorted.length < ENOUGH) return false
  return sorted.some((value, i) => i > 0 && value / (sorted[i - 1] as number) > 10 ** GAP)
}
