/** How likely chance alone is to give a statistic at least as large. */

/** Upper tail of the chi-square distribution. Abramowitz & Stegun, Handbook of Mathematical Functions, 26.4.19. */
export function chiSquarePValue(statistic: number, degrees: number): number {
  return 1 - lowerGamma(degrees / 2, statistic / 2)
}

/** Distribution function of the standard normal distribution. Abramowitz & Stegun 26.2. */
export function normalCdf(x: number): number {
  const half = lowerGamma(0.5, (x * x) / 2) / 2
  return x < 0 ? 0.5 - half : 0.5 + half
}

/** Both tails of the standard normal distribution. */
export function normalPValue(z: number): number {
  return 1 - lowerGamma(0.5, (z * z) / 2)
}

/**
 * Kolmogorov–Smirnov: do the values come from the distribution? M. A. Stephens, "Use of the Kolmogorov–Smirnov,
 * Cramér–von Mises and related statistics without extensive tables", Journal of the Royal Statistical Society B 32, 1970.
 */
export function kolmogorovSmirnovPValue(values: readonly number[], cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  let distance = 0
  sorted.forEach((value, index) => {
    const expected = cdf(value)
    distance = Math.max(distance, expected - index / n, (index + 1) / n - expected)
  })
  return kolmogorovPValue(distance, n)
}

export function kolmogorovPValue(distance: number, n: number): number {
  const lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance
  if (lambda < 0.2) return 1
  let sum = 0
  for (let j = 1; j <= 100; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * j * j * lambda * lambda)
  return Math.min(1, Math.max(0, sum))
}

/** The regularised incomplete gamma function P(a, x): its series below a + 1, Lentz's continued fraction above (A&S 6.5.29, 6.5.31). */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n)
      sum += term
    }
    return Math.min(1, sum * factor)
  }
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 10_000; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return 1 - factor * fraction
}

/** Stirling's series from 10 upwards, the recurrence below (A&S 6.1.41). */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x)
  const square = 1 / (x * x)
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / x
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series
}
