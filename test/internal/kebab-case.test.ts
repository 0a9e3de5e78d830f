import { expect, test } from 'vitest'
import { kebabCase } from '../../src/internal/kebab-case.ts'

test.each([
  ['numWords', 'num-words'],
  ['NumWords', 'num-words'],
  ['num_words', 'num-words'],
  ['num-words', 'num-words'],
  ['LR', 'lr'],
  ['HTTPPort', 'http-port'],
  ['maxX2Size', 'max-x2-size'],
  ['größeÄnderung', 'größe-änderung'],
  ['x', 'x'],
])('%j is spelled %j', (name, flag) => {
  expect(kebabCase(name)).toBe(flag)
})
