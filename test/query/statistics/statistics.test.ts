import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { holm } from '../../../src/query/statistics/holm.ts'
import { pairedPermutationTest, permutationTest } from '../../../src/query/statistics/permutation-test.ts'
import { bootstrap } from '../../../src/query/statistics/bootstrap-interval.ts'
import { summarise } from '../../../src/query/statistics/summarise.ts'

interface Fixture {
  readonly values: readonly number[]
  readonly mean: number
  readonly sd: number
  readonly se: number
  readonly median: number
  readonly iqm: number
  readonly t: readonly [number, number]
  readonly bootstrap: readonly [number, number]
}
interface Pair {
  readonly one: readonly number[]
  readonly other: readonly number[]
  readonly p: number
}

/** What NumPy and SciPy say, which `make-scipy.py` has written. */
const SCIPY = JSON.parse(readFileSync(new URL('scipy.json', import.meta.url), 'utf8')) as {
  readonly summaries: readonly Fixture[]
  readonly paired: readonly Pair[]
  readonly unpaired: readonly Pair[]
}

const near = (got: number | null | undefined, wanted: number): void => {
  expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)))
}

describe('a summary', () => {
  test.each(SCIPY.summaries)('of $values is that of NumPy and SciPy', (fixture) => {
    const summary = summarise(fixture.values)
    near(summary?.mean, fixture.mean)
    near(summary?.sd, fixture.sd)
    near(summary?.se, fixture.se)
    near(summary?.median, fixture.median)
    near(summary?.interquartileMean, fixture.iqm)
    expect([summary?.min, summary?.max]).toEqual([Math.min(...fixture.values), Math.max(...fixture.values)])
  })

  test.each(SCIPY.summaries)('has an interval of 10,000 resamples near that of 200,000: $values', (fixture) => {
    const [low, high] = summarise(fixture.values)?.interval ?? [Number.NaN, Number.NaN]
    const tolerance = 0.06 * fixture.se
    expect(Math.abs(low - fixture.bootstrap[0])).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(high - fixture.bootstrap[1])).toBeLessThanOrEqual(tolerance)
    expect(summarise(fixture.values.toReversed())?.interval).toEqual([low, high]) // whatever the order, and again
    const intervalOf = bootstrap()
    for (const _ of [1, 2]) expect(summarise(fixture.values, intervalOf)?.interval).toEqual([low, high]) // drawn, and kept
  })

  test('of one number has no spread, and of none there is none', () => {
    expect(summarise([3])).toEqual({
      n: 1,
      mean: 3,
      sd: null,
      se: null,
      median: 3,
      interquartileMean: 3,
      min: 3,
      max: 3,
      interval: null,
    })
    expect(summarise([])).toBeNull()
    expect(summarise([1, 1 + 1e-9])?.mean).toBeCloseTo(1, 8)
  })
})

describe('a permutation test', () => {
  test.each(SCIPY.paired)('of pairs gives the p value of SciPy: $p', ({ one, other, p }) => {
    expect(pairedPermutationTest(one.map((value, i) => value - (other[i] ?? 0)))).toBeCloseTo(p, 10)
  })

  test.each(SCIPY.unpaired)('of two sets gives the p value of SciPy: $p', ({ one, other, p }) => {
    expect(permutationTest(one, other)).toBeCloseTo(p, 10)
  })

  test('of more than can be looked at one by one draws, gives the same again, and never 0', () => {
    const [one, other] = [Array.from({ length: 40 }, (_, i) => i), Array.from({ length: 40 }, (_, i) => i + 30)]
    expect(permutationTest(one, other)).toBe(permutationTest(one, other))
    expect(permutationTest(one, other)).toBeCloseTo(2 / 20_001, 8)
    expect(pairedPermutationTest(one.map((value, i) => value - (other[i] ?? 0)))).toBeCloseTo(1 / 20_001, 8)
    expect(permutationTest(one, one)).toBe(1)
    expect([permutationTest([], one), pairedPermutationTest([])]).toEqual([1, 1])
  })
})

test("Holm's correction is that of the paper: the smallest counts as often as there are, and none gets smaller", () => {
  const corrected = holm([0.01, 0.04, 0.03, 0.005])
  for (const [i, wanted] of [0.03, 0.06, 0.06, 0.02].entries()) expect(corrected[i]).toBeCloseTo(wanted, 12)
  expect(holm([0.9, 0.8])).toEqual([1, 1])
  expect(holm([])).toEqual([])
})
