import { describe, expect, test } from 'vitest'
import type { Random } from '../../src/api/random.ts'
import { createRandom } from '../../src/random/random.ts'
import { naturalLog } from '../../src/random/natural-log.ts'
import { craftState } from './craft-state.ts'

const { MAX_SAFE_INTEGER, MIN_SAFE_INTEGER, MAX_VALUE, MIN_VALUE, EPSILON } = Number
const ALL_ONES = 0xffffffff
const run = (): Random => createRandom(7, ['run'])
const take = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next)

/** A stream whose next 32-bit outputs are these. */
function scripted(first: number, second: number, third = 0): Random {
  const random = run()
  random.state = craftState(first, second, third)
  return random
}

/** What RANDOM_RANGE says. */
const refusal = (message: string): unknown => expect.objectContaining({ code: 'RANDOM_RANGE', message })

describe('uniform', () => {
  test.each([
    [0, 1],
    [0, 5],
    [-3, 4],
    [1, 1 + EPSILON],
    [-MIN_VALUE, MIN_VALUE],
    [0, MIN_VALUE],
    [2 ** 52, 2 ** 52 + 1],
    [-MAX_VALUE, MAX_VALUE],
    [0.1, 0.1 + 3 * EPSILON],
  ])('stays in [%d, %d)', (low, high) => {
    const random = run()
    expect(take(1000, () => random.uniform(low, high)).every((value) => value >= low && value < high)).toBe(true)
    expect(scripted(0, 0).uniform(low, high)).toBe(low)
    const most = scripted(ALL_ONES, ALL_ONES).uniform(low, high)
    expect(most >= low && most < high).toBe(true)
  })

  test('spreads over a range wider than the largest number', () => {
    const random = run()
    const values = take(4000, () => random.uniform(-MAX_VALUE, MAX_VALUE) / MAX_VALUE)
    const quarters = [-0.5, 0, 0.5].map((edge) => values.filter((value) => value < edge).length / 4000)
    expect(quarters.map((share) => share.toFixed(1))).toEqual(
      ['0.3', '0.5', '0.8'].map((share) => expect.stringContaining(share[0]!)),
    )
    expect(Math.max(...values)).toBeLessThan(1)
  })

  test('of an empty range is its end', () => {
    expect(run().uniform(3, 3)).toBe(3)
  })

  test('refuses what is no range', () => {
    const random = run()
    expect(() => random.uniform(5)).toThrow(refusal('random.uniform: low (5) is above high (1).'))
    expect(() => random.uniform(Number.NaN)).toThrow(refusal('random.uniform: low is NaN, expected a finite number.'))
    expect(() => random.uniform(0, Infinity)).toThrow(refusal('random.uniform: high is Infinity, expected a finite number.'))
    expect(() => random.uniform('0' as unknown as number)).toThrow(
      refusal('random.uniform: low is a string, expected a finite number.'),
    )
  })
})

describe('integer', () => {
  test.each([
    [0, 0],
    [0, 1],
    [-3, 3],
    [0, 2 ** 31 - 1],
    [0, 2 ** 31],
    [0, 2 ** 32 - 1],
    [0, 2 ** 32],
    [-(2 ** 40), 2 ** 40 + 12345],
    [0, MAX_SAFE_INTEGER],
    [MIN_SAFE_INTEGER, 0],
    [MIN_SAFE_INTEGER, 1],
    [MIN_SAFE_INTEGER, MAX_SAFE_INTEGER],
    [MAX_SAFE_INTEGER - 2, MAX_SAFE_INTEGER],
    [MIN_SAFE_INTEGER, MIN_SAFE_INTEGER + 2],
  ])('stays in [%d, %d]', (low, high) => {
    const random = run()
    const values = take(2000, () => random.integer(low, high))
    expect(values.every((value) => Number.isSafeInteger(value) && value >= low && value <= high)).toBe(true)
    expect(values.some((value) => Object.is(value, -0))).toBe(false)
  })

  test('reaches every number of a short range, both ends included', () => {
    const random = run()
    expect([...new Set(take(200, () => random.integer(-2, 3)))].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3])
  })

  test('reaches both ends of ranges of up to 54 bits', () => {
    expect(scripted(0, 0).integer(0, 2 ** 32 - 1)).toBe(0)
    expect(scripted(ALL_ONES, 0).integer(0, 2 ** 32 - 1)).toBe(2 ** 32 - 1)
    expect(scripted(ALL_ONES, 0).integer(0, 2 ** 32)).toBe(2 ** 32)
    expect(scripted(0, 0).integer(0, MAX_SAFE_INTEGER)).toBe(0)
    expect(scripted(ALL_ONES, ALL_ONES).integer(0, MAX_SAFE_INTEGER)).toBe(MAX_SAFE_INTEGER)
    expect(scripted(0x7fffffff, ALL_ONES).integer(MIN_SAFE_INTEGER, MAX_SAFE_INTEGER)).toBe(MAX_SAFE_INTEGER)
    expect(scripted(0x80000000, 1024).integer(MIN_SAFE_INTEGER, MAX_SAFE_INTEGER)).toBe(MIN_SAFE_INTEGER)
  })

  test('draws again when the bits make a number above the range', () => {
    // Three bits make 7, then 5.
    expect(scripted(7 * 2 ** 29, 5 * 2 ** 29).integer(0, 5)).toBe(5)
    // The 54 bits that would make −2^53 are no safe integer.
    expect(scripted(0x80000000, 0, 0).integer(MIN_SAFE_INTEGER, MAX_SAFE_INTEGER)).toBeGreaterThan(MIN_SAFE_INTEGER)
  })

  test('refuses ends that are no safe integers, and those the wrong way round', () => {
    const random = run()
    const expected = 'expected a whole number from −(2^53 − 1) to 2^53 − 1.'
    expect(() => random.integer(0.5, 3)).toThrow(refusal(`random.integer: low is 0.5, ${expected}`))
    expect(() => random.integer(0, 2 ** 53)).toThrow(refusal(`random.integer: high is 9007199254740992, ${expected}`))
    expect(() => random.integer(5, undefined as unknown as number)).toThrow(
      refusal(`random.integer: high is undefined, ${expected}`),
    )
    expect(() => random.integer(4, 3)).toThrow(refusal('random.integer: low (4) is above high (3).'))
  })
})

describe('normal', () => {
  test('is moved and stretched by mean and deviation', () => {
    const [one, other] = [run(), run()]
    expect(take(100, () => one.normal(10, 3))).toEqual(take(100, () => 10 + 3 * other.normal()))
    expect(run().normal(5, 0)).toBe(5)
  })

  test('is finite at the ends of what the generator gives', () => {
    for (const first of [0, 1, ALL_ONES]) {
      for (const second of [0, ALL_ONES]) {
        for (const third of [0, 2 ** 31, ALL_ONES]) expect(Number.isFinite(scripted(first, second, third).normal())).toBe(true)
      }
    }
  })

  test('refuses a mean that is not finite and a deviation that is negative', () => {
    const random = run()
    const expected = 'expected a finite number that is not negative.'
    expect(() => random.normal(Infinity)).toThrow(refusal('random.normal: mean is Infinity, expected a finite number.'))
    expect(() => random.normal(0, -1)).toThrow(refusal(`random.normal: deviation is -1, ${expected}`))
    expect(() => random.normal(0, Number.NaN)).toThrow(refusal(`random.normal: deviation is NaN, ${expected}`))
  })

  test('uses a logarithm that is right to 15 digits', () => {
    const random = run()
    const inputs = [1, 0.5, Math.SQRT1_2, 1 - 2 ** -53, 2 ** -53, MIN_VALUE, ...take(10_000, () => 1 - random.uniform())]
    const errors = inputs.map((x) => Math.abs(naturalLog(x) - Math.log(x)) / Math.max(1e-16, -Math.log(x)))
    expect(Math.max(...errors)).toBeLessThan(4e-16)
  })
})

describe('boolean', () => {
  test('is never true with probability 0 and always with 1', () => {
    expect(scripted(0, 0).boolean(0)).toBe(false)
    expect(scripted(ALL_ONES, ALL_ONES).boolean(1)).toBe(true)
  })

  test.each([
    [-0.1, '-0.1'],
    [1.1, '1.1'],
    [Number.NaN, 'NaN'],
    ['0.5', 'a string'],
  ])('refuses the probability %o', (probability, said) => {
    expect(() => run().boolean(probability as number)).toThrow(
      refusal(`random.boolean: probability is ${said}, expected a number from 0 to 1.`),
    )
  })
})

describe('draws from a list', () => {
  const letters: readonly string[] = Object.freeze([...'abcdef'])

  test('choice gives one of the items, and refuses an empty list', () => {
    expect(letters).toContain(run().choice(letters))
    expect(run().choice(['only'])).toBe('only')
    expect(() => run().choice([])).toThrow(refusal('random.choice: there are no items to choose from.'))
  })

  test('shuffle gives a copy with the same items', () => {
    const shuffled = run().shuffle(letters)
    expect(shuffled).not.toEqual(letters)
    expect(shuffled.toSorted()).toEqual(letters)
    expect(letters.join('')).toBe('abcdef')
    expect(run().shuffle([])).toEqual([])
    expect(run().shuffle([1])).toEqual([1])
  })

  test('sample gives different items, none or all of them, and leaves the list alone', () => {
    const random = run()
    for (let count = 0; count <= letters.length; count++) {
      const sample = random.sample(letters, count)
      expect(new Set(sample).size).toBe(count)
      expect(sample.every((item) => letters.includes(item))).toBe(true)
    }
    expect(random.sample(['a', 'a', 'b'], 3).toSorted()).toEqual(['a', 'a', 'b'])
    expect(random.sample([], 0)).toEqual([])
  })

  test('sample is the same whether it copies the list or not', () => {
    const sizes = [1, 7, 8, 9, 80, 89].flatMap((length) =>
      [0, 1, Math.ceil(length / 8) - 1, Math.ceil(length / 8), length].map((count) => ({ length, count })),
    )
    for (const { length, count } of sizes) {
      const items = [...Array(length).keys()]
      for (let seed = 0; seed < 100; seed++) {
        const random = createRandom(seed, ['run'])
        // Fisher–Yates from the front, on a copy.
        const expected = [...items]
        for (let index = 0; index < count; index++) {
          const other = random.integer(index, length - 1)
          ;[expected[index], expected[other]] = [expected[other]!, expected[index]!]
        }
        expect(createRandom(seed, ['run']).sample(items, count)).toEqual(expected.slice(0, count))
      }
    }
  })

  test('sample takes a few of very many without copying them', () => {
    const huge = new Proxy<number[]>([], {
      get: (target, key) =>
        key === 'length' ? 2 ** 32 - 1 : typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : Reflect.get(target, key),
    })
    const sample = run().sample(huge, 10_000)
    expect(new Set(sample).size).toBe(10_000)
    expect(Math.max(...sample)).toBeGreaterThan(2 ** 31)
  })

  test.each([4, -1, 1.5, Number.NaN])('sample refuses a count of %d of three', (count) => {
    expect(() => run().sample([1, 2, 3], count)).toThrow(
      refusal(`random.sample: count is ${count}, expected a whole number from 0 to 3, the number of items.`),
    )
  })

  test('take a typed array as well, and refuse what is no array', () => {
    const numbers = Float64Array.of(1, 2, 3) as unknown as number[]
    expect(run().shuffle(numbers).toSorted()).toEqual([1, 2, 3])
    expect([1, 2, 3]).toContain(run().choice(numbers))
    for (const items of [new Set([1]), 'abc', undefined, new DataView(new ArrayBuffer(8))] as unknown as number[][]) {
      expect(() => run().choice(items)).toThrow(/^random\.choice: the list is .*, expected an array\.$/)
      expect(() => run().shuffle(items)).toThrow(/^random\.shuffle: the list is .*, expected an array\.$/)
      expect(() => run().sample(items, 0)).toThrow(/^random\.sample: the list is .*, expected an array\.$/)
    }
  })
})
