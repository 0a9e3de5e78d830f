import { expect, test } from 'vitest'
import { SORT_STYLE, placesOf, sortChoices, tracksOf, unsortChoice } from '../../../src/render/pages/sortable.ts'
import { compileTable } from '../../../src/render/pages/table-page.ts'

/** The rows in the order in which the style shows them. */
function ordered(values: readonly unknown[], direction: 'up' | 'down'): readonly unknown[] {
  const order = placesOf([values], values.length).map((style) => {
    const [, up] = /--u0:(\d+)/.exec(style) ?? []
    const [, down] = /--d0:(\d+)/.exec(style) ?? []
    return direction === 'up' ? Number(up) : Number(down ?? -Number(up))
  })
  return [...values.keys()].toSorted((a, b) => (order[a] ?? 0) - (order[b] ?? 0)).map((i) => values[i])
}

test.each([
  ['numbers', [3, -1, 20, Number.POSITIVE_INFINITY], [-1, 3, 20, Number.POSITIVE_INFINITY]],
  ['texts, with numbers in them as such', ['a10', 'B1', 'a2'], ['a2', 'a10', 'B1']],
  ['dates', [new Date(5), new Date(1)], [new Date(1), new Date(5)]],
  ['yes and no', [true, false], [false, true]],
  ['large whole numbers beside others', [10n, 2.5, 3n], [2.5, 3n, 10n]],
])('rows have their places by %s', (_, values, sorted) => {
  expect(ordered(values, 'up')).toEqual(sorted)
  expect(ordered(values, 'down')).toEqual(sorted.toReversed())
})

test('what is missing comes last, whichever way', () => {
  const values = [null, 2, Number.NaN, 1, undefined]
  expect(ordered(values, 'up').slice(0, 2)).toEqual([1, 2])
  expect(ordered(values, 'down').slice(0, 2)).toEqual([2, 1])
})

test('a head has two choices that a screen reader can tell, of one group with the way back', () => {
  const choices = sortChoices('a <b> "c"', { column: 7, group: 'table-0' })
  expect(choices).toContain('class="up7" aria-label="Sort by a &lt;b&gt; &quot;c&quot;, ascending"')
  expect(choices.match(/name="table-0"/g)).toHaveLength(2)
  expect(unsortChoice('table-0')).toContain('name="table-0" checked')
  expect(SORT_STYLE).toContain('.sortable:has(.up7:checked) tbody tr{order:var(--u7)}')
  expect(SORT_STYLE.split('{').length).toBe(SORT_STYLE.split('}').length)
})

test('texts share what short columns leave', () => {
  const texts = [['1'], ['I do not know', 'Ouagadougou'], ['yes'], ['x'.repeat(50), 'a b '.repeat(200)]]
  expect(tracksOf(['number', 'long', 'short', 'long'], texts)).toBe(
    'grid-template-columns:auto minmax(12ch,13fr) auto minmax(18ch,120fr)',
  )
})

test('the page of a table can be sorted by its first 24 columns, and runs nothing', () => {
  const record = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, i]))
  const { html } = compileTable({ type: 'table', title: 't', records: [record, record] })
  expect(html.match(/type="radio"/g)).toHaveLength(2 * 24 + 1)
  expect(html).toContain('<h1>t</h1><p>2 rows, 30 columns.</p>')
  expect(html).not.toMatch(/<script|<form|\son\w+=/)
})
