import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { RunlabError } from '../../../src/errors.ts'
import type { Kind } from '../../../src/tracking/kinds/kind.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { FLAC, FakeElement, GIF, HEIC, JPEG, MOV, MP3, MP4, OGG, PNG_FILE, SVG, WEBM, WEBP } from './support.ts'
import { audio, figure, histogram, image, json, matrix, table, text, video } from '../../../src/tracking/kinds/wrappers.ts'

const registry = new KindRegistry()
const kindOf = (value: unknown): string | null => registry.find(value)?.name ?? null

class ImageDataLike {
  readonly #size = 2
  get width(): number {
    return this.#size
  }
  get height(): number {
    return this.#size
  }
  get data(): Uint8ClampedArray {
    return new Uint8ClampedArray(16)
  }
}

const canvas = { width: 1, height: 1, toBuffer: () => PNG_FILE }
const arrayBuffer = Uint8Array.from(PNG_FILE).buffer

describe('the kind of a value', () => {
  const cases: readonly (readonly [title: string, value: unknown, kind: string | null])[] = [
    ['PNG in a Buffer', PNG_FILE, 'image'],
    ['PNG in a Uint8Array', Uint8Array.from(PNG_FILE), 'image'],
    ['PNG in an ArrayBuffer', arrayBuffer, 'image'],
    ['JPEG', JPEG, 'image'],
    ['WebP', WEBP, 'image'],
    ['GIF', GIF, 'image'],
    ['raw pixels', { data: new Uint8Array(4), width: 2, height: 2 }, 'image'],
    ['raw pixels that are plain numbers', { data: [0, 1, 0.5, 0], width: 2, height: 2, channels: 1 }, 'image'],
    ['raw pixels that do not fit', { data: new Uint8Array(5), width: 2, height: 2 }, 'image'],
    ['an ImageData', new ImageDataLike(), 'image'],
    ['a canvas', canvas, 'image'],
    ['SVG text', SVG, 'figure'],
    ['SVG text behind a declaration', `<?xml version="1.0"?>\n<!-- by me --><!DOCTYPE svg>${SVG}`, 'figure'],
    ['an SVG element', new FakeElement('<svg></svg>'), 'figure'],
    ['an element that knows its tag', { tagName: 'svg', outerHTML: '<svg></svg>' }, 'figure'],
    ['a <figure>', new FakeElement('\n<figure class="plot"></figure>'), 'figure'],
    ['a Vega-Lite specification', { $schema: 'https://vega.github.io/schema/vega-lite/v5.json', mark: 'bar' }, 'figure'],
    ['another JSON schema', { $schema: 'https://json-schema.org/draft-07/schema' }, 'json'],
    ['another element', new FakeElement('<div></div>'), null],
    [
      'another element, of linkedom',
      new (class extends FakeElement {
        toJSON = (): number[] => []
      })('<div></div>'),
      null,
    ],
    ['WAV', Buffer.from('RIFF\0\0\0\0WAVEfmt '), 'audio'],
    ['MP3', MP3, 'audio'],
    ['MP3 behind a tag', Buffer.from('ID3\x04\0\0\0\0\0\0'), 'audio'],
    ['OGG', OGG, 'audio'],
    ['FLAC', FLAC, 'audio'],
    ['raw audio', { samples: new Float32Array(4), rate: 8000 }, 'audio'],
    [
      'raw audio with a sampleRate',
      {
        samples: [
          [0, 0.5],
          [0, 0.5],
        ],
        sampleRate: 8000,
      },
      'audio',
    ],
    ['samples without a rate', { samples: new Float32Array(4) }, 'json'],
    ['MP4', MP4, 'video'],
    ['WebM', WEBM, 'video'],
    ['MOV', MOV, 'video'],
    ['HEIC', HEIC, null],
    ['bytes of no format', Buffer.from('hello'), null],
    ['an ArrayBuffer of no format', new ArrayBuffer(8), null],
    ['a Uint8Array of no format', Uint8Array.of(1, 2, 3), 'vector'],
    ['the beginning of an MP3 frame', Uint8Array.of(255, 251, 144, 0), 'vector'],
    ['a Float32Array', new Float32Array(3), 'vector'],
    ['an empty Float64Array', new Float64Array(0), 'vector'],
    ['a BigInt64Array', new BigInt64Array(2), 'json'],
    ['a DataView', new DataView(new ArrayBuffer(2)), null],
    ['numbers', [1, Number.NaN, -0], 'vector'],
    ['numbers with a hole', [1, , 3], 'json'], // oxlint-disable-line no-sparse-arrays
    ['numbers and a string', [1, '2'], 'json'],
    ['BigInts', [1n, 2n], 'json'],
    ['numbers of shape [n]', { data: [1, 2], shape: [2] }, 'vector'],
    [
      'rows of numbers',
      [
        [1, 2],
        [3, 4],
      ],
      'matrix',
    ],
    ['rows that are typed arrays', [new Float32Array(2), new Float32Array(2)], 'matrix'],
    ['numbers of shape [n, m]', { data: new Float32Array(6), shape: [2, 3] }, 'matrix'],
    ['a shape with a hole', { data: [1], shape: [, 1] }, 'json'], // oxlint-disable-line no-sparse-arrays
    ['samples with a hole', { samples: [, [1]], rate: 1 }, 'json'], // oxlint-disable-line no-sparse-arrays
    ['ragged rows', [[1, 2], [3]], 'json'],
    ['empty rows', [[], []], 'json'],
    ['an empty array', [], 'json'],
    ['records', [{ a: 1 }, { b: 2 }], 'table'],
    ['a record and a number', [{ a: 1 }, 2], 'json'],
    ['strings', ['a', 'b'], 'json'],
    ['text', 'hello', 'text'],
    ['empty text', '', 'text'],
    ['text about SVG', 'draw <svg>', 'text'],
    ['a tag that begins like SVG', '<svgs>', 'text'],
    ['a comment that never ends', '<!-- <svg>', 'text'],
    ['HTML', '<!doctype html><html></html>', 'text'],
    ['the path of no file', 'no-such-file.png', 'text'],
    ['long text that ends like a path', `${'a '.repeat(5000)}.png`, 'text'],
    ['a plain object', { a: { b: [1] } }, 'json'],
    ['null', null, 'json'],
    ['a date', new Date(0), 'json'],
    ['a map', new Map([[1, 2]]), 'json'],
    ['a set', new Set([1]), 'json'],
    ['a RegExp', /a/, 'json'],
    ['a URL', new URL('https://example.org'), 'json'],
    [
      'an instance with toJSON',
      new (class {
        toJSON(): number {
          return 1
        }
      })(),
      'json',
    ],
    ['an instance of a class', new (class Foo {})(), null],
    ['an error', new Error('x'), null],
    ['a promise', Promise.resolve(1), null],
    ['a Blob', new Blob(['x']), null],
    ['undefined', undefined, null],
    ['a function', () => 1, null],
    ['a symbol', Symbol('x'), null],
    ['image()', image(PNG_FILE), 'image'],
    ['image() of what is none', image('hello'), 'image'],
    ['figure() of any plain object', figure({ mark: 'bar' }), 'figure'],
    ['histogram()', histogram([1]), 'histogram'],
    ['text() of SVG', text(SVG), 'text'],
    ['table() without rows', table([]), 'table'],
    ['audio()', audio([0, 0.5], { rate: 8000 }), 'audio'],
    ['video()', video('a.bin'), 'video'],
    ['json() of numbers', json([1, 2]), 'json'],
    ['json() of bytes', json(Buffer.from('x')), 'json'],
    ['matrix()', matrix([1, 2], [1, 2]), 'matrix'],
    ['what another helper wrapped', { '~tracked': 'point-cloud' }, null],
  ]
  test.each(cases)('is chosen for %s', (_title, value, kind) => {
    expect(kindOf(value)).toBe(kind)
  })

  test('is that of a file for the path of one that is there, by its extension', () => {
    const folder = tempFolder()
    for (const name of ['a.PNG', 'a.jpeg', 'a.svg', 'a.flac', 'a.webm', 'a.txt', 'png']) writeFileSync(join(folder, name), 'x')
    mkdirSync(join(folder, 'folder.png'))
    const kinds = (name: string): (string | null)[] => [kindOf(join(folder, name)), kindOf(relative('.', join(folder, name)))]
    expect(kinds('a.PNG')).toEqual(['image', 'image'])
    expect(kinds('a.jpeg')).toEqual(['image', 'image'])
    expect(kinds('a.svg')).toEqual(['figure', 'figure'])
    expect(kinds('a.flac')).toEqual(['audio', 'audio'])
    expect(kinds('a.webm')).toEqual(['video', 'video'])
    expect(kinds('a.txt')).toEqual(['text', 'text'])
    expect(kinds('png')).toEqual(['text', 'text'])
    expect(kinds('folder.png')).toEqual(['text', 'text'])
    expect(kindOf(`${join(folder, 'a.PNG')}\n`)).toBe('text')
  })
})

describe('a series goes on with', () => {
  test.each<[string, string, unknown]>([
    ['SVG, one of images', 'image', SVG],
    ['an empty array, one of vectors', 'vector', []],
    ['an empty array, one of tables', 'table', []],
    ['SVG, one of text', 'text', SVG],
    ['numbers, one of JSON', 'json', [1, 2]],
    ['text, one of JSON', 'json', 'a'],
  ])('%s', (_title, kind, value) => {
    expect(registry.get(kind)?.accepts(value)).toBe(true)
  })

  test('nothing that was wrapped for another kind', () => {
    const accepting = (value: unknown): readonly string[] => registry.names().filter((name) => registry.get(name)?.accepts(value))
    expect(accepting(text('a'))).toEqual(['text'])
    expect(accepting(json({}))).toEqual(['json'])
  })
})

describe('extra kinds', () => {
  const kind = (name: string, accepts: Kind['accepts']): Kind => ({
    name,
    accepts,
    write: () => ({ data: name }),
    read: () => name,
  })
  const refusal = (...kinds: Kind[]): string => {
    try {
      return new KindRegistry(kinds).names().join()
    } catch (error) {
      return error instanceof RunlabError ? `${error.code} ${error.message}` : String(error)
    }
  }

  test('are asked first and in order, but not for what was wrapped for another', () => {
    const extended = new KindRegistry([kind('b', (value) => value === 1 || value === 2), kind('a', () => true)])
    expect([1, 3, 'text', [], image(PNG_FILE)].map((value) => extended.find(value)?.name)).toEqual(['b', 'a', 'a', 'a', 'image'])
    expect(extended.names().slice(0, 3)).toEqual(['b', 'a', 'figure'])
    expect(extended.get('a')?.read(null, { folder: '/' })).toBe('a')
    expect(extended.get('c')).toBeNull()
  })

  test('accept nothing when they throw', () => {
    const throwing = kind('a', () => {
      throw new Error('boom')
    })
    expect(new KindRegistry([throwing]).find('x')?.name).toBe('text')
  })

  const golden = join(import.meta.dirname, '../../fixtures/archives/format-1/word_count/2026-11-23_15-24-12_k3f9')

  test.each([
    ['a name alone', { name: 'x' }],
    ['a function', () => 1],
    ['null', null],
  ])('that are none are refused wherever they come in (DEFINITION_INVALID): %s', async (_, wrong) => {
    const message = /^DEFINITION_INVALID .*`kinds` is not a list of kinds/
    expect(refusal(wrong as never)).toMatch(message)
    const options = { kinds: [wrong] } as never
    await expect(loadRun(golden, options)).rejects.toMatchObject({ code: 'DEFINITION_INVALID' })
  })

  test('need a name of their own (DEFINITION_INVALID)', () => {
    const never = (): boolean => false
    expect(refusal(kind('image', never))).toMatch(/^DEFINITION_INVALID .*the kind "image" has the name of another kind/)
    expect(refusal(kind('a', never), kind('a', never))).toMatch(/the kind "a" has the name of another kind/)
    expect(refusal(kind('number', never))).toMatch(/the kind "number" has the name of another kind/)
    expect(refusal(kind('Point Cloud', never))).toMatch(/the kind "Point Cloud" needs a name like "point-cloud"/)
  })
})
