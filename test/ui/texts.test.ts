import { expect, test } from 'vitest'
import { suggestionsFor } from '../../ui/src/runs/suggestions.ts'
import { meanText, numberText } from '../../ui/src/text/number-text.ts'
import { valueText } from '../../ui/src/text/value-text.ts'

test('numbers have six significant digits at most, whole ones all of theirs, and a real minus sign', () => {
  expect([0, -1.5, 1 / 3, 123456789, 1e-7, -1.25e-9, 2 ** 60].map(numberText)).toEqual([
    '0',
    '−1.5',
    '0.333333',
    '123456789',
    '1e−7',
    '−1.25e−9',
    '1.152921504606847e+18',
  ])
  expect([Number.NaN, Infinity, -Infinity].map(numberText)).toEqual(['NaN', '∞', '−∞'])
})

test('a mean has the decimals that two digits of its half interval have', () => {
  expect(meanText(0.912_345, 0.0134)).toBe('0.912 ± 0.013')
  expect(meanText(-1234.5, 120)).toBe('−1235 ± 120')
  expect(meanText(0.5, 0)).toBe('0.5')
  expect(meanText(0.5, null)).toBe('0.5')
})

test('values are on one line, and what is missing is a dash', () => {
  expect(valueText({ a: [1, 0.1 + 0.2], b: null })).toBe('{ a: [1, 0.3], b: – }')
  expect(valueText('x'.repeat(300))).toHaveLength(200)
})

test('the filter completes fields that begin as typed before those that hold it, and none within a text', () => {
  const fields = ['params.rate', 'params.decay_rate', 'data.loss']
  expect(suggestionsFor('rat', 3, fields)).toEqual({ from: 0, names: ['params.rate', 'params.decay_rate'] })
  expect(suggestionsFor('x < 1 && params.r', 17, fields)).toEqual({ from: 9, names: ['params.rate'] })
  expect(suggestionsFor('name == "rat', 12, fields).names).toEqual([])
})
