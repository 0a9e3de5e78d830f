import { crc32, gzipSync } from 'node:zlib'
import type { PageSet } from '../../format/series.ts'
import { ByteWriter } from './byte-writer.ts'
import { ENCODINGS } from './encodings.ts'
import type { Encoding } from './encodings.ts'
import { dictionaryHeader, pageHeader } from './page-header.ts'
import { packIntegers } from './pack-integers.ts'
import { splitBytes } from './split-bytes.ts'
import type { Page } from './page.ts'

/** The pages of consecutive points of one series. */
export interface EncodedPages {
  readonly rows: number
  readonly stepType: PageSet['stepType']
  readonly steps: Page
  readonly times: Page
  readonly values: Page
}

/** Steps are delta-coded where all of them are whole. */
export function encodeSteps(steps: Float64Array): Pick<EncodedPages, 'steps' | 'stepType'> {
  const isWhole = steps.every((step) => Number.isSafeInteger(step))
  return isWhole ? { steps: integerPage(steps), stepType: 'integer' } : { steps: splitPage(steps), stepType: 'double' }
}

/** A column of whole numbers, none of them missing. */
export function integerPage(values: Float64Array): Page {
  return page({ rows: values.length, encoding: 'DELTA_BINARY_PACKED', data: packIntegers(values) })
}

/** A column of doubles in which others may be missing. */
export function doublePage(values: Float64Array): Page {
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return page({ rows: values.length, encoding: 'PLAIN', data, levels: levelsOf([[values.length, 1]]) })
}

/** A column of doubles, none of them missing, that resemble one another: byte by byte, and compressed. */
export function splitPage(values: Float64Array): Page {
  const data = gzipSync(splitBytes(values), { level: 1 })
  return page({ rows: values.length, encoding: 'BYTE_STREAM_SPLIT', data, rawSize: values.byteLength })
}

/** A column of texts in which others may be missing, compressed. */
export function textPage(texts: readonly Uint8Array[]): Page {
  const parts: Uint8Array[] = []
  for (const text of texts) {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(text.length)
    parts.push(length, text)
  }
  const data = Buffer.concat(parts)
  const levels = levelsOf([[texts.length, 1]])
  return page({ rows: texts.length, encoding: 'PLAIN', data: gzipSync(data, { level: 3 }), levels, rawSize: data.length })
}

/** A column of which all is missing. */
export function nullPage(rows: number): Page {
  return page({ rows, nulls: rows, encoding: 'PLAIN', data: new Uint8Array(0), levels: levelsOf([[rows, 0]]) })
}

/** Rows in a row that have the same text: its place in the dictionary, or null for a missing one. */
export type DictionaryRun = readonly [rows: number, index: number | null]

/** A column of few different texts. `optional` for a column in which texts may be missing. */
export function dictionaryPage(runs: readonly DictionaryRun[], size: number, optional: boolean): Page {
  const bitWidth = Math.max(1, Math.ceil(Math.log2(Math.max(2, size))))
  const writer = new ByteWriter()
  writer.byte(bitWidth)
  let rows = 0
  let nulls = 0
  for (const [count, index] of runs) {
    rows += count
    if (index === null) nulls += count
    else writeRun(writer, count, index, bitWidth)
  }
  const levels = optional ? levelsOf(runs.map(([count, index]) => [count, index === null ? 0 : 1])) : new Uint8Array(0)
  return page({ rows, nulls, encoding: 'RLE_DICTIONARY', data: writer.view(), levels })
}

/** The dictionary that such a column begins with. */
export function dictionary(texts: readonly string[]): Uint8Array {
  const body = new ByteWriter()
  for (const text of texts) {
    const bytes = Buffer.from(text)
    body.uint32(bytes.length)
    body.bytes(bytes)
  }
  const head = dictionaryHeader({ texts: texts.length, size: body.length, crc: crc32(body.view()) })
  return Buffer.concat([head, body.view()])
}

interface PageParts {
  readonly rows: number
  readonly nulls?: number
  readonly encoding: Encoding
  readonly data: Uint8Array
  readonly levels?: Uint8Array
  /** Bytes of the data before it was compressed. */
  readonly rawSize?: number
}

function page({ rows, nulls = 0, encoding, data, levels = new Uint8Array(0), rawSize }: PageParts): Page {
  const head = pageHeader({
    rows,
    nulls,
    encoding: ENCODINGS[encoding],
    levels: levels.length,
    size: data.length,
    rawSize: rawSize ?? null,
    crc: crc32(data, crc32(levels)),
  })
  return { bytes: Buffer.concat([head, levels, data]), header: head.length + levels.length }
}

/** Definition levels of a column in which values may be missing: runs of 1 (there) and 0. */
function levelsOf(runs: readonly (readonly [rows: number, level: number])[]): Uint8Array {
  const writer = new ByteWriter(16)
  for (const [rows, level] of runs) writeRun(writer, rows, level, 1)
  return writer.view()
}

/** A run of Parquet's hybrid encoding: one value, so many times. */
function writeRun(writer: ByteWriter, count: number, value: number, bitWidth: number): void {
  writer.varint(count * 2)
  for (let byte = 0; byte < Math.ceil(bitWidth / 8); byte++) writer.byte((value >>> (byte * 8)) & 255)
}
