import { describe, expect, test } from 'vitest'
import { chiSquarePValue, kolmogorovPValue, kolmogorovSmirnovPValue, normalCdf, normalPValue } from './p-values.ts'

// Critical values as printed in statistical tables.
describe('the p-values of the other tests', () => {
  test.each([
    [3.841, 1, 0.05],
    [18.307, 10, 0.05],
    [23.209, 10, 0.01],
    [3.94, 10, 0.95],
    [149.449, 100, 0.001],
    [77.929, 100, 0.95],
    [293.248, 255, 0.05],
  ])('chi-square: %d with %d degrees of freedom is at %d', (statistic, degrees, p) => {
    expect(chiSquarePValue(statistic, degrees)).toBeCloseTo(p, 4)
  })

  test('chi-square with two degrees of freedom is the exponential distribution', () => {
    for (const x of [0.1, 1, 3, 10, 30]) expect(chiSquarePValue(x, 2)).toBeCloseTo(Math.exp(-x / 2), 11)
  })

  test.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.959963984540054, 0.025],
    [3, 0.9986501019683699],
    [-4, 3.167124183311986e-5],
  ])('normal: %d is at %d', (x, p) => {
    expect(normalCdf(x)).toBeCloseTo(p, 12)
  })

  test('normal: both tails beyond 1.96 are 5 %', () => {
    expect(normalPValue(-1.959963984540054)).toBeCloseTo(0.05, 12)
  })

  test.each([
    [0.29408, 20, 0.05],
    [0.35241, 20, 0.01],
    [0.13403, 100, 0.05],
    [0.01628, 10_000, 0.01],
  ])('Kolmogorov: %d of %d values is at %d', (distance, n, p) => {
    expect(kolmogorovPValue(distance, n) / p).toBeCloseTo(1, 1)
  })

  test('Kolmogorov–Smirnov takes evenly spread values and refuses values on one side', () => {
    const even = Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100)
    expect(kolmogorovSmirnovPValue(even, (x) => x)).toBe(1)
    expect(
      kolmogorovSmirnovPValue(
        even.map((x) => x / 2),
        (x) => x,
      ),
    ).toBeLessThan(1e-9)
  })
})
