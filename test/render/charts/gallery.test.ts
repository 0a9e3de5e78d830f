import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { rasterise } from '../../../src/render/raster/rasterise.ts'
import type { Drawing } from '../../../src/render/charts/drawing.ts'
import { WIDTH } from '../../../src/render/charts/theme.ts'
import { GALLERY as TRACKED } from './gallery-cases.ts'
import { RUN_GALLERY } from './run-gallery-cases.ts'

const GALLERY = { ...TRACKED, ...RUN_GALLERY }

const repository = join(import.meta.dirname, '../../..')
const folder = join(repository, 'docs/gallery')
const names = Object.keys(GALLERY)

/** `GALLERY=write npx vitest run test/render/charts/gallery.test.ts` writes the pictures and their page: look at them. */
const isWriting = process.env['GALLERY'] === 'write'

/** What is drawn of a case, once for all tests. */
function drawingOf(name: string): Drawing {
  const drawing = drawings.get(name) ?? GALLERY[name]?.draw() ?? { note: '' }
  drawings.set(name, drawing)
  return drawing
}
const drawings = new Map<string, Drawing>()

/** Without what differs between machines: digits after the first, and how PNGs are compressed. */
function normalise(svg: string): string {
  return svg
    .replaceAll(/data:image\/png;base64,([\w+/=]+)/g, (_, base64: string) => {
      const { width, height, data } = PNG.sync.read(Buffer.from(base64, 'base64'))
      return `${width}×${height} ${createHash('sha256').update(data).digest('hex')}`
    })
    .replaceAll(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10))
}

test.each(names)('%s is drawn as in the gallery', (name) => {
  const drawing = drawingOf(name)
  const file = join(folder, `${name}.svg`)
  if (isWriting && 'svg' in drawing) writeFileSync(file, drawing.svg)
  if ('note' in drawing) return expect({ note: drawing.note, hasFile: existsSync(file) }).toMatchSnapshot()
  expect(normalise(drawing.svg)).toBe(normalise(readFileSync(file, 'utf8')))
})

test('the page shows every picture with what can be seen in it', () => {
  const file = join(folder, 'README.md')
  if (isWriting) writeFileSync(file, page())
  expect(readFileSync(file, 'utf8')).toBe(page())
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.svg'))
  expect(pictures.filter((name) => !names.includes(name.replace(/\.svg$/, '')))).toEqual([])
})

test.each(names)('%s has text and lines inside of its picture, as XML that stands for itself', async (name) => {
  const drawing = drawingOf(name)
  if ('note' in drawing) return expect(drawing.note).toMatch(/^[A-Z\d].*\.$/)
  const { svg, alt } = drawing
  expect(alt).toMatch(/^[A-Z\d].*\.$/)
  expect(svg).not.toMatch(/currentColor|NaN[,"]|Infinity|undefined|<style|<script|https?:\/\/(?!www\.w3\.org\/)/)
  const image = await rasterise(svg)
  const pixels = image.pixels // a copy, each time
  const colours = new Set<number>()
  for (let i = 0; i < pixels.length; i += 4) colours.add(pixels.readUInt32BE(i))
  const printed = /^<svg [^>]*width="([\d.]+)mm"/.exec(svg)?.[1]
  const width = printed === undefined ? WIDTH : Math.round((Number(printed) / 25.4) * 96)
  expect([image.width, colours.size > 10]).toEqual([width, true])
})

function page(): string {
  const entries = names.map((name) => {
    const { caption = '' } = GALLERY[name] ?? {}
    const drawing = drawingOf(name)
    const shown = 'note' in drawing ? `> ${drawing.note}` : `![${caption}](${name}.svg)`
    return `### ${name.replaceAll('-', ' ')}\n\n${caption}\n\n${shown}\n`
  })
  return `# Gallery

What runlab draws of what was tracked, without being asked, and of many runs with \`runlab plot\`. Made by \`test/render/charts/gallery.test.ts\`, which compares every picture with
what is drawn now.

${entries.join('\n')}`
}
