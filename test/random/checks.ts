import { chiSquarePValue, kolmogorovSmirnovPValue, normalCdf, normalPValue } from './p-values.ts'

/** Gives the next number at every call. */
export type Source = () => number

/** Below it a source fails. All seeds are fixed, and counted from 0, so that none was picked. */
export const SUSPICIOUS = 0.001
/** What a check must reach on a source that it is there to find. */
export const CERTAIN = 1e-9

/** A statistical test: the p-value of what a source gives. */
export type Check = (next: Source) => number

/**
 * Repeats a check on sources numbered from 0: its p-values must be uniform, neither too small nor too good.
 * Two-level testing: P. L'Ecuyer and R. Simard, "TestU01", ACM Transactions on Mathematical Software 33(4), 2007.
 */
export function repeatCheck(check: Check, source: (index: number) => Source, times = 20): number {
  const pValues = Array.from({ length: times }, (_, index) => check(source(index)))
  return kolmogorovSmirnovPValue(pValues, (p) => p)
}

/** K. Pearson, Philosophical Magazine 50, 1900. `shares` are the expected probabilities; equal ones by default. */
export function chiSquareOfCounts(counts: ArrayLike<number>, shares?: readonly number[]): number {
  const observed = Array.from(counts)
  const total = observed.reduce((sum, count) => sum + count, 0)
  let statistic = 0
  observed.forEach((count, cell) => {
    const expected = total * (shares?.[cell] ?? 1 / observed.length)
    statistic += (count - expected) ** 2 / expected
  })
  return chiSquarePValue(statistic, observed.length - 1)
}

/** Sorts draws into cells that are all equally likely. */
export function checkCells(cells: number, draws: number, cellOf: (next: Source) => number): Check {
  return (next) => {
    const counts = new Uint32Array(cells)
    for (let draw = 0; draw < draws; draw++) counts[cellOf(next)]! += 1
    return chiSquareOfCounts(counts)
  }
}

/** Words: is each of the 32 bits one half of the time? Frequency test, NIST SP 800-22 rev. 1a, 2.1. */
export const checkBits: Check = (next) => {
  const words = 10_000
  const ones = new Uint32Array(32)
  for (let i = 0; i < words; i++) {
    const word = next()
    for (let bit = 0; bit < 32; bit++) ones[bit]! += (word >>> bit) & 1
  }
  let statistic = 0
  for (const count of ones) statistic += (2 * count - words) ** 2 / words
  return chiSquarePValue(statistic, 32)
}

/** Words: does a bit tell the same bit of the next word? Serial test of pairs, D. Knuth, TAOCP 2, 3.3.2 B, on every bit. */
export const checkBitPairs: Check = (next) => {
  const pairs = 8_000
  const counts = new Uint32Array(32 * 4)
  for (let i = 0; i < pairs; i++) {
    const [one, other] = [next(), next()]
    for (let bit = 0; bit < 32; bit++) counts[bit * 4 + ((one >>> bit) & 1) * 2 + ((other >>> bit) & 1)]! += 1
  }
  let statistic = 0
  for (const count of counts) statistic += (count - pairs / 4) ** 2 / (pairs / 4)
  return chiSquarePValue(statistic, 32 * 3)
}

/** Words: are the 256 values of each of the four bytes equally frequent? Knuth 3.3.2 A. */
export const checkBytes: Check = (next) => {
  const words = 2 ** 14
  const counts = new Uint32Array(4 * 256)
  for (let i = 0; i < words; i++) {
    const word = next()
    for (let byte = 0; byte < 4; byte++) counts[byte * 256 + ((word >>> (8 * byte)) & 255)]! += 1
  }
  let statistic = 0
  for (const count of counts) statistic += (count - words / 256) ** 2 / (words / 256)
  return chiSquarePValue(statistic, 4 * 255)
}

/**
 * Words: among the gaps of 4096 birthdays in a year of 2^32 days, the number of repeated ones is Poisson of mean
 * 4096³ / 2^34 = 4. G. Marsaglia and W. W. Tsang, Journal of Statistical Software 7(3), 2002.
 */
export const checkBirthdays: Check = (next) => {
  const years = 16
  let repeated = 0
  for (let year = 0; year < years; year++) {
    const birthdays = Uint32Array.from({ length: 4096 }, () => next()).sort()
    const gaps = birthdays.map((day, index) => day - (birthdays[index - 1] ?? birthdays.at(-1)!)).sort()
    for (let index = 1; index < gaps.length; index++) if (gaps[index] === gaps[index - 1]) repeated += 1
  }
  return normalPValue((repeated - 4 * years) / Math.sqrt(4 * years))
}

/** Doubles: are a thousand equal intervals equally frequent? Knuth 3.3.2 A. */
export const checkIntervals: Check = checkCells(1000, 40_000, (next) => Math.floor(next() * 1000))

/** Doubles: are the lowest 8 of the 53 bits random as well? */
export const checkLowBits: Check = checkCells(256, 20_000, (next) => (next() * 2 ** 53) % 256)

/** Doubles: do three in a row fill the cube? Serial test, Knuth 3.3.2 B. */
export const checkTriples: Check = checkCells(
  16 ** 3,
  30_000,
  (next) => Math.floor(next() * 16) * 256 + Math.floor(next() * 16) * 16 + Math.floor(next() * 16),
)

/** Doubles: how often do they cross one half? A. Wald and J. Wolfowitz, 1940; NIST SP 800-22 rev. 1a, 2.3. */
export const checkRuns: Check = (next) => {
  const draws = 20_000
  let crossings = 0
  let above = next() >= 0.5
  for (let i = 0; i < draws; i++) {
    const before = above
    above = next() >= 0.5
    if (above !== before) crossings += 1
  }
  return normalPValue((2 * crossings - draws) / Math.sqrt(draws))
}

/** Doubles: correlation with the 16 that follow. G. M. Ljung and G. E. P. Box, Biometrika 65, 1978. */
export const checkSerialCorrelation: Check = (next) => {
  const values = Float64Array.from({ length: 20_000 }, () => next())
  const n = values.length
  let statistic = 0
  for (let lag = 1; lag <= 16; lag++) statistic += correlate(values, values, lag) ** 2 / (n - lag)
  return chiSquarePValue(n * (n + 2) * statistic, 16)
}

/** Correlation between two sources of doubles, at every shift of up to 8 either way. L. D. Haugh, JASA 71, 1976. */
export function checkCrossCorrelation(one: Source, other: Source): number {
  const [a, b] = [Float64Array.from({ length: 4000 }, () => one()), Float64Array.from({ length: 4000 }, () => other())]
  let statistic = correlate(a, b, 0) ** 2 * a.length
  for (let lag = 1; lag <= 8; lag++) statistic += (correlate(a, b, lag) ** 2 + correlate(b, a, lag) ** 2) * a.length
  return chiSquarePValue(statistic, 17)
}

/** Normal numbers: Kolmogorov–Smirnov. */
export const checkNormalShape: Check = (next) =>
  kolmogorovSmirnovPValue(
    Array.from({ length: 10_000 }, () => next()),
    normalCdf,
  )

/**
 * Normal numbers: the first four moments, as the means of the normalised Hermite polynomials, which are uncorrelated and
 * of variance 1. J. Neyman's smooth test, 1937; J. C. W. Rayner and D. J. Best, Smooth Tests of Goodness of Fit, 1989.
 */
export const checkNormalMoments: Check = (next) => {
  const draws = 40_000
  const sums = [0, 0, 0, 0] as [number, number, number, number]
  for (let i = 0; i < draws; i++) {
    const x = next()
    const square = x * x
    sums[0] += x
    sums[1] += (square - 1) / Math.sqrt(2)
    sums[2] += (x * (square - 3)) / Math.sqrt(6)
    sums[3] += (square * (square - 6) + 3) / Math.sqrt(24)
  }
  return chiSquarePValue(
    sums.reduce((total, sum) => total + (sum * sum) / draws, 0),
    4,
  )
}

/** Normal numbers: half a standard deviation a cell, with what is beyond ±4 in cells of its own. */
export const checkNormalTails: Check = (next) => {
  const counts = new Uint32Array(18)
  for (let i = 0; i < 80_000; i++) counts[Math.min(17, Math.max(0, Math.floor(2 * next()) + 9))]! += 1
  const edge = (cell: number): number => (cell === 0 ? 0 : cell === 18 ? 1 : normalCdf((cell - 9) / 2))
  return chiSquareOfCounts(
    counts,
    Array.from(counts, (_, cell) => edge(cell + 1) - edge(cell)),
  )
}

/** Correlation of uniform numbers, whose mean and variance are known, with those of another series `lag` places later. */
function correlate(a: Float64Array, b: Float64Array, lag: number): number {
  let sum = 0
  for (let i = lag; i < a.length; i++) sum += (a[i - lag]! - 0.5) * (b[i]! - 0.5)
  return (12 * sum) / a.length
}
