import { expect, test } from 'vitest'
import { describeValue } from '../../src/internal/describe-value.ts'

class Custom {}

test.each<[unknown, string]>([
  [null, 'null'],
  [undefined, 'undefined'],
  ['secret', 'a string'],
  [1n, 'a BigInt'],
  [() => 1, 'a function'],
  [[1], 'an array'],
  [{ a: 1 }, 'an object'],
  [Object.create(null), 'an object'],
  [Promise.resolve(), 'a promise'],
  [new Custom(), 'an instance of Custom'],
  [Object.create({ constructor: 5 }), 'an object with a prototype of its own'],
])('%s is described without its content', (value, words) => {
  expect(describeValue(value)).toBe(words)
})
