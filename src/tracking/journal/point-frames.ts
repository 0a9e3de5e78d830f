import { crc32 } from 'node:zlib'
import { POINT_FIELDS } from '../columns/point-fields.ts'
import { isLittleEndian } from '../../internal/is-little-endian.ts'

const POINT_BYTES = POINT_FIELDS * 8
/** `RLPT`, points, CRC-32 of what follows, 0: each 32 bits, little-endian. */
const HEADER_BYTES = 16
const MAGIC = 0x54504c52
const MAGIC_BYTES = Buffer.from('RLPT')

/**
 * A frame of a `.points` file: its header and its points, ready to be appended. A reader takes a frame whole or not at all.
 * `points` holds POINT_FIELDS doubles a point.
 */
export function frameOf(points: Float64Array): readonly [header: Buffer, body: Buffer] {
  const body = bytesOf(points)
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32LE(MAGIC, 0)
  header.writeUInt32LE(points.length / POINT_FIELDS, 4)
  header.writeUInt32LE(crc32(body), 8)
  return [header, body]
}

export interface ReadFrames {
  /** All points, POINT_FIELDS doubles each. */
  readonly points: Float64Array
  /** Bytes up to the end of the last whole frame. */
  readonly read: number
  /** Bytes that are no whole frame: behind the last one cut off by a kill, or still being written; before it damaged. */
  readonly torn: number
}

/** The points of the whole frames in `bytes`, also of those behind a damaged one. */
export function readFrames(bytes: Buffer): ReadFrames {
  const bodies: Buffer[] = []
  let read = 0
  for (let at = 0; at >= 0;) {
    const body = frameAt(bytes, at)
    if (body === null) at = bytes.indexOf(MAGIC_BYTES, at + 1)
    else {
      bodies.push(body)
      at = read = at + HEADER_BYTES + body.length
    }
  }
  const length = bodies.reduce((sum, body) => sum + body.length, 0)
  const points = new Float64Array(length / 8)
  const target = Buffer.from(points.buffer)
  let to = 0
  for (const body of bodies) to += body.copy(target, to)
  if (!isLittleEndian()) target.swap64()
  return { points, read, torn: bytes.length - length - bodies.length * HEADER_BYTES }
}

function frameAt(bytes: Buffer, at: number): Buffer | null {
  if (bytes.length - at < HEADER_BYTES || bytes.readUInt32LE(at) !== MAGIC) return null
  const end = at + HEADER_BYTES + bytes.readUInt32LE(at + 4) * POINT_BYTES
  if (end > bytes.length) return null
  const body = bytes.subarray(at + HEADER_BYTES, end)
  return crc32(body) === bytes.readUInt32LE(at + 8) ? body : null
}

function bytesOf(points: Float64Array): Buffer {
  const bytes = Buffer.from(points.buffer, points.byteOffset, points.byteLength)
  return isLittleEndian() ? bytes : Buffer.from(bytes).swap64()
}
