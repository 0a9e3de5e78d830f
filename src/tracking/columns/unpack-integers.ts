// DELTA_BINARY_PACKED as Parquet has it: https://parquet.apache.org/docs/file-format/data-pages/encodings/
// (128 deltas a block, four miniblocks of 32, each with a bit width of its own).

/** Bytes of `varint(128) varint(4)`, with which the header begins. */
const SHAPE_BYTES = 3
const MINIBLOCKS = 4
/** Bytes behind the end, so that a number can be read at any byte. */
const PADDING = 8
const MINIBLOCK = 32
/** Deltas of more bits, or above this, are not exact as doubles. */
const WIDEST = 48
const LARGEST_LEAST = 2 ** 52

/** Unpacks into `output`, which says how many there are, what `packIntegers` has packed. */
export function unpackIntegers(bytes: Uint8Array, output: Float64Array): void {
  if (output.length === 0) return
  const padded = Buffer.allocUnsafe(bytes.length + PADDING).fill(0, bytes.length)
  padded.set(bytes)
  if (!new DeltaReader(padded).read(output)) new DeltaReader(padded).readExactly(output)
}

class DeltaReader {
  readonly #bytes: Buffer
  #at = SHAPE_BYTES

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** False where a delta has too many bits for doubles. */
  read(output: Float64Array): boolean {
    this.#varint() // how many there are
    let value = this.#zigzagNumber()
    output[0] = value
    for (let i = 1; i < output.length;) {
      const least = this.#zigzagNumber()
      const widths = this.#block()
      if (Math.abs(least) > LARGEST_LEAST) return false
      for (let mini = 0; mini < MINIBLOCKS && i < output.length; mini++) {
        const width = this.#bytes[widths + mini] as number
        if (width > WIDEST) return false
        const end = Math.min(i + MINIBLOCK, output.length)
        let bit = this.#at * 8
        for (; i < end; i++, bit += width) {
          value += least + this.#bits(bit, width)
          output[i] = value
        }
        this.#at += (MINIBLOCK / 8) * width
      }
    }
    return true
  }

  /** The same with deltas of any size. */
  readExactly(output: Float64Array): void {
    this.#varint()
    let value = this.#zigzag()
    output[0] = Number(value)
    for (let i = 1; i < output.length;) {
      const least = this.#zigzag()
      const widths = this.#block()
      for (let mini = 0; mini < MINIBLOCKS && i < output.length; mini++) {
        const width = this.#bytes[widths + mini] as number
        const end = Math.min(i + MINIBLOCK, output.length)
        for (let bit = this.#at * 8; i < end; i++, bit += width) {
          value = BigInt.asIntN(64, value + least + this.#exactBits(bit, width))
          output[i] = Number(value)
        }
        this.#at += (MINIBLOCK / 8) * width
      }
    }
  }

  /** Where the widths of a block stand. Throws behind the end: a damaged page may claim any number of points. */
  #block(): number {
    const widths = this.#at
    this.#at += MINIBLOCKS
    if (this.#at > this.#bytes.length - PADDING) throw new Error('a page of whole numbers ends too early')
    return widths
  }

  #bits(bit: number, width: number): number {
    if (width === 0) return 0
    const at = Math.floor(bit / 8)
    const shift = bit % 8
    if (width + shift <= 32) {
      return ((this.#bytes.readUInt32LE(at) >>> shift) & (width === 32 ? -1 : (1 << width) - 1)) >>> 0
    }
    return this.#bits(bit, 24) + this.#bits(bit + 24, width - 24) * 2 ** 24
  }

  #exactBits(bit: number, width: number): bigint {
    if (width <= 24) return BigInt(this.#bits(bit, width))
    return BigInt(this.#bits(bit, 24)) + (this.#exactBits(bit + 24, width - 24) << 24n)
  }

  /** Exact up to 2^53. */
  #zigzagNumber(): number {
    const start = this.#at
    let value = 0
    for (let unit = 1; unit < 2 ** 49; unit *= 128) {
      const byte = this.#bytes[this.#at++] as number
      value += (byte & 127) * unit
      if (byte < 128) return value % 2 === 1 ? -(value + 1) / 2 : value / 2
    }
    this.#at = start
    return Number(this.#zigzag())
  }

  #varint(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined || shift > 70n) throw new Error('a page of whole numbers ends too early')
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }

  #zigzag(): bigint {
    const value = this.#varint()
    return value & 1n ? -((value + 1n) >> 1n) : value >> 1n
  }
}
