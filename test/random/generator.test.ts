import { describe, expect, test } from 'vitest'
import { Generator } from '../../src/random/generator.ts'
import type { StateWords } from '../../src/random/generator.ts'
import { craftState } from './craft-state.ts'
import { referenceOutputs } from './reference-generator.ts'

const take = (count: number, next: () => number): number[] => Array.from({ length: count }, next)

describe('the generator', () => {
  test('gives the published outputs of xoshiro128** 1.1 for the state 1, 2, 3, 4', () => {
    // As in the tests of Rust's rand_xoshiro, made with the C of prng.di.unimi.it. Version 1.0 would begin with 5760.
    const generator = new Generator([1, 2, 3, 4])
    expect(take(10, () => generator.nextUint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
  })

  test('goes through the published states as well', () => {
    // As in the tests of edorfaus/xoshiro-6502, made with the same C.
    const generator = new Generator([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0])
    const steps = take(4, () => generator.nextUint32()).map((value) => value.toString(16))
    expect(steps).toEqual(['f1391922', '6fe53806', 'a5be2840', 'f510ee70'])
    expect(generator.words.map((word) => word.toString(16))).toEqual(['fc65379c', '52006d70', '87487639', 'f1908343'])
  })

  test.each<{ words: StateWords }>([
    { words: [1, 0, 0, 0] },
    { words: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff] },
    { words: [0x80000000, 0x7fffffff, 0x80000001, 0x55555555] },
    { words: [4267486694, 1186003432, 3641023729, 54337135] },
  ])('agrees with an implementation in BigInt for 10,000 outputs from $words', ({ words }) => {
    const generator = new Generator(words)
    const reference = referenceOutputs(words)
    const outputs = take(10_000, () => generator.nextUint32())
    expect(outputs).toEqual(take(10_000, () => reference.next().value))
    expect(outputs.every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32)).toBe(true)
  })

  test('makes a double of the upper 27 and 26 bits of two outputs', () => {
    const generator = new Generator([1, 2, 3, 4])
    const reference = referenceOutputs([1, 2, 3, 4])
    for (let i = 0; i < 1000; i++) {
      const bits = (BigInt(reference.next().value >>> 5) << 26n) | BigInt(reference.next().value >>> 6)
      expect(generator.nextDouble()).toBe(Number(bits) / 2 ** 53)
    }
  })

  test('reaches 0 and 1 − 2^−53, and neither less nor more', () => {
    expect(new Generator(craftState(0, 0, 0).words).nextDouble()).toBe(0)
    expect(new Generator(craftState(0xffffffff, 0xffffffff, 0).words).nextDouble()).toBe(1 - 2 ** -53)
  })

  test('goes on from a state that was read, and reading changes nothing', () => {
    const generator = new Generator([1, 2, 3, 4])
    take(1000, () => generator.nextDouble())
    const { words } = generator
    const expected = take(1000, () => generator.nextUint32())
    const other = new Generator(words)
    expect(other.words).toEqual(words)
    expect(take(1000, () => other.nextUint32())).toEqual(expected)
    generator.words = words
    expect(take(1000, () => generator.nextUint32())).toEqual(expected)
  })
})
