import { expect, test } from 'vitest'
import { jsonText } from '../../src/internal/json-text.ts'

test('half a letter is written as one that every reader takes, and what reads like one stays', () => {
  const value = { cut: 'a\uD83D', end: '\uDE00b', whole: '😀', literal: '\\ud83d', both: '\\\uD83D' }
  const text = jsonText(value)
  expect(text).not.toMatch(/(?<!\\)(?:\\\\)*\\ud/)
  expect(JSON.parse(text)).toEqual({ cut: 'a\uFFFD', end: '\uFFFDb', whole: '😀', literal: '\\ud83d', both: '\\\uFFFD' })
  expect(jsonText({ a: 1 }, 2)).toBe('{\n  "a": 1\n}')
})
