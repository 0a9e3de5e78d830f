import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { PNG } from 'pngjs'
import type { RgbaPixels } from './pixels.ts'
import { UnreadableImage } from './unreadable-image.ts'
import { unfilterRows } from './unfilter-rows.ts'

const inflateApart = promisify(inflate)

/** Channels of the colour types that need neither palette nor other bits. */
const CHANNELS: Readonly<Record<number, 1 | 2 | 3 | 4>> = { 0: 1, 2: 3, 4: 2, 6: 4 }

/**
 * Decodes a PNG. The common ones, of 8 bits a channel, are inflated outside of this thread, which pngjs does not do safely: some
 * broken files make its asynchronous half throw where nobody can catch it. Rejects with what is wrong with it.
 */
export async function decodePng(bytes: Buffer): Promise<RgbaPixels> {
  const plain = readPlain(bytes)
  if (plain === null) {
    const { width, height, data } = PNG.sync.read(bytes)
    return { width, height, data }
  }
  const { width, height, channels, packed } = plain
  const stride = width * channels
  const expected = (stride + 1) * height
  // One piece: zlib would come back for every 16 KB. What holds more than its size says is refused.
  const rows = await inflateApart(packed, { chunkSize: Math.max(64, expected + 1), maxOutputLength: expected + 1024 })
  if (rows.length < expected) throw new UnreadableImage('it ends too early')
  const exact = rows.subarray(0, expected)
  if (!unfilterRows(exact, stride, channels)) throw new UnreadableImage('its rows have a filter that PNG does not have')
  return { width, height, data: spread(exact, plain) }
}

interface Plain {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 2 | 3 | 4
  readonly packed: Buffer
}

/** Null for what is left to pngjs: palettes, other depths, a transparent colour, interlaced, and chunks that do not fit. */
function readPlain(bytes: Buffer): Plain | null {
  const channels = bytes.length < 33 || bytes[24] !== 8 || bytes[28] !== 0 ? undefined : CHANNELS[bytes[25] as number]
  if (channels === undefined) return null
  const packed: Buffer[] = []
  let at = 33
  while (at + 12 <= bytes.length) {
    const end = at + 8 + bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'IEND')
      return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), channels, packed: Buffer.concat(packed) }
    if (type === 'tRNS') return null
    if (type === 'IDAT') packed.push(bytes.subarray(at + 8, end))
    at = end + 4
  }
  return null
}

/** Rows of PNG as RGBA. */
function spread(rows: Uint8Array, { width, height, channels }: Plain): Uint8Array {
  const data = new Uint8Array(width * height * 4)
  const [green, blue, alpha] = channels < 3 ? [0, 0, 1] : [1, 2, 3]
  const opaque = channels % 2 === 1
  let [from, to] = [0, 0]
  for (let y = 0; y < height; y++) {
    from++
    for (let x = 0; x < width; x++, from += channels, to += 4) {
      data[to] = rows[from] as number
      data[to + 1] = rows[from + green] as number
      data[to + 2] = rows[from + blue] as number
      data[to + 3] = opaque ? 255 : (rows[from + alpha] as number)
    }
  }
  return data
}
