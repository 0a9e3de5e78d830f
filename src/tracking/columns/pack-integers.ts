import { ByteWriter } from './byte-writer.ts'

// DELTA_BINARY_PACKED as Parquet has it: https://parquet.apache.org/docs/file-format/data-pages/encodings/
// (128 deltas a block, four miniblocks of 32, each with a bit width of its own).

const BLOCK = 128
const MINIBLOCKS = 4
const MINIBLOCK = BLOCK / MINIBLOCKS
/** Of numbers up to this, differences, and what is between two of those, are exact as doubles. */
const LARGEST_EXACT = 2 ** 51
/** A difference less the least of its block is kept in two parts, of which the lower has so many bits. */
const LOW_BITS = 24
const LOW = 2 ** LOW_BITS

// Used again and again: thousands of small buffers cost more than what is put in them.
const out = new ByteWriter(2 ** 12)
const deltas = new Float64Array(BLOCK)
const exactDeltas = new BigInt64Array(BLOCK)
const low = new Uint32Array(BLOCK)
const high = new Uint32Array(BLOCK)
const widths = new Uint8Array(MINIBLOCKS)
const packed = new Uint8Array(MINIBLOCK * 8)

/** Packs whole numbers that doubles hold exactly as INT64. */
export function packIntegers(values: Float64Array): Uint8Array {
  out.clear()
  out.varint(BLOCK)
  out.varint(MINIBLOCKS)
  out.varint(values.length)
  out.zigzag(BigInt(values[0] ?? 0))
  const takeBlock = isExact(values) ? splitDeltas : splitLargeDeltas
  for (let start = 1; start < values.length; start += BLOCK) {
    const size = Math.min(BLOCK, values.length - start)
    out.zigzag(takeBlock(values, start, size))
    packBlock(size)
  }
  return Buffer.from(out.view())
}

/** Puts the differences of a block, less the least of them, into `low` and `high`, and gives the least. */
function splitDeltas(values: Float64Array, start: number, size: number): number {
  let least = Infinity
  let previous = values[start - 1] as number
  for (let i = 0; i < size; i++) {
    const value = values[start + i] as number
    const delta = value - previous
    deltas[i] = delta
    if (delta < least) least = delta
    previous = value
  }
  for (let i = 0; i < size; i++) {
    const rest = (deltas[i] as number) - least
    const upper = rest < LOW ? 0 : Math.floor(rest / LOW)
    low[i] = rest - upper * LOW
    high[i] = upper
  }
  return least
}

/** The same for numbers of which the differences are too large for doubles. */
function splitLargeDeltas(values: Float64Array, start: number, size: number): bigint {
  for (let i = 0; i < size; i++) exactDeltas[i] = BigInt(values[start + i] as number) - BigInt(values[start + i - 1] as number)
  const least = exactDeltas.subarray(0, size).reduce((a, b) => (b < a ? b : a))
  for (let i = 0; i < size; i++) {
    const rest = (exactDeltas[i] as bigint) - least
    low[i] = Number(rest & BigInt(LOW - 1))
    high[i] = Number(rest >> BigInt(LOW_BITS))
  }
  return least
}

/** Writes what stands in `low` and `high`. The last miniblock is filled up with zeros. */
function packBlock(size: number): void {
  low.fill(0, size)
  high.fill(0, size)
  for (let mini = 0; mini < MINIBLOCKS; mini++) out.byte((widths[mini] = widthOf(mini * MINIBLOCK)))
  for (let mini = 0; mini < MINIBLOCKS; mini++) {
    const width = widths[mini] as number
    if (width > 0) packMiniblock(mini * MINIBLOCK, width)
  }
}

/** Bits that the largest of a miniblock takes. */
function widthOf(start: number): number {
  let lows = 0
  let highs = 0
  for (let i = start; i < start + MINIBLOCK; i++) {
    lows |= low[i] as number
    highs |= high[i] as number
  }
  return highs === 0 ? 32 - Math.clz32(lows) : LOW_BITS + 32 - Math.clz32(highs)
}

function packMiniblock(start: number, width: number): void {
  const lowWidth = Math.min(width, LOW_BITS)
  let bits = 0
  let count = 0
  let at = 0
  for (let i = start; i < start + MINIBLOCK; i++) {
    bits |= (low[i] as number) << count
    for (count += lowWidth; count >= 8; count -= 8) {
      packed[at++] = bits
      bits >>>= 8
    }
    for (let done = LOW_BITS; done < width; done += 8) {
      bits |= (((high[i] as number) >>> (done - LOW_BITS)) & 255) << count
      for (count += Math.min(width - done, 8); count >= 8; count -= 8) {
        packed[at++] = bits
        bits >>>= 8
      }
    }
  }
  out.bytes(packed.subarray(0, at))
}

function isExact(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    if (Math.abs(values[i] as number) > LARGEST_EXACT) return false
  }
  return true
}
