import { expect, test } from 'vitest'
import { vegaToSvg } from '../../../src/render/figures/draw-vega.ts'
import { LINE_COLOURS, MUTED, PAPER } from '../../../src/render/charts/theme.ts'

const values = [0, 1, 2, 3].map((i) => ({ x: i, y: i * i, kind: i % 2 === 0 ? 'cat' : 'dog' }))
const encoding = { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } } as const
const draw = async (more: object): Promise<string> => await vegaToSvg({ data: { values }, mark: 'line', encoding, ...more })
const isOwn = (svg: string): boolean => svg.includes('class="runlab-chart"')

test('a figure of Vega-Lite has the colours of our charts, where it says no others', async () => {
  const svg = await draw({ encoding: { ...encoding, color: { field: 'kind', type: 'nominal' } } })
  for (const colour of [LINE_COLOURS[0], LINE_COLOURS[1]]) expect(svg).toContain(`stroke="${colour}"`)
  expect(svg).toContain(`<rect width="`)
  expect(svg).toContain(`fill="${PAPER}"`)
  expect(svg).toMatch(new RegExp(`<text [^>]*fill="${MUTED}"[^>]*>x</text>`))
  expect(await draw({ mark: { type: 'line', color: 'crimson' } })).toContain('stroke="crimson"')
})

test.each([
  ['lines in our colours', {}, true],
  ['cells of a heat map', { mark: 'rect', encoding: { ...encoding, color: { field: 'y', type: 'quantitative' } } }, true],
  ['a light colour of its own', { mark: { type: 'line', color: '#ff8800' } }, true],
  ['a dark colour of its own', { mark: { type: 'line', color: '#000' } }, false],
  ['a colour that has a name', { mark: { type: 'line', color: 'navy' } }, false],
  [
    'points from dark to light',
    { mark: 'circle', encoding: { ...encoding, color: { field: 'y', type: 'quantitative' } } },
    false,
  ],
  ['a background of its own', { background: '#ffffee' }, false],
])('whether pages turn its colours for the dark: %s', async (_, more, expected) => {
  expect(isOwn(await draw(more))).toBe(expected)
})
