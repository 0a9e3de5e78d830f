import { describe, expect, test } from 'vitest'
import { lineUpItems } from '../../../src/analysis/items/line-up-items.ts'
import { itemsText } from '../../../src/cli/show-items.ts'
import { colorsFor } from '../../../src/render/colors.ts'

const runs = [
  { label: 'one', rows: [1, 2, 3].map((id) => ({ id, correct: id > 1, answer: 'a' })) },
  { label: 'two', rows: [1, 2, 3, 3].map((id, row) => ({ id, correct: row !== 1, answer: 'a' })) },
  {
    label: 'three',
    rows: [
      { id: 1, correct: true, answer: 'b', only: 1 },
      { correct: true, answer: 'a', only: 1 },
    ],
  },
]
const options = { table: 'outcomes', key: 'id', all: false }

describe('a table of several runs', () => {
  test('has the items that differ, by the columns that all have', () => {
    const { items, same, truths } = lineUpItems(runs, options)
    expect(items).toEqual([
      { key: '1', column: 'correct', values: [false, true, true] },
      { key: '2', column: 'correct', values: [true, false, undefined] },
      { key: '3', column: 'correct', values: [true, true, undefined] },
      { key: '1', column: 'answer', values: ['a', 'a', 'b'] },
      { key: '2', column: 'answer', values: ['a', 'a', undefined] },
      { key: '3', column: 'answer', values: ['a', 'a', undefined] },
    ])
    expect(same).toBe(0)
    expect(truths).toEqual([
      {
        column: 'correct',
        runs: [
          { yes: 2, of: 3 },
          { yes: 2, of: 3 },
          { yes: 1, of: 1 },
        ],
      },
    ])
    expect(lineUpItems(runs.slice(0, 2), { ...options, columns: ['answer'] })).toMatchObject({ items: [], same: 3 })
    expect(lineUpItems(runs.slice(0, 2), { ...options, columns: ['answer'], all: true }).items).toHaveLength(3)
  })

  test('says with numbers which items a run lacks, which keys repeat, and which rows have none', () => {
    expect(lineUpItems(runs, options).notes).toEqual([
      'In two, 1 of the keys id come more than once (3 in 2 rows): the last row of each counts.',
      'In three, 1 of 2 rows have no id, and are not compared.',
      'three lacks 2 of 3 items.',
    ])
  })

  test('is refused where a run has no such key or column', () => {
    const coded = expect.objectContaining({ code: 'TABLE_KEY' })
    expect(() => lineUpItems(runs, { ...options, key: 'ib' })).toThrow(coded)
    expect(() => lineUpItems(runs, { ...options, columns: ['only'] })).toThrow(/of one has no column "only"/)
  })

  test('is a column a run as far as there is room; what does not fit is said', () => {
    const linedUp = lineUpItems(runs, { ...options, columns: ['correct'] })
    const columns = { key: 'id', names: ['one', 'two', 'three'] }
    const wide = itemsText(linedUp, columns, { width: 80, colors: colorsFor({}, {}) })
    expect(wide).toMatch(/^correct is true: one 2 of 3, two 2 of 3, three 1 of 1\n/)
    expect(wide).toMatch(/^1 +correct +false +true +true$/m)
    expect(wide).toMatch(/^2 +correct +true +false +–$/m)
    const narrow = itemsText(linedUp, columns, { width: 26, colors: colorsFor({}, {}) })
    expect(narrow.replaceAll('\n', ' ')).toContain('1 column more (three): --csv, or a wider terminal')
  })
})
