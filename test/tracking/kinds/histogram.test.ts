import { describe, expect, test } from 'vitest'
import { histogramKind } from '../../../src/tracking/kinds/histogram.ts'
import type { HistogramOptions, HistogramValue } from '../../../src/tracking/kinds/histogram.ts'
import { CWD, misfit, roundTrip } from './support.ts'
import { histogram } from '../../../src/tracking/kinds/wrappers.ts'

const of = (values: Iterable<number | bigint>, options?: HistogramOptions): HistogramValue =>
  roundTrip(histogramKind, histogram(values, options))
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
const ascends = (edges: readonly number[]): boolean => edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0))

/** Counts by comparing with every edge. */
function plainly(values: readonly number[], edges: readonly number[]): number[] {
  return edges.slice(1).map((upper, i) => {
    const lower = edges[i] ?? 0
    const isLast = i === edges.length - 2
    return values.filter((value) => value >= lower && (value < upper || (isLast && value === upper))).length
  })
}

/** Numbers that look random and are the same in every run. */
function numbers(count: number, spread = 1): number[] {
  let state = 1
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647
    return (state / 2_147_483_647 - 0.3) * spread
  })
}

describe('a histogram', () => {
  test('has 64 bins of equal width between the smallest and the largest value', () => {
    const { counts, edges, count, min, max } = of([0, 0.1, 0.5, 1])
    expect(counts).toHaveLength(64)
    expect(edges).toEqual(Array.from({ length: 65 }, (_, i) => i / 64))
    expect([counts[0], counts[6], counts[32], counts[63], sum(counts), count, min, max]).toEqual([1, 1, 1, 1, 4, 4, 0, 1])
  })

  test('has, with outliers, most bins where nearly all values lie, and one on each side for the rest', () => {
    const values = [...numbers(4000, 0.01), 7, -3, 5]
    const { counts, edges, count, min, max } = of(values)
    expect([counts.length, sum(counts), count, min, max]).toEqual([64, 4003, 4003, -3, 7])
    expect([edges[0], edges[64]]).toEqual([-3, 7])
    const inner = (edges[63] as number) - (edges[1] as number)
    expect(inner).toBeLessThan(0.011)
    expect((edges[2] as number) - (edges[1] as number)).toBeCloseTo(inner / 62, 12)
    expect([counts[0], counts[63]].every((n) => n !== undefined && n > 0 && n < 30)).toBe(true)
    for (const [i, n] of counts.entries()) {
      const [from, to] = [edges[i] as number, edges[i + 1] as number]
      expect(n).toBe(values.filter((value) => value >= from && (value < to || (i === 63 && value === to))).length)
    }
    expect(of([...numbers(4000, 0.01), 7]).edges).toHaveLength(65) // on one side alone, too
  })

  test('has bins around whole numbers', () => {
    expect(of([1, 2, 2, 4])).toMatchObject({ counts: [1, 2, 0, 1], edges: [0.5, 1.5, 2.5, 3.5, 4.5] })
    const bytes = of(Uint8Array.from({ length: 256 }, (_, i) => i))
    expect(bytes.counts).toEqual(Array.from({ length: 64 }, () => 4))
    expect([bytes.edges[0], bytes.edges[64]]).toEqual([-0.5, 255.5])
  })

  test('has as many bins as wanted, of which the last has its upper edge', () => {
    expect(of([0, 1, 2, 3, 4], { bins: 2 })).toMatchObject({ counts: [2, 3], edges: [0, 2, 4] })
  })

  test("counts in edges of one's own, and beside them", () => {
    const value = of([-5, 17, 18, 64, 65, 120, 121, 200], { bins: [0, 18, 65, 120] })
    expect(value).toMatchObject({ counts: [1, 2, 2], edges: [0, 18, 65, 120], underflow: 1, overflow: 2, count: 8 })
    expect(of([-5, 5], { bins: [-Infinity, 0, Infinity] })).toMatchObject({ counts: [1, 1], edges: [-Infinity, 0, Infinity] })
  })

  test.each([
    ['random ones', numbers(2000)],
    ['large ones', numbers(500, 1e308)],
    ['tiny ones', numbers(500, 1e-320)],
    ['those right below edges', [1, ...Array.from({ length: 1000 }, (_, i) => (i / 1000) * (1 - 2 ** -52))]],
    ['neighbours', [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON]],
    ['the largest and the smallest', [-Number.MAX_VALUE, 0, 1, Number.MAX_VALUE]],
    ['the two smallest', [0, Number.MIN_VALUE]],
    ['whole ones beyond doubles with halves', [2 ** 60, 2 ** 61]],
    ['whole ones far apart', [-7, 1000, 123_456_789]],
  ])('counts as comparing with every edge does: %s', (_title, values) => {
    for (const bins of [undefined, 1, 7, 1000]) {
      const { counts, edges } = of(values, { bins })
      expect(ascends(edges)).toBe(true)
      expect(counts).toEqual(plainly(values, edges))
      expect(sum(counts)).toBe(values.length)
    }
    const edges = [-1, -0.5, 0, 0.1, 0.11, 1]
    expect(of(values, { bins: edges }).counts).toEqual(plainly(values, edges))
  })

  test('has the mean and the standard deviation of a population', () => {
    expect(of([2, 4, 4, 4, 5, 5, 7, 9])).toMatchObject({ mean: 5, std: 2, min: 2, max: 9 })
    expect(of(Array.from({ length: 100_000 }, () => 0.1))).toMatchObject({ mean: 0.1, std: 0, counts: [100_000] })
    const many = Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 0.1 : 0.3))
    expect(of(many).mean).toBeCloseTo(0.2, 15)
    expect(of([-0])).toMatchObject({ min: 0, max: 0, mean: 0 })
    expect(of([1e9 + 1, 1e9 + 2, 1e9 + 3])).toMatchObject({ mean: 1e9 + 2, std: Math.sqrt(2 / 3) })
  })

  test('neither overflows nor underflows', () => {
    expect(of([1e308, -1e308, 1e308, -1e308])).toMatchObject({ mean: 0, std: 1e308, min: -1e308, max: 1e308 })
    expect(of([Number.MAX_VALUE, Number.MAX_VALUE])).toMatchObject({ mean: Number.MAX_VALUE, std: 0, counts: [2] })
    expect(of([Number.MAX_VALUE]).edges.every(Number.isFinite)).toBe(true)
    expect(of([2e-300, 4e-300]).std).toBeCloseTo(1e-300, 310)
  })

  test('has something to show for one value, again and again', () => {
    expect(of([5, 5])).toMatchObject({ counts: [2], edges: [4.5, 5.5] })
    expect(of([-1e300])).toMatchObject({ counts: [1] })
    expect(of([5, 5], { bins: 4 }).counts).toEqual([0, 0, 2, 0])
  })

  test('says so when there are no values', () => {
    const nothing = { counts: [0], edges: [0, 1], count: 0, min: null, max: null, mean: null, std: null }
    expect(of([])).toMatchObject(nothing)
    expect(of([Number.NaN, Number.NaN, Infinity, -Infinity])).toMatchObject({
      ...nothing,
      nonFinite: { nan: 2, positive: 1, negative: 1 },
    })
    expect(of([], { bins: [0, 1, 2] })).toMatchObject({ counts: [0, 0], edges: [0, 1, 2] })
  })

  test('takes every iterable of numbers and BigInts', () => {
    const counts = [1, 1]
    expect(of([1n, 2n]).counts).toEqual(counts)
    expect(of(BigInt64Array.of(1n, 2n)).counts).toEqual(counts)
    expect(of(new Set([1, 2])).counts).toEqual(counts)
    expect(
      of(
        (function* generate() {
          yield 1
          yield 2
        })(),
      ).counts,
    ).toEqual(counts)
    expect(of(numbers(5000).values()).count).toBe(5000)
  })

  test('leaves the values as they are', () => {
    const values = Float64Array.of(Number.NaN, 2, 1)
    of(values)
    expect(values).toEqual(Float64Array.of(Number.NaN, 2, 1))
  })

  test('of a million values is right', () => {
    const values = Float32Array.from({ length: 1_000_000 }, (_, i) => (i % 1000) + 0.5)
    const { counts, mean, count } = of(values, { bins: 10 })
    expect([count, mean, sum(counts)]).toEqual([1_000_000, 500, 1_000_000])
    expect(counts.slice(1, 9).every((one) => Math.abs(one - 1e5) <= 1000)).toBe(true)
  })

  test('is refused for what are no numbers or no bins', () => {
    const refusal = (values: unknown, options?: unknown): string =>
      misfit(() => histogramKind.write(histogram(values as any, options as any), CWD))
    expect(refusal([1, '2'])).toBe('its value 1 is a string, expected a number')
    expect(refusal([[1], [2]])).toBe('its value 0 is an array, expected a number')
    expect(refusal([1, , 2])).toBe('its value 1 is undefined, expected a number') // oxlint-disable-line no-sparse-arrays
    expect(refusal('123')).toBe('its values are a string, expected an array, a typed array or another iterable of numbers')
    expect(refusal({ a: 1 })).toMatch(/its values are an object/)
    const bins = 'its bins are neither a whole number of 1…65,536 nor two or more ascending edges'
    for (const wrong of [0, -1, 1.5, 1e6, '8', null, [], [1], [1, 1], [2, 1], [0, Number.NaN, 1], new Array(3)]) {
      expect(refusal([1], { bins: wrong })).toBe(bins)
    }
  })

  test('is not read from data that is none', () => {
    const read = (data: object): string =>
      misfit(() => histogramKind.read({ counts: [1], edges: [0, 1], ...data }, { folder: '/' }))
    expect(read({ edges: [0] })).toBe('it has 1 edges for 1 bins')
    expect(read({ counts: 'x' })).toMatch(/"counts" is a string, expected a list/)
    expect(read({})).toMatch(/"count" is missing/)
  })
})
