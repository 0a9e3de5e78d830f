import { describe, expect, test } from 'vitest'
import { NO_POINTS, joinSummaries, summariseNumbers, summariseOrder } from '../../../src/tracking/columns/summary.ts'
import type { PointsSummary } from '../../../src/format/series.ts'
import { SPECIAL_DOUBLES } from './bits.ts'
import { randomFrom } from './random.ts'

const FINITE = SPECIAL_DOUBLES.filter((value) => Number.isFinite(value) && !Object.is(value, -0))

const summarise = (values: readonly number[], from = 0): PointsSummary => {
  const steps = Float64Array.from(values, (_, i) => from + i)
  return summariseNumbers({ steps, times: steps.map((step) => step + 1000), values: Float64Array.from(values) })
}

describe('a summary', () => {
  test('says where points begin and end, and what lies between', () => {
    expect(summarise([3, 1, 2])).toEqual({
      count: 3,
      firstStep: 0,
      lastStep: 2,
      firstTime: 1000,
      lastTime: 1002,
      last: 2,
      min: 1,
      max: 3,
      mean: 2,
      nonFinite: 0,
    })
  })

  test('of nothing has nothing', () => {
    expect(summarise([])).toEqual(NO_POINTS)
    expect(summariseOrder(new Float64Array(0), new Float64Array(0))).toEqual(NO_POINTS)
  })

  test('counts NaN and infinite values, and leaves them out of the rest', () => {
    expect(summarise([Number.NaN, 4, Infinity, 2, -Infinity])).toMatchObject({
      count: 5,
      nonFinite: 3,
      min: 2,
      max: 4,
      mean: 3,
      last: -Infinity,
    })
    expect(summarise([Number.NaN, Infinity])).toMatchObject({ nonFinite: 2, min: null, max: null, mean: null, last: Infinity })
    expect(summarise([1, Number.NaN]).last).toBeNaN()
  })

  test('has the mean of values whose sum is larger than a double', () => {
    expect(summarise([1e308, 1e308, 1e308]).mean).toBeCloseTo(1e308, -300)
    expect(summarise([Number.MAX_VALUE, Number.MAX_VALUE]).mean).toBe(Number.MAX_VALUE)
    expect(summarise([Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, -Number.MAX_VALUE]).mean).toBe(0)
  })

  test('has a mean between the least and the largest value', () => {
    for (const value of FINITE) {
      for (let count = 1; count < 12; count++) expect(summarise(new Array<number>(count).fill(value)).mean).toBe(value)
    }
  })

  test('of points that are no numbers has no values', () => {
    expect(summariseOrder(Float64Array.of(4, 2), Float64Array.of(7, 8))).toEqual({
      ...NO_POINTS,
      count: 2,
      firstStep: 4,
      lastStep: 2,
      firstTime: 7,
      lastTime: 8,
    })
  })
})

describe('summaries that are joined', () => {
  test('are the summary of the whole, however it was cut', () => {
    const random = randomFrom(2)
    for (let round = 0; round < 300; round++) {
      const values = Array.from({ length: Math.floor(random() * 40) }, () =>
        random() < 0.2
          ? (SPECIAL_DOUBLES[Math.floor(random() * 6)] as number)
          : (random() - 0.5) * 10 ** Math.floor(random() * 9),
      )
      const cuts = Array.from({ length: Math.floor(random() * 6) }, () => Math.floor(random() * (values.length + 1)))
      const ends = [0, ...cuts.toSorted((a, b) => a - b), values.length]
      const joined = joinSummaries(ends.slice(1).map((end, i) => summarise(values.slice(ends[i], end), ends[i])))
      const { mean, ...whole } = summarise(values)
      const { mean: joinedMean, ...rest } = joined
      expect(rest).toEqual(whole)
      if (mean === null || joinedMean === null) expect(joinedMean).toBe(mean)
      else
        expect(Math.abs(joinedMean - mean)).toBeLessThanOrEqual(
          1e-12 * Math.max(Math.abs(whole.min ?? 0), Math.abs(whole.max ?? 0)),
        )
    }
  })

  test('have a mean between the least and the largest value, too', () => {
    for (const value of FINITE) {
      for (let count = 1; count < 30; count++) {
        const parts = Array.from({ length: count }, (_, i) => summarise(new Array<number>((i % 7) + 1).fill(value)))
        const { mean, min, max } = joinSummaries(parts)
        expect([mean, min, max]).toEqual([value, value, value])
      }
    }
  })

  test('of huge values have a mean that is finite', () => {
    expect(joinSummaries([summarise([1e308, 1e308]), summarise([1.7e308])]).mean).toBeCloseTo((2 / 3) * 1e308 + 1.7e308 / 3, -295)
    expect(joinSummaries([summarise([Number.MAX_VALUE]), summarise([-Number.MAX_VALUE])]).mean).toBe(0)
  })

  test('of nothing are nothing', () => {
    expect(joinSummaries([])).toEqual(NO_POINTS)
    expect(joinSummaries([NO_POINTS, summarise([5]), NO_POINTS])).toEqual(summarise([5]))
  })
})
