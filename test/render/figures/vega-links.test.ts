import { expect, test } from 'vitest'
import { vegaToSvg } from '../../../src/render/figures/draw-vega.ts'

const values = [{ x: 1, to: 'https://example.com/x' }]

test.each([
  ['of a channel', { encoding: { x: { field: 'x', type: 'quantitative' }, href: { field: 'to' } } }],
  ['that the loader of Vega refuses', { encoding: { href: { value: 'vbscript:x' } } }],
  ['of the mark', { mark: { type: 'bar', href: 'https://example.com' } }],
])('a figure with a link %s is drawn without it', async (_, more) => {
  const svg = await vegaToSvg({ data: { values }, mark: 'bar', ...more })
  expect(svg).toMatch(/class="mark-rect[^>]*>(<[ag][^>]*>)*<path /)
  expect(svg).not.toMatch(/<\/?a[ >]|href=/)
})

test('a picture that would have to be loaded is refused to who asked for it, and throws nothing later', async () => {
  const mark = { type: 'image', url: 'https://example.com/x.png' }
  await expect(vegaToSvg({ data: { values }, mark })).rejects.toThrow('would have to be loaded from "https://example.com/x.png"')
})
