import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { rasterise } from '../../../src/render/raster/rasterise.ts'
import { plainPng } from './make-png.ts'

let [folder, file] = ['', '']
const red = plainPng(64, 64, [255, 0, 0, 255])
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'runlab-private-'))
  file = join(folder, 'private.png')
  writeFileSync(file, red)
})

const NAMESPACES = `xmlns="http://www.w3.org/2000/svg" xmlns:q="http://www.w3.org/1999/xlink"`

/** How many pixels are red. */
async function countRed(content: string, doctype = ''): Promise<number> {
  const { pixels } = await rasterise(`${doctype}<svg ${NAMESPACES} width="64" height="64">${content}</svg>`)
  let count = 0
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i] === 255 && pixels[i + 1] === 0 && pixels[i + 3] === 255) count++
  return count
}

test('an SVG brings no file into a picture, however it names it', async () => {
  const size = 'width="64" height="64"'
  const filter = `<filter id="f" x="0" y="0" width="1" height="1"><feImage href="${file}"/></filter><rect ${size} filter="url(#f)"/>`
  expect(await countRed(`<image href="${file}" ${size}/>`)).toBe(0)
  expect(await countRed(`<image q:href = '${file}' ${size}/>`)).toBe(0)
  expect(await countRed(`<image href="${file.replaceAll('/', '&#47;')}" ${size}/>`)).toBe(0)
  expect(await countRed(filter)).toBe(0)
  expect(await countRed(`<image href="&f;" ${size}/>`, `<!DOCTYPE svg [<!ENTITY f "${file}">]>`)).toBe(0)
  expect(await countRed('&f;', `<!DOCTYPE svg [<!ENTITY f "<image href='${file}' width='64' height='64'/>">]>`)).toBe(0)
})

test('what an SVG holds itself is drawn', async () => {
  const data = `data:image/png;base64,${red.toString('base64')}`
  expect(await countRed(`<image href="${data}" width="64" height="64"/>`)).toBe(64 * 64)
  expect(await countRed(`<defs><rect id="a" width="8" height="8" fill="#f00"/></defs><use q:href="#a"/>`)).toBe(64)
  expect(await countRed(`<a href="https://example.com"><rect width="8" height="8" fill="#f00"/></a>`)).toBe(64)
})
