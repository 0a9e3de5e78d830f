import type { ByteWriter } from './byte-writer.ts'

const TRUE = 1
const FALSE = 2
const I32 = 5
const I64 = 6
const BINARY = 8
const LIST = 9
const STRUCT = 12

/** More elements than this have their number in bytes of its own. */
const SHORT_LIST = 14

/**
 * Writes a struct of Thrift's compact protocol, with which Parquet's headers and footer are made:
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function writeStruct(out: ByteWriter, write: (fields: StructFields) => void): void {
  write(new StructFields(out))
  out.byte(0)
}

/** The fields of a struct, in ascending order of their numbers. */
export class StructFields {
  readonly #out: ByteWriter
  #last = 0

  constructor(out: ByteWriter) {
    this.#out = out
  }

  int32(field: number, value: number): void {
    this.#begin(field, I32)
    this.#out.zigzag(value)
  }

  int64(field: number, value: number): void {
    this.#begin(field, I64)
    this.#out.zigzag(value)
  }

  truth(field: number, value: boolean): void {
    this.#begin(field, value ? TRUE : FALSE)
  }

  text(field: number, value: string): void {
    this.#begin(field, BINARY)
    this.#text(value)
  }

  struct(field: number, write: (fields: StructFields) => void): void {
    this.#begin(field, STRUCT)
    writeStruct(this.#out, write)
  }

  int32s(field: number, values: readonly number[]): void {
    this.#beginList(field, I32, values.length)
    for (const value of values) this.#out.zigzag(value)
  }

  texts(field: number, values: readonly string[]): void {
    this.#beginList(field, BINARY, values.length)
    for (const value of values) this.#text(value)
  }

  structs<T>(field: number, items: readonly T[], write: (fields: StructFields, item: T) => void): void {
    this.#beginList(field, STRUCT, items.length)
    for (const item of items) writeStruct(this.#out, (fields) => write(fields, item))
  }

  #begin(field: number, type: number): void {
    this.#out.byte(((field - this.#last) << 4) | type)
    this.#last = field
  }

  #beginList(field: number, type: number, length: number): void {
    this.#begin(field, LIST)
    if (length <= SHORT_LIST) return this.#out.byte((length << 4) | type)
    this.#out.byte(0xf0 | type)
    this.#out.varint(length)
  }

  #text(value: string): void {
    const bytes = Buffer.from(value)
    this.#out.varint(bytes.length)
    this.#out.bytes(bytes)
  }
}
