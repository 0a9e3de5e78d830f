export interface Range {
  readonly min: number
  readonly max: number
}

interface Moments {
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly std: number | null
  /** The same smallest and largest value; null without values. */
  readonly range: Range | null
}

/** Statistics of finite values, whatever their magnitude: neither sums nor squares overflow. */
export function momentsOf(values: Float64Array): Moments {
  if (values.length === 0) return { min: null, max: null, mean: null, std: null, range: null }
  const range = rangeOf(values)
  // A power of two changes no digits, and brings all values to within ±2.
  const exponent = Math.floor(Math.log2(Math.max(Math.abs(range.min), Math.abs(range.max))))
  const scale = 2 ** -Math.max(-1000, Math.min(1000, exponent))
  const { mean, std } = meanAndStd(values, scale)
  return {
    ...range,
    mean: Math.max(range.min, Math.min(range.max, mean / scale)),
    std: std / scale,
    range,
  }
}

function rangeOf(values: Float64Array): Range {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return { min, max }
}

/** In two passes, the second of which takes out what rounding left in the first. */
function meanAndStd(values: Float64Array, scale: number): { readonly mean: number; readonly std: number } {
  let sum = 0
  for (const value of values) sum += value * scale
  const roughly = sum / values.length
  let rest = 0
  let squares = 0
  for (const value of values) {
    const difference = value * scale - roughly
    rest += difference
    squares += difference * difference
  }
  const correction = rest / values.length
  return { mean: roughly + correction, std: Math.sqrt(Math.max(0, squares / values.length - correction * correction)) }
}
