/** Between the largest and the smallest value. */
const LARGE_RATIO = 100
/** Where in the linear range the median lies at most. */
const LOW = 0.1
/** Values that are looked at. */
const SAMPLE = 2000

/**
 * Whether values ask for a logarithmic scale: all are positive, they span two orders of magnitude or more, and on a linear
 * scale half of them would be crowded into its lowest tenth.
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
  return max / min >= LARGE_RATIO && median - min <= LOW * (max - min)
}
