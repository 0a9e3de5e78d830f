/**
 * An exponential moving average: each value is `weight` parts of what came before. Unbiased at the start as in Adam
 * (Kingma and Ba, 2015): divided by 1 − weightⁿ. Values that are not finite stay as they are and are passed over.
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length)
  let sum = 0
  let share = 1
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (Number.isFinite(value)) {
      sum = weight * sum + (1 - weight) * value
      share *= weight
      smoothed[i] = sum / (1 - share)
    } else smoothed[i] = value
  }
  return smoothed
}
