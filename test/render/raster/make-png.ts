import { deflateSync } from 'node:zlib'

export interface PngParts {
  readonly width: number
  readonly height: number
  readonly depth?: number
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly type: number
  /** Each row is its filter and then its bytes. */
  readonly rows: readonly number[]
  readonly palette?: readonly number[]
  readonly transparent?: readonly number[]
  readonly packed?: Buffer
}

/** A PNG from its parts, sound or not. */
export function makePng({ width, height, depth = 8, type, rows, palette, transparent, packed }: PngParts): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = depth
  header[9] = type
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    ...(palette === undefined ? [] : [chunk('PLTE', Buffer.from(palette))]),
    ...(transparent === undefined ? [] : [chunk('tRNS', Buffer.from(transparent))]),
    chunk('IDAT', packed ?? deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc(body))
  return Buffer.concat([length, body, check])
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

/** A PNG of one colour, RGBA. */
export function plainPng(width: number, height: number, colour: readonly number[] = [200, 30, 60, 255]): Buffer {
  const row = [0, ...Array.from({ length: width }, () => colour).flat()]
  return makePng({ width, height, type: 6, rows: Array.from({ length: height }, () => row).flat() })
}
