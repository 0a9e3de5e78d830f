import { ByteWriter } from './byte-writer.ts'
import { readThrift, readVarint } from './thrift-numbers.ts'
import { writeStruct } from './thrift-struct.ts'

export interface PageFacts {
  readonly rows: number
  readonly nulls: number
  /** The format's number of it. */
  readonly encoding: number
  /** Bytes of definition levels. */
  readonly levels: number
  /** Bytes of the data behind them. */
  readonly size: number
  /** Bytes of the data before it was compressed; null where it is not. */
  readonly rawSize: number | null
  /** CRC-32 of all that follows the header. */
  readonly crc: number
}

const DATA_PAGE_V2 = 3
const DICTIONARY_PAGE = 2
const PLAIN = 0

// Used again and again: ten thousand short series have as many headers.
const out = new ByteWriter()

/**
 * The header of a data page, version 2, as Thrift's compact protocol has it:
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
export function pageHeader({ rows, nulls, encoding, levels, size, rawSize, crc }: PageFacts): Uint8Array {
  out.clear()
  writeStruct(out, (header) => {
    header.int32(1, DATA_PAGE_V2)
    header.int32(2, levels + (rawSize ?? size))
    header.int32(3, levels + size)
    header.int32(4, crc | 0)
    header.struct(8, (page) => {
      page.int32(1, rows)
      page.int32(2, nulls)
      page.int32(3, rows)
      page.int32(4, encoding)
      page.int32(5, levels)
      page.int32(6, 0) // bytes of repetition levels
      if (rawSize === null) page.truth(7, false) // it is not compressed
    })
  })
  return Uint8Array.from(out.view())
}

/** The header of a page with the texts of a dictionary: how many, their bytes, and the checksum of those. */
export function dictionaryHeader({
  texts,
  size,
  crc,
}: {
  readonly texts: number
  readonly size: number
  readonly crc: number
}): Uint8Array {
  out.clear()
  writeStruct(out, (header) => {
    header.int32(1, DICTIONARY_PAGE)
    header.int32(2, size)
    header.int32(3, size)
    header.int32(4, crc | 0)
    header.struct(7, (page) => {
      page.int32(1, texts)
      page.int32(2, PLAIN)
    })
  })
  return Uint8Array.from(out.view())
}

/** What the header of a page says. */
export interface ReadHeader {
  readonly isDictionary: boolean
  readonly rows: number
  readonly nulls: number
  /** Bytes of the definition levels behind the header. */
  readonly levels: number
  /** Bytes behind the header, and before they were compressed. */
  readonly stored: number
  readonly raw: number
  /** Null where there is none: runlab wrote none in its first weeks. */
  readonly crc: number | null
  /** Bytes of the header itself. */
  readonly length: number
}

/** Reads the header at the beginning of a page. Throws where that is none of runlab's. */
export function readPageHeader(page: Uint8Array): ReadHeader {
  const { fields, end } = readThrift(page)
  const number = (id: number, inside = fields): number => {
    const value = inside.get(id)
    if (typeof value !== 'number') throw new Error('it has a header that cannot be read')
    return value
  }
  const type = number(1)
  const crc = fields.has(4) ? number(4) >>> 0 : null
  const sizes = { raw: number(2), stored: number(3), crc, length: end }
  if (type === DICTIONARY_PAGE) return { isDictionary: true, rows: 0, nulls: 0, levels: 0, ...sizes }
  const about = fields.get(8)
  if (type !== DATA_PAGE_V2 || !(about instanceof Map)) throw new Error('it has a header that cannot be read')
  return { isDictionary: false, rows: number(3, about), nulls: number(2, about), levels: number(5, about), ...sizes }
}

/** Bytes of a page, header included, before its data was compressed. */
export function rawSizeOf(page: Uint8Array): number {
  const raw = readVarint(page, 3) // behind the type, which takes two bytes, and the field's own
  const stored = readVarint(page, raw.end + 1)
  return page.length + (raw.value - stored.value) / 2 // zigzag
}
