import { describe, expect, test } from 'vitest'
import { compareValues } from '../../../src/analysis/compare/compare-values.ts'
import { firstDifference } from '../../../src/analysis/compare/first-difference.ts'
import { isSameJson } from '../../../src/analysis/compare/is-same-json.ts'
import { numberDifference } from '../../../src/analysis/compare/number-difference.ts'
import { encodeValue } from '../../../src/format/tagged-json.ts'

const same = (a: unknown, b: unknown): boolean => isSameJson(encodeValue(a), encodeValue(b))

describe('two values are the same', () => {
  test.each<[string, unknown, unknown]>([
    ['NaN', Number.NaN, Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['a date', new Date(5), new Date(5)],
    ['a typed array', new Float32Array([1, Number.NaN]), new Float32Array([1, Number.NaN])],
    ['objects with keys in another order', [{ a: 1, b: { c: 2, d: 3 } }], [{ b: { d: 3, c: 2 }, a: 1 }]],
    [
      'maps with entries in another order',
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
    ],
    ['sets with members in another order', new Set([1, { a: 1, b: 2 }]), new Set([{ b: 2, a: 1 }, 1])],
  ])('%s', (_, a, b) => {
    expect(same(a, b)).toBe(true)
  })

  test.each<[string, unknown, unknown]>([
    ['a number and its text', 5, '5'],
    ['null and undefined', null, undefined],
    ['zero and minus zero', 0, -0],
    ['lists in another order', [1, 2], [2, 1]],
    ['a date and its text', new Date(5), new Date(5).toISOString()],
    ['typed arrays of another kind', new Float32Array([1]), new Float64Array([1])],
    ['dates', new Date(5), new Date(6)],
    ['maps with keys and values exchanged', new Map([['a', 'b']]), new Map([['b', 'a']])],
  ])('not: %s', (_, a, b) => {
    expect(same(a, b)).toBe(false)
  })
})

describe('the difference of two numbers', () => {
  test('is absolute, and per cent of the first one’s size', () => {
    expect(numberDifference(4, 5)).toEqual({ absolute: 1, percent: 25 })
    expect(numberDifference(-4, -5)).toEqual({ absolute: -1, percent: -25 })
  })

  test('has no per cent where the first is 0', () => {
    expect(numberDifference(0, 5)).toEqual({ absolute: 5, percent: null })
  })

  test.each([
    [encodeValue(Number.NaN), 1],
    [1, encodeValue(Number.POSITIVE_INFINITY)],
    ['1', 2],
    [-1.7e308, 1.7e308],
    [3, 3],
  ])('of %j and %j is none', (a, b) => {
    expect(numberDifference(a, b)).toBeNull()
  })
})

describe('value trees', () => {
  test('are compared leaf by leaf, by path', () => {
    const before = { metrics: { loss: 0.5, gone: 1, same: Number.NaN }, when: new Date(0) }
    const after = { metrics: { loss: 0.25, same: Number.NaN, added: [1] }, when: new Date(1) }
    expect(compareValues(before, after).entries).toEqual([
      { path: 'metrics/loss', state: 'changed', before: 0.5, after: 0.25, difference: { absolute: -0.25, percent: -50 } },
      { path: 'metrics/gone', state: 'removed', before: 1, after: null, difference: null },
      { path: 'metrics/same', state: 'same', before: encodeValue(Number.NaN), after: encodeValue(Number.NaN), difference: null },
      { path: 'when', state: 'changed', before: encodeValue(new Date(0)), after: encodeValue(new Date(1)), difference: null },
      { path: 'metrics/added', state: 'added', before: null, after: [1], difference: null },
    ])
  })

  test('tell a leaf from a subtree, also from an empty one', () => {
    const states = compareValues({ a: 1, b: {} }, { a: { x: 1 }, b: { y: 1 } }).entries.map(({ path, state }) => [path, state])
    expect(states).toEqual([
      ['a', 'removed'],
      ['b', 'removed'],
      ['a/x', 'added'],
      ['b/y', 'added'],
    ])
  })
})

describe('where two values first differ', () => {
  test('is a place inside of lists and objects, and how many places do', () => {
    const before = { name: 'x', rows: [{ a: 1 }, { a: 2, 'b c': [new Date(0)] }] }
    const after = { name: 'x', rows: [{ a: 1 }, { a: 2, 'b c': [new Date(1)] }, { a: 3 }] }
    expect(firstDifference(before, after)).toEqual({
      path: '.rows[1]["b c"][0]',
      before: { value: new Date(0) },
      after: { value: new Date(1) },
      count: 2,
    })
  })

  test('is found in typed arrays, and where one is longer', () => {
    expect(firstDifference(new Float64Array([1, Number.NaN]), new Float64Array([1, Number.NaN, 3]))).toEqual({
      path: '[2]',
      before: null,
      after: { value: 3 },
      count: 1,
    })
  })

  test('is nowhere in values that are the same', () => {
    expect(firstDifference([{ a: new Set([1]) }], [{ a: new Set([1]) }])).toBeNull()
  })
})
