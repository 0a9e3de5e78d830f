import { expect, test } from 'vitest'
import { paintStatus } from '../../src/cli/paint-status.ts'
import { plainTable } from '../../src/cli/table.ts'
import { colorsFor } from '../../src/render/colors.ts'

test('columns are aligned, two spaces apart, without borders or trailing spaces', () => {
  expect(
    plainTable(
      [
        ['done', '1 s', 'a/b', 'x=1'],
        ['running', '', 'long/name', ''],
      ],
      80,
    ),
  ).toBe('done     1 s  a/b        x=1\nrunning       long/name\n')
})

test('only the last column is cut, so that lines fit', () => {
  const lines = plainTable(
    [
      ['done', 'a/name', 'x=1 '.repeat(30)],
      ['done', 'b', 'short'],
    ],
    40,
  ).split('\n')
  expect(lines[0]).toMatch(/^done {2}a\/name {2}x=1 .*…$/)
  expect(lines[0]!.length).toBeLessThanOrEqual(40)
  expect(lines[1]).toBe('done  b       short')
  expect(plainTable([['x'.repeat(60), 'y'.repeat(20)]], 40)).toContain(`${'x'.repeat(60)}  yyyyyyyyy…`)
})

test('wide characters are neither cut nor moved', () => {
  expect(
    plainTable(
      [
        ['実験/名前', 'x'],
        ['ab', 'y'],
      ],
      80,
    ),
  ).toBe('実験/名前  x\nab         y\n')
})

test('no rows are no text', () => {
  expect(plainTable([], 80)).toBe('')
})

test('a status is coloured at the start of its line, and only there', () => {
  const colors = colorsFor({ isTTY: true }, {})
  expect(paintStatus('failed  1 s', 'failed', colors)).toBe('\u001b[31mfailed\u001b[39m  1 s')
  expect(paintStatus('done', 'done', colors)).toBe('\u001b[32mdone\u001b[39m')
  expect(paintStatus('1 s failed', 'failed', colors)).toBe('1 s failed')
  expect(paintStatus('unreadable', 'unreadable', colors)).toBe('unreadable')
  expect(paintStatus('failed', 'failed', colorsFor({}, {}))).toBe('failed')
})
