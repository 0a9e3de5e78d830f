import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js'
import { Reused } from '../../internal/reused.ts'

// DELTA_BINARY_PACKED as Parquet has it: https://parquet.apache.org/docs/file-format/data-pages/encodings/
// (128 deltas a block, four miniblocks of 32, each with a bit width of its own).

/** Bytes of `varint(128) varint(4)`, with which the library's header begins. */
const SHAPE_BYTES = 3
const LARGEST_RELATIVE = 2 ** 31 - 1

// Used again and again: thousands of small buffers cost more than what is put in them.
const memory = new Reused((length) => new Int32Array(length))
const head = new ByteWriter(32)
const body = new ByteWriter(2 ** 12)

/**
 * Packs whole numbers that doubles hold exactly as INT64. The library's fast way takes 32 bits: numbers that lie close to
 * their first one, like times, are packed relative to it, and their header gets the first one back.
 */
export function packIntegers(values: Float64Array): Uint8Array {
  const writer = emptied(body)
  const relative = relativeToFirst(values)
  if (relative === null) {
    deltaBinaryPack(writer, BigInt64Array.from(values, BigInt), 'INT64')
    return Buffer.from(writer.getBytes())
  }
  deltaBinaryPack(writer, relative, 'INT64')
  const packed = writer.getBytes()
  const start = emptied(head)
  start.appendBytes(packed.subarray(0, SHAPE_BYTES))
  start.appendVarInt(values.length)
  const first = start.offset // there stands a 0, in one byte
  start.appendZigZag(BigInt(values[0] ?? 0))
  return Buffer.concat([start.getBytes(), packed.subarray(first + 1)])
}

/** The numbers less the first one; null where 32 bits do not hold them. */
function relativeToFirst(values: Float64Array): Int32Array | null {
  const first = values[0] ?? 0
  const relative = memory.take(values.length)
  for (let i = 0; i < values.length; i++) {
    const difference = (values[i] as number) - first
    if (difference > LARGEST_RELATIVE || difference < -LARGEST_RELATIVE) return null
    relative[i] = difference
  }
  return relative
}

function emptied(writer: ByteWriter): ByteWriter {
  writer.index = 0
  writer.offset = 0
  return writer
}
