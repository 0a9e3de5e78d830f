import { expect, test } from 'vitest'
import { FONT_SIZE, WIDTH } from '../../src/render/charts/theme.ts'
import { STYLE } from '../../src/report/style.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put, putLines } from './page-of.ts'

const phone = /@media \(max-width:36rem\)\{\n([^]*?)\n\}\n/.exec(STYLE)?.[1] ?? ''

test('the table of series begins with what is asked for most, and its numbers read as those of plots', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  const summary = { first_step: 0, last_step: 1_000_000, first_time: 0, last_time: 1, non_finite: 0, parts: [] }
  const numbers = { count: 12_345, last: 0.000_012_345_678, min: -0.5, max: 1_234_567, mean: 12_345.678 }
  putLines(folder, '.runlab/series.jsonl', [
    {},
    { name: 'loss', context: null, kind: 'number', ...summary, ...numbers },
    { name: 'words', context: null, kind: 'text', ...summary, count: 1, last: null, min: null, max: null, mean: null },
  ])
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.texts('#series thead th')).toEqual(['Series', 'Last', 'Min', 'Max', 'Mean', 'Points', 'First step', 'Last step'])
  const rows = [...page.document.querySelectorAll('#series tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map(({ textContent }) => textContent.trim()),
  )
  expect(rows).toEqual([
    ['1.23457×10⁻⁵', '−0.5', '1,234,567', '12,345.7', '12,345', '0', '1,000,000'],
    ['', '', '', '', '1', '0', '1,000,000'],
  ])
  expect(page.document.querySelector('#series > .scroll > .series')).not.toBeNull()
})

test('letters at the axes of a chart that is as wide as a phone have ten pixels', () => {
  expect((FONT_SIZE * 390) / WIDTH).toBeGreaterThanOrEqual(10)
  // Cards of charts have the whole width of a phone.
  expect(/body\{padding:1\.5rem (\w+)/.exec(phone)?.[1]).toBe(/\.sheet\{margin-inline:-(\w+);border-inline:0/.exec(phone)?.[1])
})

test('what can be scrolled has a shadow where there is more, without a script', () => {
  const scroll = /\n\.scroll\{overflow-x:auto;background:([^}]*)\}/.exec(STYLE)?.[1] ?? ''
  expect(scroll.match(/var\(--page\)[^,]*,transparent\)[^,]* local/g)).toHaveLength(2)
  expect(scroll.match(/var\(--shade\),transparent\)[^,]* scroll/g)).toHaveLength(2)
})

test('on phones a date of the log stands once, where a day begins', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  const lines = [
    '2026-11-26 23:59:58.000  a',
    '2026-11-26 23:59:59.000  b <i>',
    'no time',
    '2026-11-27 00:00:00.000  c',
    '2026-11-27 00:00:01.000  d',
  ]
  put(folder, 'experiment_out.log', `${lines.join('\n')}\n`)
  const page = await pageOf(folder)
  expect(page.document.querySelector('#log pre')?.textContent).toBe(lines.join('\n'))
  expect(page.texts('#log .day')).toEqual(['2026-11-26', '2026-11-27'])
  expect(page.document.querySelector('#log pre')?.textContent.split('\n').length).toBe(5)
  expect(phone).toContain('.day{display:none}')
})

test('what implements hooks is broken on phones rather than wider than they are', () => {
  expect(STYLE).toMatch(/\.parameters,\.values,\.lineage\{table-layout:fixed\}/)
})
