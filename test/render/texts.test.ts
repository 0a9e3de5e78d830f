import { describe, expect, test } from 'vitest'
import { agoText } from '../../src/render/ago-text.ts'
import { bytesText } from '../../src/render/bytes-text.ts'
import { colorsFor } from '../../src/render/colors.ts'
import { durationText } from '../../src/render/duration-text.ts'
import { flagRows, parameterRows } from '../../src/render/help.ts'
import { terminalLink } from '../../src/render/terminal-link.ts'
import { valueText } from '../../src/render/value-text.ts'

test.each([
  [-5, 'just now'],
  [999, 'just now'],
  [1000, '1 s ago'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [3 * 3600_000 + 59 * 60_000, '3 h ago'],
  [86_400_000 * 400, '400 d ago'],
])('%d ms ago are %s', (milliseconds, text) => {
  expect(agoText(milliseconds)).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [4200, '4.2 kB'],
  [42_000, '42 kB'],
  [420_000, '420 kB'],
  [99_600, '100 kB'],
  [9960, '10 kB'],
  [999_999, '1.0 MB'],
  [1.3e9, '1.3 GB'],
  [5e15, '5000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text)
})

test.each([
  [0, '0 ms'],
  [830.4, '830 ms'],
  [999.6, '1.00 s'],
  [4213, '4.21 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min'],
  [185_000, '3 min 5 s'],
  [3_600_000, '1 h'],
  [7_440_000, '2 h 4 min'],
  [3_599_600, '1 h'],
  [266_400_000, '3 d 2 h'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text)
})

describe('a value on one line', () => {
  test.each([
    ['a text', 'a text'],
    ['', ''],
    ['two\nlines', "'two\\nlines'"],
    ['a \u001b[31mcode', "'a \\x1B[31mcode'"],
    [1.5, '1.5'],
    [undefined, 'undefined'],
    [[1, [2]], '[ 1, [ 2 ] ]'],
    [new Map([[1, 2]]), 'Map(1) { 1 => 2 }'],
    [{ a: 'b\nc' }, "{ a: 'b\\nc' }"],
  ])('%j is %j', (value, text) => {
    expect(valueText(value)).toBe(text)
  })

  test('is cut to its limit', () => {
    expect(valueText('x'.repeat(61))).toBe(`${'x'.repeat(59)}…`)
    expect(valueText('x'.repeat(60))).toHaveLength(60)
    expect(
      valueText(
        Array.from({ length: 1000 }, () => 1),
        10,
      ),
    ).toBe('[ 1, 1, 1…')
  })
})

describe('colours', () => {
  const red = (stream: { isTTY?: boolean }, env: Record<string, string>): boolean => colorsFor(stream, env).red('x') !== 'x'

  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, true],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('on a terminal: %j, with %j: %j', (isTTY, env, colored) => {
    expect(red({ isTTY }, env as Record<string, string>)).toBe(colored)
  })
})

describe('help', () => {
  test('lists flags in two columns', () => {
    const flags = [
      { name: 'seed', placeholder: 'N', help: 'seed of the run' },
      { name: 'debug', help: 'use "debug"' },
    ]
    expect(flagRows(flags, 80)).toBe('  --seed N  seed of the run\n  --debug   use "debug"\n')
  })

  test('puts descriptions below their parameter, broken to the width', () => {
    const parameters = [
      { flag: '--n', type: 'integer', default: '3', bounds: '≥ 1', description: 'How many there are of them in all' },
      { flag: '--rate', type: 'number', default: '0.5', bounds: '', description: '' },
    ]
    expect(parameterRows(parameters, 32).split('\n')).toEqual([
      '  --n     integer ≥ 1, default 3',
      '          How many there are of',
      '          them in all',
      '  --rate  number, default 0.5',
      '',
    ])
  })
})

test('a link names its place and ends', () => {
  expect(terminalLink('here', 'file:///a')).toBe('\u001b]8;;file:///a\u001b\\here\u001b]8;;\u001b\\')
})
