import { expect, test } from 'vitest'
import { parseJsonc } from '../../src/internal/parse-jsonc.ts'

test('JSON with comments, trailing commas and a byte order mark is parsed', () => {
  const text = '\uFEFF{\n  // a line\n  "a": [1, 2, /* in it */ ],\n  /* a\n block */ "b": { "c": 1, // behind\n }, // last\n}'
  expect(parseJsonc(text)).toEqual({ a: [1, 2], b: { c: 1 } })
})

test('what looks like a comment or a trailing comma in a string stays', () => {
  expect(parseJsonc('{ "url": "https://x/*y*/", "glob": "src/**/*.ts", "odd": ",}", "quote": "\\"//" }')).toEqual({
    url: 'https://x/*y*/',
    glob: 'src/**/*.ts',
    odd: ',}',
    quote: '"//',
  })
})

test('what is no JSON is refused', () => {
  expect(() => parseJsonc('{ "a": }')).toThrow(SyntaxError)
  expect(() => parseJsonc('{ "a": 1,, }')).toThrow(SyntaxError)
})
