import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { figure, image } from '../../../src/tracking/kinds/wrappers.ts'
import { imageKind } from '../../../src/tracking/kinds/image.ts'
import type { Pixels } from '../../../src/tracking/kinds/kind.ts'
import { encodePng } from '../../../src/tracking/media/encode-png.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import {
  CWD,
  FakeElement,
  GIF,
  JPEG,
  MP4,
  PNG_FILE,
  SVG,
  WEBP,
  WEBP_EXTENDED,
  WEBP_LOSSLESS,
  bytesOf,
  misfit,
  roundTrip,
  write,
} from './support.ts'
import { testAsOrdinaryUser } from '../../support/needs.ts'

function pixelsOf(value: unknown): Pixels {
  const { file } = write(imageKind, value)
  if (file?.content.type !== 'pixels') throw new Error(`content of type ${file?.content.type}`)
  return file.content.pixels
}

describe('an image file', () => {
  test.each([
    ['PNG', PNG_FILE, 'png', 'png'],
    ['JPEG', JPEG, 'jpeg', 'jpg'],
    ['GIF', GIF, 'gif', 'gif'],
    ['lossy WebP', WEBP, 'webp', 'webp'],
    ['lossless WebP', WEBP_LOSSLESS, 'webp', 'webp'],
    ['extended WebP', WEBP_EXTENDED, 'webp', 'webp'],
  ])('is kept as it is, with the size that its header says: %s', (_title, bytes, format, extension) => {
    const written = write(imageKind, bytes)
    expect(written).toMatchObject({ data: { format, width: 5, height: 3 }, file: { extension } })
    expect(bytesOf(written)).toEqual(bytes)
    expect(bytesOf(write(imageKind, Uint8Array.from(bytes).buffer))).toEqual(bytes)
  })

  test('needs no size, nor all of its header', () => {
    for (const bytes of [PNG_FILE, JPEG, GIF, WEBP, WEBP_LOSSLESS, WEBP_EXTENDED]) {
      for (let length = 16; length < Math.min(bytes.length, 200); length++) {
        const { data } = write(imageKind, bytes.subarray(0, length))
        expect(data).toMatchObject('width' in (data as object) ? { width: 5, height: 3 } : {})
      }
    }
    expect(write(imageKind, PNG_FILE.subarray(0, 12)).data).toEqual({ format: 'png' })
  })

  test('has its size found behind other segments of a JPEG', () => {
    const comment = Buffer.concat([Buffer.from([0xff, 0xff, 0xfe, 0x75, 0x30]), Buffer.alloc(29_998)])
    const bytes = Buffer.concat([JPEG.subarray(0, 2), comment, JPEG.subarray(2)])
    expect(write(imageKind, bytes).data).toEqual({ format: 'jpeg', width: 5, height: 3 })
  })

  test('is kept by path, with the extension of its content', () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'a.png'), JPEG)
    writeFileSync(join(folder, 'picture'), GIF)
    const jpeg = { data: { format: 'jpeg', width: 5, height: 3 }, file: { extension: 'jpg' } }
    expect(write(imageKind, join(folder, 'a.png'))).toMatchObject(jpeg)
    const relative = imageKind.write('a.png', { cwd: folder })
    expect(relative).toMatchObject({ ...jpeg, file: { content: { type: 'path', path: join(folder, 'a.png') } } })
    expect(write(imageKind, image('picture'), folder)).toMatchObject({ data: { format: 'gif' }, file: { extension: 'gif' } })
  })

  test('is refused when its content is something else', () => {
    const folder = tempFolder()
    const path = join(folder, 'a.png')
    writeFileSync(path, 'hello')
    expect(misfit(() => write(imageKind, path))).toBe(`the content of ${path} is none of PNG, JPEG, WebP and GIF`)
    writeFileSync(path, '')
    expect(misfit(() => write(imageKind, path))).toBe(`the content of ${path} is none of PNG, JPEG, WebP and GIF`)
    expect(misfit(() => write(imageKind, image(MP4)))).toBe('its content is MP4, none of PNG, JPEG, WebP and GIF')
    expect(misfit(() => write(imageKind, image(Buffer.from('BM'))))).toBe('its content is none of PNG, JPEG, WebP and GIF')
  })

  test('is refused when it is not there, or no file', () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'folder.png'))
    const refusal = (path: string): string => misfit(() => write(imageKind, image(path), folder))
    expect(refusal('a.png')).toBe(`${folder}/a.png cannot be read: it does not exist (any more) (ENOENT)`)
    expect(refusal('folder.png')).toBe(`${folder}/folder.png is no file`)
    expect(refusal('a\nb')).toBe('it is text, and no path of a file')
    expect(refusal('a'.repeat(300))).toMatch(/the path is too long/)
    expect(misfit(() => write(imageKind, image({ a: 1 } as any)))).toBe('it is an object, neither bytes nor the path of a file')
  })

  testAsOrdinaryUser('is refused when it may not be read', () => {
    const path = join(tempFolder(), 'a.png')
    writeFileSync(path, PNG_FILE)
    chmodSync(path, 0)
    expect(misfit(() => write(imageKind, path))).toMatch(/permission denied/)
  })
})

describe('raw pixels', () => {
  test('are bytes or floats, and a copy', () => {
    for (const data of [Uint8Array.of(1, 2), Uint8ClampedArray.of(1, 2), Buffer.of(1, 2)]) {
      const pixels = pixelsOf({ data, width: 2, height: 1 })
      data.fill(9)
      expect(pixels).toEqual({ data: Uint8Array.of(1, 2), width: 2, height: 1, channels: 1 })
    }
    const floats = Float32Array.of(0.5)
    const pixels = pixelsOf({ data: floats, width: 1, height: 1 })
    floats.fill(9)
    expect(pixels.data).toEqual(Float32Array.of(0.5))
    expect(pixelsOf({ data: [0, 1, 1], width: 1, height: 1 })).toMatchObject({ data: Float64Array.of(0, 1, 1), channels: 3 })
    expect(pixelsOf({ data: new Float64Array(8), width: 2, height: 1, channels: 4 })).toMatchObject({ channels: 4 })
    expect(pixelsOf(image({ data: new Uint8Array(4), width: 2, height: 2 }))).toMatchObject({ channels: 1 })
  })

  test('come from what has the properties, such as a PNG of pngjs', () => {
    const png = PNG.sync.read(PNG_FILE)
    expect(PNG.sync.read(Buffer.from(encodePng(pixelsOf(png)))).data).toEqual(png.data)
  })

  test('have the width and height of their image', () => {
    expect(write(imageKind, { data: new Uint8Array(6), width: 3, height: 2 })).toMatchObject({
      data: { format: 'png', width: 3, height: 2 },
      file: { extension: 'png' },
    })
  })

  test('are refused when they do not fit together', () => {
    const refusal = (value: object): string =>
      misfit(() => write(imageKind, { data: new Uint8Array(12), width: 2, height: 2, ...value }))
    expect(refusal({ width: 5 })).toBe('its data has 12 elements, expected 10 or 30 or 40 (width × height × channels)')
    expect(refusal({ channels: 4 })).toBe('its data has 12 elements, expected 16 (width × height × channels)')
    expect(refusal({ channels: 2 })).toBe('it has 2 channels, expected 1, 3 or 4')
    expect(refusal({ width: 0 })).toBe('its width is 0, expected a positive integer')
    expect(refusal({ height: 2.5 })).toBe('its height is 2.5, expected a positive integer')
    expect(refusal({ data: new Uint16Array(12) })).toBe(
      'its data is an instance of Uint16Array, expected a Uint8Array (0–255) or a Float32Array (0–1)',
    )
    expect(refusal({ data: [0, 255, 0, 0] })).toBe(
      'its data is a plain array of integers: make it a Uint8Array (0–255), or floats of 0–1',
    )
    expect(refusal({ data: new Uint8Array(2 ** 28 + 1) })).toBe('its data has 268435457 elements, more than 268435456')
  })
})

describe('a canvas', () => {
  const canvas = (toBuffer: (type: string) => unknown): object => ({ width: 5, height: 3, toBuffer })

  test('is encoded as PNG by itself', () => {
    const written = write(
      imageKind,
      canvas((type) => (type === 'image/png' ? PNG_FILE : JPEG)),
    )
    expect(written).toMatchObject({ data: { format: 'png', width: 5, height: 3 }, file: { extension: 'png' } })
    expect(bytesOf(written)).toEqual(PNG_FILE)
  })

  test('is refused when it gives a promise, even one that fails, or something else', async () => {
    const refusal = (given: unknown): string =>
      misfit(() =>
        write(
          imageKind,
          canvas(() => given),
        ),
      )
    expect(refusal(Promise.reject(new Error('x')))).toMatch(/gives a promise: track what `await canvas.toBuffer/)
    expect(refusal('data:')).toBe('its toBuffer() gives a string, expected bytes')
    expect(refusal(Buffer.from('x'))).toBe('its content is none of PNG, JPEG, WebP and GIF')
    const throwing = canvas(() => {
      throw new Error('no context')
    })
    expect(misfit(() => write(imageKind, throwing))).toBe('looking at it threw "no context"')
    await new Promise((resolve) => setImmediate(resolve))
  })
})

describe('an image that is SVG', () => {
  test('is kept as text, as an element and as a file', () => {
    const path = join(tempFolder(), 'a.svg')
    writeFileSync(path, SVG)
    for (const value of [image(SVG), SVG, new FakeElement(SVG)]) {
      const written = write(imageKind, value)
      expect(written).toMatchObject({ data: { format: 'svg' }, file: { extension: 'svg' } })
      expect(bytesOf(written).toString()).toBe(SVG)
    }
    expect(write(imageKind, path)).toMatchObject({ data: { format: 'svg' }, file: { content: { type: 'path', path } } })
  })
})

test('an image is read as a file of its run', () => {
  expect(roundTrip(imageKind, PNG_FILE)).toMatchObject({
    path: '/runs/a/tracked/x/0.png',
    file: 'tracked/x/0.png',
    format: 'png',
    width: 5,
    height: 3,
  })
  expect(misfit(() => imageKind.read({ format: 'png' }, { folder: '/' }))).toMatch(/"file" is missing/)
  expect(imageKind.accepts(image(CWD as any))).toBe(true)
})

test.each([
  ['a specification of Vega-Lite', image({ mark: 'bar', data: { values: [1] } }), 'vl.json'],
  ['a chart of runlab', image({ type: 'bars', x: { label: 'x' }, y: { label: 'y' }, edges: [0, 1], heights: [3] }), 'chart.json'],
  ['a <figure> with a title', image(new FakeElement('<figure><h2>Title</h2><svg></svg></figure>')), 'html'],
  ['what figure() gives', image(figure({ mark: 'bar' })), 'vl.json'],
])('%s is an image, too, where somebody says so', (_, value, extension) => {
  expect(imageKind.accepts(value)).toBe(true)
  expect(write(imageKind, value).file?.extension).toBe(extension)
})

test('a raw image without its height is no specification', () => {
  expect(misfit(() => write(imageKind, image({ data: [0, 1], width: 2 } as never)))).toContain(
    'neither bytes nor the path of a file',
  )
})
