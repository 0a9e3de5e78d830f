import { summarise } from './summarise.ts'

/** The 95 % interval of the mean after Student, for numbers that are roughly normal; null for fewer than two. */
export function tInterval(values: readonly number[]): readonly [low: number, high: number] | null {
  const summary = summarise(values)
  if (summary?.se === null || summary === null) return null
  const reach = tQuantile(0.975, summary.n - 1) * summary.se
  return [summary.mean - reach, summary.mean + reach]
}

/** The quantile of Student's t distribution, by bisection of its distribution function. `share` is above a half. */
export function tQuantile(share: number, freedom: number): number {
  let [low, high] = [0, 1]
  while (tProbability(high, freedom) < share) high *= 2
  for (let step = 0; step < 200 && high - low > high * 1e-15; step++) {
    const middle = (low + high) / 2
    if (tProbability(middle, freedom) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(T ≤ t) for t ≥ 0. */
function tProbability(t: number, freedom: number): number {
  return 1 - incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
}

/** The regularised incomplete beta function, by Lentz's continued fraction (Numerical Recipes, 3rd edition, 6.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(a * Math.log(x) + b * Math.log(1 - x) - logBeta(a, b)) / a
  let [c, d, product] = [1, 0, 1]
  for (let i = 0; i <= 500; i++) {
    const m = Math.floor(i / 2)
    const factor =
      i === 0
        ? 1
        : i % 2 === 0
          ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
          : -((a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + factor * d)
    c = 1 + factor / c
    product *= c * d
    if (Math.abs(1 - c * d) < 1e-16) break
  }
  return front * (product - 1)
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/** Lanczos' approximation with g = 7 and nine terms; about fifteen digits. */
function logGamma(x: number): number {
  const terms = [
    0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_6,
    12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
  ]
  const sum = terms.reduce((total, term, i) => total + (i === 0 ? term : term / (x - 1 + i)), 0)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}
