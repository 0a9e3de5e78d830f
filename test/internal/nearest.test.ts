import { expect, test } from 'vitest'
import { nearest } from '../../src/internal/nearest.ts'

const NAMES = ['numWords', 'learningRate', 'optimizer', 'lr', 'seed']

test.each([
  ['numWord', 'numWords'],
  ['num-words', 'numWords'],
  ['NUM_WORDS', 'numWords'],
  ['learning', 'learningRate'],
  ['learnignRate', 'learningRate'],
  ['lernin-rate', 'learningRate'],
  ['optimiser', 'optimizer'],
  ['op', 'optimizer'],
  ['LR', 'lr'],
  ['sede', 'seed'],
  ['batch', null],
  ['x', null],
  ['', null],
])('the nearest of %j is %j', (word, name) => {
  expect(nearest(word, NAMES)).toBe(name)
})

test('two letters swapped are one slip', () => {
  expect(nearest('sdg', ['adam', 'sgd'])).toBe('sgd')
  expect(nearest('sxy', ['adam', 'sgd'])).toBeNull()
})

test('a misspelling beats a beginning, and the shorter of two beginnings wins', () => {
  expect(nearest('word', ['wordCountTotal', 'words'])).toBe('words')
  expect(nearest('wor', ['wordCountTotal', 'wordCount'])).toBe('wordCount')
})

test('nothing is near where there is nothing', () => {
  expect(nearest('a', [])).toBeNull()
})
