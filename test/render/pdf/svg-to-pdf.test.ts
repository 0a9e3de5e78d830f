import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { svgToPdf } from '../../../src/render/pdf/svg-to-pdf.ts'

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" font-family="system-ui">
<path d="M10,10L190,90" stroke="crimson"/><text x="20" y="30" font-weight="bold">loss µ → α</text><text x="20" y="60">−0.5</text>
<image width="10" height="10" href="/etc/hostname"/></svg>`

/** The streams of a PDF, as text. */
function streamsOf(pdf: Uint8Array): string {
  const text = Buffer.from(pdf).toString('latin1')
  return [...text.matchAll(/\/FlateDecode[^]*?stream\n([^]*?)\nendstream/g)]
    .map(([, packed = '']) => inflateSync(Buffer.from(packed, 'latin1')).toString('latin1'))
    .join('\n')
}

test('a figure as PDF has its size in points, lines as lines, and text as text in letters that it brings along', async () => {
  const pdf = await svgToPdf(SVG)
  const text = Buffer.from(pdf).toString('latin1')
  expect(text).toMatch(/^%PDF-1\.\d/)
  expect(text).toContain('/MediaBox [0 0 150 75]')
  expect([...text.matchAll(/\/FontName \/\w+\+(DejaVuSans(?:-Bold)?)/g)].map(([, name]) => name).toSorted()).toEqual([
    'DejaVuSans',
    'DejaVuSans-Bold',
  ])
  const streams = streamsOf(pdf)
  expect(streams).toMatch(/10 10 m\s+190 90 l/)
  expect(streams).toMatch(/\bTj\b/)
  // What it takes to search and copy: which letter of Unicode each glyph is.
  for (const letter of ['00b5', '2192', '03b1', '2212']) expect(streams).toContain(`<${letter}>`)
  expect(text).not.toContain('/Subtype /Image')
})

test('the same figure is the same PDF', async () => {
  expect(Buffer.from(await svgToPdf(SVG)).equals(await svgToPdf(SVG))).toBe(true)
})

test('what is no SVG is refused', async () => {
  await expect(svgToPdf('<svg><g></svg>')).rejects.toThrow()
})
