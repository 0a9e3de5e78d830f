import { expect, test } from 'vitest'
import { parseCsv } from '../../../src/analysis/items/parse-csv.ts'

test.each([
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,\r\n',
    [
      ['a', 'b'],
      ['1', ''],
    ],
  ],
  ['\uFEFFa\r1', [['a'], ['1']]],
  ['"a,""b""\n",c', [['a,"b"\n', 'c']]],
  ['a\n\n\nb', [['a'], ['b']]],
  ['"never closed', [['never closed']]],
  ['a"b,c', [['a"b', 'c']]],
  ['""', []],
  ['', []],
])('%j is %j', (content, rows) => {
  expect(parseCsv(content)).toEqual(rows)
})

test('a field may be as long as it likes, and full of quotes', () => {
  const long = 'x""'.repeat(3_000_000)
  expect(parseCsv(`"${long}"\n`)).toEqual([['x"'.repeat(3_000_000)]])
})
