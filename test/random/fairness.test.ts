import { describe, expect, test } from 'vitest'
import type { Random } from '../../src/api/random.ts'
import { createRandom } from '../../src/random/random.ts'
import { CERTAIN, SUSPICIOUS, checkCells, chiSquareOfCounts, repeatCheck } from './checks.ts'
import type { Source } from './checks.ts'

describe('integers', () => {
  type Draw = (random: Random, count: number) => number
  const good: Draw = (random, count) => random.integer(0, count - 1)
  /** What people write: scaled doubles, and remainders. Both have a bias that grows with the range. */
  const scaled: Draw = (random, count) => Math.floor(random.uniform() * count)
  const remainder: Draw = (random, count) => (random.uniform() * 2 ** 53) % count
  const check = (draw: Draw, count: number, cells: number, cellOf: (value: number) => number): number =>
    repeatCheck(
      (next) => checkCells(cells, 20_000, () => cellOf(next()))(next),
      (seed) => {
        const random = createRandom(seed, ['run'])
        return () => draw(random, count)
      },
    )
  /** The third of the range and the remainder by three: nine cells. */
  const cellBelow = (count: number) => (value: number) => Math.floor(value / (count / 3)) * 3 + (value % 3)

  test.each([3 * 2 ** 29, 3 * 2 ** 30, 3 * 2 ** 31, 3 * 2 ** 40, 3 * 2 ** 50, 3 * 2 ** 51])('are unbiased below %d', (count) => {
    expect(check(good, count, 9, cellBelow(count))).toBeGreaterThan(SUSPICIOUS)
  })

  test('made by scaling or as a remainder are found to be biased below 3·2^50', () => {
    const count = 3 * 2 ** 50
    expect(check(scaled, count, 9, cellBelow(count))).toBeLessThan(CERTAIN)
    expect(check(remainder, count, 9, cellBelow(count))).toBeLessThan(CERTAIN)
  })

  test('of a die fall evenly, also two and three in a row', () => {
    const die = (seed: number): Source => {
      const random = createRandom(seed, ['run'])
      return () => random.integer(1, 6) - 1
    }
    expect(
      repeatCheck(
        checkCells(6, 60_000, (next) => next()),
        die,
      ),
    ).toBeGreaterThan(SUSPICIOUS)
    expect(
      repeatCheck(
        checkCells(216, 60_000, (next) => next() * 36 + next() * 6 + next()),
        die,
      ),
    ).toBeGreaterThan(SUSPICIOUS)
  })

  test.each<[string, Draw, boolean]>([
    ['all safe integers', (random) => random.integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), true],
    ['scaled to all safe integers', (random) => Math.floor((random.uniform() - 0.5) * 2 ** 54), false],
  ])('of %s have random lowest bits: %#', (_, draw, isGood) => {
    const p = check(draw, 0, 8, (value) => ((value % 8) + 8) % 8)
    if (isGood) expect(p).toBeGreaterThan(SUSPICIOUS)
    else expect(p).toBeLessThan(CERTAIN)
  })

  test('of all safe integers are as often in each eighth of the range', () => {
    const draw: Draw = (random) => random.integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    expect(check(draw, 0, 8, (value) => Math.floor(value / 2 ** 51) + 4)).toBeGreaterThan(SUSPICIOUS)
  })
})

describe('draws from lists', () => {
  const LETTERS = [...'abcde']
  /** Whether every outcome is as frequent, when all `outcomes` are equally likely. */
  const check = (outcomes: number, draw: (random: Random) => string): number =>
    repeatCheck(
      (next) => {
        const counts = new Map<number, number>()
        for (let i = 0; i < 100 * outcomes; i++) {
          const outcome = next()
          counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
        }
        return chiSquareOfCounts(Array.from({ length: outcomes }, (_, k) => [...counts.values()][k] ?? 0))
      },
      (seed) => {
        const random = createRandom(seed, ['run'])
        return () => Number.parseInt(draw(random), 36)
      },
    )

  test('shuffle into all 120 orders of five', () => {
    expect(check(120, (random) => random.shuffle(LETTERS).join(''))).toBeGreaterThan(SUSPICIOUS)
  })

  test('sample all 60 ordered triples of five, by copying', () => {
    expect(check(60, (random) => random.sample(LETTERS, 3).join(''))).toBeGreaterThan(SUSPICIOUS)
  })

  test('sample all 240 ordered pairs of sixteen and one, without copying', () => {
    const seventeen = [...'abcdefghijklmnopq']
    expect(check(17 * 16, (random) => random.sample(seventeen, 2).join(''))).toBeGreaterThan(SUSPICIOUS)
  })

  test('choose each of five', () => {
    expect(check(5, (random) => random.choice(LETTERS))).toBeGreaterThan(SUSPICIOUS)
  })

  test('are found out when shuffled by swapping with any place, or sorted by chance', () => {
    const anyPlace = (random: Random): string => {
      const items = [...LETTERS]
      for (let index = 0; index < items.length; index++) {
        const other = random.integer(0, items.length - 1)
        ;[items[index], items[other]] = [items[other]!, items[index]!]
      }
      return items.join('')
    }
    expect(check(120, anyPlace)).toBeLessThan(CERTAIN)
    expect(check(120, (random) => LETTERS.toSorted(() => random.uniform() - 0.5).join(''))).toBeLessThan(CERTAIN)
  })
})

describe('boolean', () => {
  const check = (asked: number, expected: number): number =>
    repeatCheck(
      (next) => {
        let hits = 0
        for (let i = 0; i < 50_000; i++) hits += next()
        return chiSquareOfCounts([hits, 50_000 - hits], [expected, 1 - expected])
      },
      (seed) => {
        const random = createRandom(seed, ['run'])
        return () => Number(random.boolean(asked))
      },
    )

  test.each([0.5, 0.1, 0.999, 1 / 3])('is true as often as asked: %d', (probability) => {
    expect(check(probability, probability)).toBeGreaterThan(SUSPICIOUS)
  })

  test('is found out when it is not', () => {
    expect(check(0.52, 0.5)).toBeLessThan(CERTAIN)
  })
})
