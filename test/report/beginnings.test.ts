import { describe, expect, test } from 'vitest'
import { encodeValue } from '../../src/format/tagged-json.ts'
import { compileTable } from '../../src/render/pages/table-page.ts'
import { columnsThatFit } from '../../src/report/table.ts'
import { STYLE } from '../../src/report/style.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put, putLines } from './page-of.ts'
import type { Page } from './page-of.ts'

type Record = Readonly<{ [column: string]: unknown }>

/** The report of a run that has tracked a table. */
async function reportOf(records: readonly Record[]): Promise<Page> {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  put(folder, 'visuals/t.html', 'x')
  put(folder, 'visuals/t.jsonl', records.map((record) => `${JSON.stringify(encodeValue(record))}\n`).join(''))
  const files = ['visuals/t.html', 'visuals/t.jsonl']
  putLines(folder, '.runlab/visuals.jsonl', [
    { title: 'guesses', form: 'table', group: 'tracked', series: [], files, alt: 'Table: guesses.', note: null },
  ])
  const page = await pageOf(folder)
  checkPage(page)
  return page
}

const RECORDS: readonly Record[] = [
  { share: 0.123_456_789_012_3, count: 1_234_567, right: true, at: new Date(0), text: 'a', n: null },
  { share: Number.NaN, count: -2, right: false, at: new Date(1), text: 'one two '.repeat(9), n: 1 },
]
const CELLS = [
  ['0.123457', '1,234,567', 'true', '1970-01-01T00:00:00.000Z', 'a', ''],
  ['NaN', '−2', 'false', '1970-01-01T00:00:00.001Z', 'one two '.repeat(9).trim(), '1'],
]
const LOOKS = ['number', 'number', 'short', 'short', 'long', 'number']

describe('numbers of a table have six digits and stand at the right, and what is short is on one line', () => {
  test('in the report', async () => {
    const page = await reportOf(RECORDS)
    expect(page.texts('.data td')).toEqual(CELLS.flat())
    const kinds = [...page.document.querySelectorAll('.data tr')].map((row) => [...row.children].map((cell) => cell.className))
    expect(kinds).toEqual([LOOKS, LOOKS, LOOKS])
    expect(page.document.querySelector('.data')?.closest('.scroll')?.getAttribute('aria-label')).toBe('guesses')
    expect(STYLE).toContain('.data td.number,.data td.short{white-space:nowrap}')
  })

  test('on the page of the table', () => {
    const { html, csv } = compileTable({ type: 'table', title: 'guesses', records: RECORDS })
    const cells = [...html.matchAll(/<td class="(\w+)">([^<]*)</g)].map(([, look, text = '']) => [look, text.trim()])
    expect(cells).toEqual(CELLS.flat().map((text, i) => [LOOKS[i % LOOKS.length], text]))
    expect(html).toContain('td.number,td.short{white-space:nowrap}')
    expect(csv).toContain('0.1234567890123,1234567,true')
  })
})

test('of tables at several steps the last one is shown; of one row a step the first ones', async () => {
  const atSteps = [0, 1, 2].flatMap((step) => ['a', 'b'].map((name) => ({ step, name: `${name}${step}` })))
  const page = await reportOf(atSteps)
  expect(page.texts('.data td')).toEqual(['a2', 'b2'])
  expect(page.text('.table')).toContain('Step 2, the last one:')
  expect(page.texts('.cut')).toContain('… and 4 more rows.')
  expect((await reportOf(atSteps.filter((_, i) => i % 2 === 0))).texts('.data td')).toEqual(['0', 'a0', '1', 'a1', '2', 'a2'])
  const many = Array.from({ length: 30_000 }, (_, i) => ({ step: Math.floor(i / 1000), name: `row ${i}` }))
  const long = await reportOf(many)
  expect(long.texts('.data td').slice(0, 1)).toEqual(['row 29000'])
  expect(long.texts('.data tr')).toHaveLength(101)
})

test('what a table leaves out is counted: on a screen, and on paper where fewer columns have room', async () => {
  const wide = Array.from({ length: 130 }, () => Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`column_${i}`, i])))
  const page = await reportOf(wide)
  const count = (selector: string): number => page.document.querySelectorAll(selector).length
  expect([count('.data tbody tr'), count('.data tbody tr:not(.over)'), count('.data thead th')]).toEqual([100, 20, 24])
  const over = count('.data thead th.over')
  expect(over).toBeGreaterThan(0)
  expect(count('.data tbody td.over')).toBe(100 * over)
  expect(page.texts('figure .on-screen')).toEqual(['… and 30 more rows and 6 more columns.'])
  expect(page.texts('figure .on-paper')).toEqual([`… and 110 more rows and ${6 + over} more columns.`])
  expect(STYLE).toMatch(/@media print\{[^]*\.over,\.on-screen[^{]*\{display:none\}/)
})

test('a table that is shown whole leaves nothing to say', async () => {
  const page = await reportOf([{ a: 1 }])
  expect(page.document.querySelectorAll('figure .cut, figure .over')).toHaveLength(0)
})

test('columns fit as long as there is room, and the first one always', () => {
  expect(columnsThatFit([])).toBe(0)
  expect(columnsThatFit([10, 10, 10], 24)).toBe(2)
  expect(columnsThatFit([500], 10)).toBe(1)
})
