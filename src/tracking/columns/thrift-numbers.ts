/** What the fields of a struct hold that are numbers, truth values or structs of such; others are passed over. */
export type ThriftFields = ReadonlyMap<number, number | ThriftFields>

export interface ThriftStruct {
  readonly fields: ThriftFields
  /** Where it ends. */
  readonly end: number
}

const TRUE = 1
const FALSE = 2
const BYTE = 3
const LARGEST_INTEGER = 6
const DOUBLE = 7
const BINARY = 8
const STRUCT = 12

/** Levels of structs that are read. The header of a page has two. */
const DEEPEST = 4

/** Reads a struct of Thrift's compact protocol. Throws where it is none. */
export function readThrift(bytes: Uint8Array, at = 0, depth = 0): ThriftStruct {
  const fields = new Map<number, number | ThriftFields>()
  let end = at
  for (let id = 0; ;) {
    const head = byteAt(bytes, end++)
    if (head === 0) return { fields, end }
    const delta = head >> 4
    if (delta === 0 || depth > DEEPEST) throw new Error('it has a header that cannot be read')
    id += delta
    const type = head & 15
    if (type === TRUE || type === FALSE) fields.set(id, type === TRUE ? 1 : 0)
    else if (type === BYTE) fields.set(id, byteAt(bytes, end++))
    else if (type > BYTE && type <= LARGEST_INTEGER) {
      const read = readVarint(bytes, end)
      fields.set(id, read.value % 2 === 1 ? -(read.value + 1) / 2 : read.value / 2) // zigzag
      end = read.end
    } else if (type === DOUBLE) end += 8
    else if (type === BINARY) {
      const read = readVarint(bytes, end)
      end = read.end + read.value
    } else if (type === STRUCT) {
      const inner = readThrift(bytes, end, depth + 1)
      fields.set(id, inner.fields)
      end = inner.end
    } else throw new Error('it has a header that cannot be read')
  }
}

/** Exact up to 2^53. */
export function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let value = 0
  let end = at
  for (let unit = 1; unit < 2 ** 49; unit *= 128) {
    const byte = byteAt(bytes, end++)
    value += (byte & 127) * unit
    if (byte < 128) return { value, end }
  }
  throw new Error('it has a number that is too large')
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new Error('it ends in the middle of its header')
  return byte
}
