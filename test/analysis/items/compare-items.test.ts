import { describe, expect, test } from 'vitest'
import { compareItems } from '../../../src/analysis/items/compare-items.ts'
import { parseCsv } from '../../../src/analysis/items/parse-csv.ts'
import { readRows } from '../../../src/analysis/items/read-rows.ts'
import type { Row } from '../../../src/analysis/items/read-rows.ts'

const compare = (a: readonly Row[], b: readonly Row[]) =>
  compareItems({ label: 'A', rows: a }, { label: 'B', rows: b }, { table: 'outcomes', key: 'id' })

/** A run with nothing but artifacts. */
const runWith = (files: Readonly<Record<string, string>>): Parameters<typeof readRows>[0] =>
  ({
    name: 'k3f9',
    tracked: [],
    artifacts: {
      has: (name: string) => name in files,
      names: () => Object.keys(files),
      get: (name: string) => ({ text: () => Promise.resolve(files[name] ?? '') }),
    },
  }) as never

describe('two tables, item by item', () => {
  test('name the items that flipped, with both answers, and count them', () => {
    const before = Array.from({ length: 200 }, (_, id): Row => ({ id, correct: true, answer: 'x' }))
    const after = before.map((row): Row => (Number(row['id']) % 50 === 7 ? { ...row, correct: false, answer: 'y' } : row))
    const { entries, same, flips, notes } = compare(before, after.toReversed())
    expect(entries.map(({ key }) => key)).toEqual([7, 57, 107, 157])
    expect(entries[0]?.columns).toEqual([
      { column: 'correct', before: true, after: false },
      { column: 'answer', before: 'x', after: 'y' },
    ])
    expect({ same, notes }).toEqual({ same: 196, notes: [] })
    expect(flips).toEqual([
      { column: 'correct', items: 4, toTrue: 0, toFalse: 4 },
      { column: 'answer', items: 4, toTrue: null, toFalse: null },
    ])
  })

  test('have what became true or false first, then what else changed, then what one of them lacks', () => {
    const a = [{ id: 1, answer: 'x' }, { id: 2 }, { id: 3, correct: false, answer: 'y' }]
    const b = [{ id: 4 }, { id: 1, answer: 'z' }, { id: 3, correct: true, answer: 'y' }]
    const { entries } = compare(a, b)
    expect(entries.map(({ key, state }) => [key, state])).toEqual([
      [3, 'changed'],
      [1, 'changed'],
      [2, 'removed'],
      [4, 'added'],
    ])
  })

  test('take numbers that are written otherwise in a file for the same', () => {
    const { entries, same } = compare([{ id: 1, p: '0.50', q: '1e-3', r: '007x' }], [{ id: '1', p: 0.5, q: '0.001', r: '7x' }])
    expect(same).toBe(0)
    expect(entries[0]?.columns).toEqual([{ column: 'r', before: '007x', after: '7x' }])
  })

  test('say with numbers what cannot be compared: repeated and missing keys, and columns of one alone', () => {
    const { entries, same, notes } = compare(
      [{ id: 1, x: 1 }, { id: 1, x: 2, mine: 0 }, { x: 3 }, { id: 2, x: 1 }],
      [
        { id: '1', x: 2 },
        { id: 3, x: 1 },
        { id: null, x: 1 },
      ],
    )
    expect(same).toBe(1)
    expect(entries.map(({ key, state }) => [key, state])).toEqual([
      [2, 'removed'],
      [3, 'added'],
    ])
    expect(notes).toEqual([
      'In A, 1 of the keys id come more than once (1 in 2 rows): the last row of each counts.',
      'In A, 1 of 4 rows have no id, and are not compared.',
      'In B, 1 of 3 rows have no id, and are not compared.',
      'Only A has the column mine: not compared.',
    ])
  })

  test('need a column that says which item a row is: TABLE_KEY', () => {
    expect(() => compare([{ ID: 1 }], [])).toThrow(
      expect.objectContaining({ code: 'TABLE_KEY', message: 'The table "outcomes" of A has no column "id".' }),
    )
  })
})

describe('rows', () => {
  test('are read from artifacts: comma-separated, JSON lines, an array of JSON', async () => {
    const run = runWith({
      'a.csv': 'id,text\r\n1,"a ""b"", c"\r\n2,\n',
      'b.jsonl': '{"id":1}\n{"id":2}\n',
      'c.json': '[{"id":1}]',
    })
    expect(await readRows(run, 'a.csv')).toEqual([
      { id: '1', text: 'a "b", c' },
      { id: '2', text: '' },
    ])
    expect(await readRows(run, 'b.jsonl')).toEqual([{ id: 1 }, { id: 2 }])
    expect(await readRows(run, 'c.json')).toEqual([{ id: 1 }])
    expect(parseCsv('')).toEqual([])
  })

  test('that cannot be read say which file and row: TABLE_INVALID, TABLE_NOT_FOUND', async () => {
    const run = runWith({ 'a.csv': 'id,text\n1\n', 'b.jsonl': '3\n', 'c.json': '{', 'out.txt': '' })
    const refused = async (table: string) => await readRows(run, table).catch((error: unknown) => error)
    expect(await refused('a.csv')).toMatchObject({
      code: 'TABLE_INVALID',
      message: expect.stringContaining('row 1 has 1 fields'),
    })
    expect(await refused('b.jsonl')).toMatchObject({ code: 'TABLE_INVALID', message: expect.stringContaining('record 1') })
    expect(await refused('c.json')).toMatchObject({ code: 'TABLE_INVALID' })
    expect(await refused('b.json')).toMatchObject({ code: 'TABLE_NOT_FOUND', hint: 'Did you mean b.jsonl?' })
  })
})
