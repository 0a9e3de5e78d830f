const SMALL = 2 ** 30

/** Bytes that grow as they are written. Numbers have the forms that Parquet and Thrift share. */
export class ByteWriter {
  #bytes: Uint8Array
  #length = 0

  constructor(capacity = 64) {
    this.#bytes = new Uint8Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  clear(): void {
    this.#length = 0
  }

  /** What has been written, valid until more is. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  bytes(values: Uint8Array): void {
    if (this.#length + values.length > this.#bytes.length) this.#grow(values.length)
    this.#bytes.set(values, this.#length)
    this.#length += values.length
  }

  /** Little-endian. */
  uint32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte((value >>> shift) & 255)
  }

  /** A whole number from 0 to 2^53, seven bits a byte, the lowest first. */
  varint(value: number): void {
    let rest = value
    for (; rest >= SMALL; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 128)
    for (; rest >= 128; rest >>>= 7) this.byte((rest & 127) | 128)
    this.byte(rest)
  }

  /** A whole number of either sign, small ones in few bytes. Exact to 2^52, and any of 64 bits as a bigint. */
  zigzag(value: number | bigint): void {
    if (typeof value === 'number') return this.varint(value < 0 ? -value * 2 - 1 : value * 2)
    let rest = BigInt.asUintN(64, value < 0n ? -value * 2n - 1n : value * 2n)
    for (; rest >= 128n; rest >>= 7n) this.byte(Number(rest & 127n) | 128)
    this.byte(Number(rest))
  }

  #grow(more: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    larger.set(this.view())
    this.#bytes = larger
  }
}
