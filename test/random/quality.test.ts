import { describe, expect, test } from 'vitest'
import { Generator } from '../../src/random/generator.ts'
import { createMathRandom, createRandom } from '../../src/random/random.ts'
import { biasedBit, coarse, leaning, linearCongruential, randu, sticky, sumOfTwelve, wide } from './bad-sources.ts'
import {
  CERTAIN,
  SUSPICIOUS,
  checkBirthdays,
  checkBitPairs,
  checkBits,
  checkBytes,
  checkCrossCorrelation,
  checkIntervals,
  checkLowBits,
  checkNormalMoments,
  checkNormalShape,
  checkNormalTails,
  checkRuns,
  checkSerialCorrelation,
  checkTriples,
  repeatCheck,
} from './checks.ts'
import type { Check, Source } from './checks.ts'
import { kolmogorovSmirnovPValue } from './p-values.ts'
import { concatenate, interleave, normalsOf, uniformsOf, wordsOf, xor } from './sources.ts'

const WORD_CHECKS: readonly [string, Check, (seed: number) => Source][] = [
  ['frequency of bits', checkBits, biasedBit],
  ['pairs of bits', checkBitPairs, linearCongruential],
  ['frequency of bytes', checkBytes, linearCongruential],
  ['spacings of birthdays', checkBirthdays, linearCongruential],
]

const DOUBLE_CHECKS: readonly [string, Check, (seed: number) => Source][] = [
  ['frequency of intervals', checkIntervals, leaning],
  ['frequency of the lowest bits', checkLowBits, coarse],
  ['triples', checkTriples, randu],
  ['runs', checkRuns, sticky],
  ['serial correlation', checkSerialCorrelation, sticky],
]

const NORMAL_CHECKS: readonly [string, Check, (seed: number) => Source][] = [
  ['shape', checkNormalShape, (seed) => wide(normalsOf(seed))],
  ['moments', checkNormalMoments, sumOfTwelve],
  ['tails', checkNormalTails, sumOfTwelve],
]

describe('the words of', () => {
  const sources: readonly [string, (index: number) => Source][] = [
    ['a stream', (seed) => wordsOf(seed, ['math'])],
    ['neighbouring seeds, each from its beginning,', (k) => concatenate(32, (index) => wordsOf(k * 10_000 + index, ['math']))],
    ['neighbouring forks, each from its beginning,', (k) => concatenate(32, (index) => wordsOf(k, ['run', String(index)]))],
    ['neighbouring seeds, exclusive or,', (k) => xor(wordsOf(2 * k, ['math']), wordsOf(2 * k + 1, ['math']))],
    ['the two streams of a run, exclusive or,', (k) => xor(wordsOf(k, ['math']), wordsOf(k, ['run']))],
    [
      '64 workers in turn',
      (k) => interleave(Array.from({ length: 64 }, (_, worker) => wordsOf(k, ['worker', String(worker), 'math']))),
    ],
  ]
  describe.each(sources)('%s', (_, source) => {
    test.each(WORD_CHECKS)('pass the %s', (_name, check) => {
      expect(repeatCheck(check, source)).toBeGreaterThan(SUSPICIOUS)
    })
  })
})

describe('the doubles of Math.random', () => {
  test.each(DOUBLE_CHECKS)('pass the %s', (_, check) => {
    expect(repeatCheck(check, (seed) => createMathRandom(seed, ['math']).next)).toBeGreaterThan(SUSPICIOUS)
  })
})

describe('the doubles of uniform, brought back to [0, 1),', () => {
  test.each(DOUBLE_CHECKS.filter(([name]) => name !== 'frequency of the lowest bits'))('pass the %s', (_, check) => {
    const source = (seed: number): Source => {
      const random = createRandom(seed, ['run'])
      return () => (random.uniform(-3, 4) + 3) / 7
    }
    expect(repeatCheck(check, source)).toBeGreaterThan(SUSPICIOUS)
  })
})

describe('normal draws', () => {
  test.each(NORMAL_CHECKS)('pass the check of %s', (_, check) => {
    expect(repeatCheck(check, normalsOf)).toBeGreaterThan(SUSPICIOUS)
  })
})

describe('every check finds what it is there for:', () => {
  test.each([...WORD_CHECKS, ...DOUBLE_CHECKS, ...NORMAL_CHECKS])('%s', (_, check, bad) => {
    expect(repeatCheck(check, bad)).toBeLessThan(CERTAIN)
  })

  test('seeds that differ in one word of a state', () => {
    const naive: (index: number) => Source = (k) =>
      concatenate(4, (index) => {
        const generator = new Generator([k * 10_000 + index, 2, 3, 4])
        return () => generator.nextUint32()
      })
    for (const [, check] of WORD_CHECKS.slice(0, 3)) expect(repeatCheck(check, naive)).toBeLessThan(CERTAIN)
  })
})

describe('two streams', () => {
  const pairs: readonly [string, (k: number) => readonly [Source, Source]][] = [
    ['neighbouring seeds', (k) => [createMathRandom(k, ['math']).next, createMathRandom(k + 1, ['math']).next]],
    [
      'neighbouring names',
      (k) => [uniformsOf(createRandom(k, ['run']).fork('a')), uniformsOf(createRandom(k, ['run']).fork('b'))],
    ],
    ['a stream and its fork', (k) => [uniformsOf(createRandom(k, ['run'])), uniformsOf(createRandom(k, ['run']).fork('0'))]],
    ["a run's Math.random and random", (k) => [createMathRandom(k, ['math']).next, uniformsOf(createRandom(k, ['run']))]],
    [
      'neighbouring workers',
      (k) => [createMathRandom(1, ['worker', `${k}`, 'math']).next, createMathRandom(1, ['worker', `${k + 1}`, 'math']).next],
    ],
  ]
  const correlation = (pair: (k: number) => readonly [Source, Source]): number =>
    kolmogorovSmirnovPValue(
      Array.from({ length: 100 }, (_, k) => checkCrossCorrelation(...pair(k))),
      (p) => p,
    )

  test.each(pairs)('are not correlated: %s', (_, pair) => {
    expect(correlation(pair)).toBeGreaterThan(SUSPICIOUS)
  })

  test('that are shifted against each other, or that share one draw in ten, are found', () => {
    const shifted = (k: number): readonly [Source, Source] => {
      const late = createMathRandom(k, ['math']).next
      for (let i = 0; i < 5; i++) late()
      return [createMathRandom(k, ['math']).next, late]
    }
    const sharing = (k: number): readonly [Source, Source] => {
      const [one, twin] = [createMathRandom(k, ['math']).next, createMathRandom(k, ['math']).next]
      const [other, choose] = [createMathRandom(k + 1, ['math']).next, createMathRandom(k, ['choose']).next]
      return [one, () => [other(), twin()][Number(choose() < 0.1)]!]
    }
    expect(correlation(shifted)).toBeLessThan(CERTAIN)
    expect(correlation(sharing)).toBeLessThan(CERTAIN)
  })
})
