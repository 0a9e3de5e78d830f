import { expect, test } from 'vitest'
import { cutMiddle } from '../../src/render/cut-middle.ts'

test.each([
  ['loss', 4, 'loss'],
  ['abcdefghij', 5, 'ab…ij'],
  ['abcdefghij', 6, 'abc…ij'],
  ['🙂🙂🙂🙂', 3, '🙂…🙂'],
])('a name that is too long keeps its ends: %s, %d', (text, most, cut) => {
  expect(cutMiddle(text, most)).toBe(cut)
})
