import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeFrame } from '../../../src/render/raster/decode-frame.ts'
import { UnreadableImage } from '../../../src/render/raster/unreadable-image.ts'
import { makePng, plainPng } from './make-png.ts'
import type { PngParts } from './make-png.ts'
import { ANIMATED_WEBP, CLEAR_WEBP, GIF, GREY_JPEG, JPEG, LOSSLESS_WEBP, SVG, WEBP } from './sample-files.ts'

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'runlab-frame-'))))

function write(name: string, content: Buffer | string): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

async function colours(png: PngParts): Promise<number[][]> {
  const { data, width, height } = await decodeFrame(write('x.png', makePng(png)))
  return Array.from({ length: width * height }, (_, i) => [...data.subarray(i * 4, i * 4 + 3)])
}

const grey = (value: number): number[] => [value, value, value]

describe('a PNG is decoded', () => {
  test('of one bit', async () => {
    expect(await colours({ width: 4, height: 1, depth: 1, type: 0, rows: [0, 0b10100000] })).toEqual([255, 0, 255, 0].map(grey))
  })

  test('of sixteen bits', async () => {
    const rows = [0, 0x80, 0, 0xff, 0xff]
    expect(await colours({ width: 2, height: 1, depth: 16, type: 0, rows })).toEqual([128, 255].map(grey))
  })

  test('of grey', async () => {
    expect(await colours({ width: 3, height: 1, type: 0, rows: [1, 10, 10, 10] })).toEqual([10, 20, 30].map(grey))
  })

  test('of a palette with a transparent colour, which is white then', async () => {
    const palette = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]
    const png = { width: 4, height: 1, depth: 2, type: 3, rows: [0, 0b00011011], palette, transparent: [255, 0] }
    expect(await colours(png)).toEqual([[255, 0, 0], grey(255), [0, 0, 255], grey(9)])
  })

  test('of RGB with one transparent colour', async () => {
    const png = { width: 2, height: 1, type: 2, rows: [0, 1, 2, 3, 4, 5, 6], transparent: [0, 1, 0, 2, 0, 3] }
    expect(await colours(png)).toEqual([grey(255), [4, 5, 6]])
  })

  test('of alpha, laid over white', async () => {
    expect(await colours({ width: 3, height: 1, type: 4, rows: [0, 0, 0, 0, 255, 0, 51] })).toEqual([255, 0, 204].map(grey))
  })

  test('of every filter as pngjs decodes it', async () => {
    const [width, height, channels] = [7, 10, 4]
    const row = (y: number): number[] => [
      y % 5,
      ...Array.from({ length: width * channels }, (_, i) => (i % 4 === 3 ? 0 : (i * 37 + y * 91) % 256)),
    ]
    const rows = Array.from({ length: height }, (_, y) => row(y)).flat()
    for (const type of [2, 0]) {
      const size = { width: type === 2 ? 9 : 28, height }
      const bytes = makePng({ ...size, type, rows: type === 2 ? rows.filter((_, i) => i % 29 < 28) : rows })
      expect([...(await decodeFrame(write('filters.png', bytes))).data]).toEqual([...PNG.sync.read(bytes).data])
    }
  })
})

describe('what cannot be decoded is an UnreadableImage with the reason', () => {
  const sound = { width: 8, height: 8, type: 6, rows: [1, 2, 3] }
  test.each<[string, Buffer | string, RegExp]>([
    ['rows that end too early', makePng(sound), /ends too early/],
    ['rows of a palette that end too early', makePng({ ...sound, type: 3, palette: [1, 2, 3] }), /./],
    ['what is not compressed', makePng({ ...sound, packed: Buffer.from('not zlib at all') }), /incorrect header check/],
    ['an unknown filter', makePng({ width: 1, height: 1, type: 0, rows: [9, 1] }), /filter/],
    ['an unknown filter of a palette', makePng({ width: 1, height: 1, type: 3, rows: [9, 0], palette: [1, 2, 3] }), /filter/],
    ['a palette without the colour', makePng({ width: 1, height: 1, type: 3, rows: [0, 7], palette: [1, 2, 3] }), /palette/],
    ['far too many pixels', makePng({ ...sound, width: 60_000, height: 60_000 }), /too large, with 60000 × 60000 pixels/],
    ['no pixels', makePng({ ...sound, width: 0 }), /no pixels/],
    ['more pixels than it says', makePng({ width: 1, height: 1, type: 0, rows: Array.from({ length: 5000 }, () => 0) }), /./],
    ['half a PNG', plainPng(9, 9).subarray(0, 60), /./],
    ['a beginning of a PNG', plainPng(9, 9).subarray(0, 20), /neither/],
    ['half a JPEG', JPEG.subarray(0, JPEG.length >> 1), /./],
    ['the beginning of a JPEG', JPEG.subarray(0, 3), /cannot be decoded/],
    ['animated WebP', ANIMATED_WEBP, /animated WebP cannot be decoded/],
    ['half a WebP', WEBP.subarray(0, WEBP.length >> 1), /^it cannot be decoded$/],
    ['the beginning of a WebP', WEBP.subarray(0, 20), /no pixels/],
    ['broken SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="4"><g>', /./],
    ['nothing', '', /empty/],
    ['text', 'hello, this is no image at all', /neither PNG, JPEG, GIF, WebP nor SVG/],
  ])('%s', async (_, content, reason) => {
    const file = write('broken', content)
    const error: unknown = await decodeFrame(file).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnreadableImage)
    expect((error as Error).message).toMatch(reason)
  })

  test('a file that is not there', async () => {
    await expect(decodeFrame(join(folder, 'none.png'))).rejects.toThrow('ENOENT')
  })
})

describe('other formats', () => {
  test.each([
    ['JPEG', JPEG],
    ['GIF', GIF],
    ['WebP', WEBP],
    ['lossless WebP', LOSSLESS_WEBP],
    ['SVG', SVG],
  ])('%s', async (_, content) => {
    const { width, height, data } = await decodeFrame(write('other', content))
    expect([width, height]).toEqual([8, 6])
    const [red = 0, , , ,] = data.subarray(0, 4)
    const last = data.subarray(-4)
    expect(red).toBeGreaterThan(230)
    expect(last[2]).toBeGreaterThan(230)
    expect(last[0]).toBeLessThan(25)
  })

  test('a WebP that is transparent, on white; no global is left behind', async () => {
    const { data } = await decodeFrame(write('clear', CLEAR_WEBP))
    expect([...data.subarray(0, 4)]).toEqual([255, 127, 127, 255])
    expect('ImageData' in globalThis).toBe(false)
  })

  test('a grey JPEG', async () => {
    const { data } = await decodeFrame(write('grey', GREY_JPEG))
    expect(new Set(data.subarray(0, 3)).size).toBe(1)
  })
})

describe('an image is fitted', () => {
  test('by whole factors, in the middle, on white', async () => {
    const file = write('small.png', plainPng(2, 2, [0, 0, 0, 255]))
    const { data } = await decodeFrame(file, { width: 9, height: 5 })
    const dark = Array.from({ length: 45 }, (_, i) => (data[i * 4] === 0 ? '#' : '.')).join('')
    expect(dark.match(/.{9}/g)).toEqual(['..####...', '..####...', '..####...', '..####...', '.........'])
  })

  test('and keeps every pixel where a frame is one larger', async () => {
    const rows = Array.from({ length: 3 }, () => [0, 0, 255, 0]).flat()
    const file = write('odd.png', makePng({ width: 3, height: 3, type: 0, rows }))
    const { data } = await decodeFrame(file, { width: 4, height: 4 })
    expect([0, 1, 2, 3].map((x) => data[x * 4])).toEqual([0, 255, 0, 255])
  })

  test('and loses no thin line where it is reduced', async () => {
    const row = [0, ...Array.from({ length: 1000 }, (_, x) => (x === 503 ? 0 : 255))]
    const file = write(
      'line.png',
      makePng({ width: 1000, height: 20, type: 0, rows: Array.from({ length: 20 }, () => row).flat() }),
    )
    const { data } = await decodeFrame(file, { width: 100, height: 2 })
    expect(data[50 * 4]).toBe(230)
    expect(data[49 * 4]).toBe(255)
  })
})
