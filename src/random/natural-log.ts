/** 1/(2k + 1), last first. With the squares of at most 0.0295 that they meet, what is left out is below 1e-18. */
const COEFFICIENTS = [21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1].map((odd) => 1 / odd)

/**
 * ln x for 0 < x ≤ 1, the same to the last bit on every platform, which `Math.log` need not be.
 * Halving and doubling are exact; then ln m = 2 artanh((m − 1)/(m + 1)) by its series.
 */
export function naturalLog(x: number): number {
  let mantissa = x
  let doublings = 0
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2
    doublings += 1
  }
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let sum = 0
  for (const coefficient of COEFFICIENTS) sum = sum * square + coefficient
  return 2 * ratio * sum - doublings * Math.LN2
}
