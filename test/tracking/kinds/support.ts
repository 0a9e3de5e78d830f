import { PNG } from 'pngjs'
import type { JsonValue } from '../../../src/format/json-value.ts'
import { Misfit } from '../../../src/tracking/kinds/kind.ts'
import type { Kind, Written } from '../../../src/tracking/kinds/kind.ts'

/** Files of 5 × 3 pixels, as sharp writes them. */
export const JPEG = base64(
  '/9j/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAADAAUDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCUAdYf/9k=',
)
export const GIF = base64('R0lGODlhBQADAIAAAExpcf8AACH5BAUAAAAALAAAAAAFAAMAAAIDjI9ZADs=')
export const WEBP = base64('UklGRjQAAABXRUJQVlA4ICgAAACQAQCdASoFAAMABUB8JaACdLoAA5gA/ujXHXlPibb/5mj9JvpN5gAA')
export const WEBP_LOSSLESS = base64('UklGRhwAAABXRUJQVlA4TA8AAAAvBIAAAAcQ/Y/+ByKi/wEA')
export const WEBP_EXTENDED = base64(
  'UklGRlgAAABXRUJQVlA4WAoAAAAQAAAABAAAAgAAQUxQSAoAAAABB1DAiAhERP8DVlA4ICgAAACQAQCdASoFAAMABUB8JaACdLoAA5gA/ujXHXlPibb/5mj9JvpN5gAA',
)
export const PNG_FILE = PNG.sync.write(Object.assign(new PNG({ width: 5, height: 3 }), { data: Buffer.alloc(60, 200) }))

/** A second of 44,100 Hz at 128 kbit/s has frames of 417 bytes; two of silence. */
export const MP3 = Buffer.concat([mp3Frame(), mp3Frame()])
export const FLAC = flac({ rate: 44_100, channels: 2, samples: 88_200 })
export const OGG = Buffer.from('OggS\0\x02\0\0\0\0\0\0\0\0', 'latin1')
export const MP4 = box('ftyp', 'isom\0\0\x02\0isomiso2avc1mp41')
export const MOV = box('ftyp', 'qt  \0\0\x02\0qt  ')
export const HEIC = box('ftyp', 'heic\0\0\0\0mif1heic')
export const WEBM = Buffer.concat([
  Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x84]),
  Buffer.from('webm'),
])

export const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="2"/>'

/** Stands for an element of a DOM: none is installed for the tests, and `outerHTML` is all that is asked of one. */
export class FakeElement {
  readonly #html: string

  constructor(html: string) {
    this.#html = html
  }

  get outerHTML(): string {
    return this.#html
  }
}

export const CWD = { cwd: '/nowhere' }

export function write(kind: Kind, value: unknown, cwd = '/nowhere'): Written {
  if (!kind.accepts(value)) throw new Error(`${kind.name} does not accept it`)
  return kind.write(value, { cwd })
}

/** What a reader gets of a value, by way of the archive's text; a file counts as being in place. */
export function roundTrip<V>(kind: Kind<V>, value: unknown): V {
  const { data, file } = write(kind, value)
  const place = { file: `tracked/x/0.${file?.extension}`, size: 9, sha256: 'ab' }
  const stored: JsonValue = JSON.parse(JSON.stringify(file === undefined ? data : { ...(data as object), ...place }))
  return kind.read(stored, { folder: '/runs/a' })
}

/** Why a kind refuses to write a value, or to read data. */
export function misfit(step: () => unknown): string {
  try {
    step()
  } catch (error) {
    if (error instanceof Misfit) return error.message
    throw error
  }
  throw new Error('nothing was thrown')
}

/** The bytes of a written file, which must be kept as bytes. */
export function bytesOf({ file }: Written): Buffer {
  if (file?.content.type !== 'bytes') throw new Error(`content of type ${file?.content.type}`)
  return Buffer.from(file.content.bytes)
}

function base64(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

function box(name: string, content: string): Buffer {
  const bytes = Buffer.from(`\0\0\0\0${name}${content}`, 'latin1')
  bytes.writeUInt32BE(bytes.length)
  return bytes
}

function mp3Frame(): Buffer {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0xc0])
  return frame
}

function flac({ rate, channels, samples }: { rate: number; channels: number; samples: number }): Buffer {
  const bytes = Buffer.alloc(42)
  bytes.write('fLaC')
  bytes.set([0x80, 0, 0, 34], 4)
  bytes.writeBigUInt64BE((BigInt(rate) << 44n) | (BigInt(channels - 1) << 41n) | (15n << 36n) | BigInt(samples), 18)
  return bytes
}
