import { describe, expect, test } from 'vitest'
import { isNumber, toNumber } from '../../../src/tracking/kinds/number.ts'
import { misfit } from './support.ts'

describe('numbers', () => {
  test('are numbers, BigInts and booleans, and nothing that could be made one', () => {
    expect([1, Number.NaN, -0, 1n, true, false].map(isNumber)).toEqual([true, true, true, true, true, true])
    expect(['1', null, undefined, new Number(1), [1], new Date(), Symbol('x')].some(isNumber)).toBe(false)
  })

  test('are kept as doubles', () => {
    expect([0.5, -0, Number.NaN, Infinity, 3n, -(2n ** 53n), 2n ** 1000n, true, false].map(toNumber)).toEqual([
      0.5,
      -0,
      Number.NaN,
      Infinity,
      3,
      -(2 ** 53),
      2 ** 1000,
      1,
      0,
    ])
  })

  test('are refused where no double is exact', () => {
    expect(misfit(() => toNumber(2n ** 53n + 1n))).toBe('no double holds the BigInt 9007199254740993 exactly')
    expect(misfit(() => toNumber(-(10n ** 400n)))).toBe('no double holds the BigInt -1000000000000000000… (401 digits) exactly')
  })
})
