import { expect, test } from 'vitest'
import { codeFrame } from '../../src/internal/code-frame.ts'

const frame = (text: string, line: number, column: number, context?: { before: number; after: number }): string[] =>
  codeFrame(text, { line, column }, context).split('\n')

test('a code frame shows two lines before and after, numbered, with a caret under the place', () => {
  expect(frame('one\ntwo\nthree\nfour\nfive\nsix', 3, 2)).toEqual([
    '  1 | one',
    '  2 | two',
    '> 3 | three',
    '    |  ^',
    '  4 | four',
    '  5 | five',
  ])
})

test('a code frame aligns numbers of different width', () => {
  const text = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\n')
  expect(frame(text, 10, 1, { before: 1, after: 0 })).toEqual(['   9 | line 9', '> 10 | line 10', '     | ^'])
})

test('a code frame keeps to the text at its start, its end and in an empty text', () => {
  expect(frame('a\nb', 1, 1, { before: 5, after: 0 })).toEqual(['> 1 | a', '    | ^'])
  expect(frame('a\nb', 2, 2, { before: 0, after: 5 })).toEqual(['> 2 | b', '    |  ^'])
  expect(frame('', 1, 1)).toEqual(['> 1 |', '    | ^'])
})

test('a code frame shows tabs as two columns, and the caret where it belongs', () => {
  expect(frame('\t\tx = ;', 1, 7)).toEqual(['> 1 |     x = ;', '    |         ^'])
})

test('a code frame splits lines at Windows line ends', () => {
  expect(frame('one\r\ntwo\r\n', 2, 1)).toEqual(['  1 | one', '> 2 | two', '    | ^', '  3 |'])
})

test('a code frame cuts long lines, around the place when that is far to the right', () => {
  const text = `${'a'.repeat(500)}!${'b'.repeat(500)}`
  const [line = '', caret = ''] = frame(text, 1, 501)
  expect(line.length).toBeLessThan(110)
  expect(line).toMatch(/^> 1 \| …a+!b+…$/)
  expect(line.indexOf('!')).toBe(caret.indexOf('^'))
  const [near = ''] = frame(text, 1, 3)
  expect(near).toMatch(/^> 1 \| a{99}…$/)
})
