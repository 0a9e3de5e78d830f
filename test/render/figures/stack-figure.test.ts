import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { figureToSvg } from '../../../src/render/figures/draw-figure.ts'
import { rasterise } from '../../../src/render/raster/rasterise.ts'

const { document } = parseHTML('<html><body></body></html>')
const data = [0, 1, 2, 3].map((x) => ({ x, y: x * x, kind: x % 2 === 0 ? 'even & <so on>' : 'odd' }))
const mark = Plot.dot(data, { x: 'x', y: 'y', fill: 'kind' })
const options = { document, width: 300, height: 100, marks: [mark] } as Plot.PlotOptions

test('a figure of Observable Plot is drawn with its titles, legend and caption', async () => {
  const figure = Plot.plot({ ...options, title: 'A title', subtitle: 'Below', caption: 'Said', color: { legend: true } })
  const svg = await figureToSvg(figure)
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
  expect(texts).toEqual(expect.arrayContaining(['A title', 'Below', 'even &amp; &lt;so on&gt;', 'odd', 'Said', '5']))
  expect(svg).toContain('fill="#4269d0"')
  const { width, height } = await rasterise(svg) // it is one document
  expect(width).toBe(300)
  expect(height).toBeGreaterThan(180)
})

test('several drawings of one element stand below each other, in their order', async () => {
  const outerHTML = `<div><svg viewBox="0 0 40 30"><rect id="a"/></svg><p>between</p><svg width="50" height="20px"><rect id="b"/></svg></div>`
  const svg = await figureToSvg({ outerHTML })
  expect(svg.indexOf('id="a"')).toBeLessThan(svg.indexOf('between'))
  expect(svg.indexOf('between')).toBeLessThan(svg.indexOf('id="b"'))
  expect(await rasterise(svg)).toMatchObject({ width: 58, height: 74 })
})

test('an element that is SVG, or a figure with nothing else in it, is drawn as it is', async () => {
  const svg = await figureToSvg(Plot.plot(options))
  expect(svg).toMatch(/^<svg xmlns="[^"]+" viewBox="0 0 300 100"/)
  expect(await figureToSvg({ outerHTML: `<figure><style>p{}</style>\n${svg}</figure>` })).toBe(svg)
  const nested = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><svg/></svg>'
  expect(await figureToSvg({ outerHTML: nested })).toBe(nested)
  await expect(figureToSvg({ outerHTML: '<figure><p>text</p></figure>' })).rejects.toThrow('the element holds no <svg>')
})

test.each([
  ['drawings side by side', '<div style="display:flex"><svg width="9" height="9"/><svg width="9" height="9"/></div>'],
  ['a table', '<svg width="9" height="9"/><table><tr><td>a</td></tr></table>'],
  ['a drawing in a box', '<svg width="9" height="9"/><div><svg width="200" height="100"/></div>'],
  ['a list in a caption', '<svg width="9" height="9"/><figcaption><ul><li>a</li></ul></figcaption>'],
])('what would be lost is not drawn: %s', async (_, inside) => {
  const drawn = figureToSvg({ outerHTML: `<figure><h2>Two</h2>${inside}</figure>` })
  await expect(drawn).rejects.toThrow('it holds more than drawings, titles and legends')
})
