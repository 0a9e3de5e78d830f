import { isLittleEndian } from '../internal/is-little-endian.ts'

interface TypedArrayConstructor {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBuffer): ArrayBufferView
}

const CONSTRUCTORS: ReadonlyMap<string, TypedArrayConstructor> = new Map<string, TypedArrayConstructor>([
  ['Int8Array', Int8Array],
  ['Uint8Array', Uint8Array],
  ['Uint8ClampedArray', Uint8ClampedArray],
  ['Int16Array', Int16Array],
  ['Uint16Array', Uint16Array],
  ['Int32Array', Int32Array],
  ['Uint32Array', Uint32Array],
  ['Float32Array', Float32Array],
  ['Float64Array', Float64Array],
  ['BigInt64Array', BigInt64Array],
  ['BigUint64Array', BigUint64Array],
])

/** The kind of a typed array, whatever its subclass or realm: a Buffer is a `Uint8Array`. Null for a kind that is not kept. */
export function typedArrayKind(array: ArrayBufferView): string | null {
  const kind: unknown = Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag, array)
  return typeof kind === 'string' && CONSTRUCTORS.has(kind) ? kind : null
}

/** The elements' bytes, little-endian, in base64. */
export function bytesToBase64(kind: string, array: ArrayBufferView): string {
  const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength)
  return (isLittleEndian() ? bytes : swapped(Buffer.from(bytes), elementSize(kind))).toString('base64')
}

/** The typed array of a kind from the bytes of `bytesToBase64`; null when the kind is unknown or the length does not fit. */
export function base64ToTypedArray(kind: string, base64: string): ArrayBufferView | null {
  const TypedArray = CONSTRUCTORS.get(kind)
  if (TypedArray === undefined) return null
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length % TypedArray.BYTES_PER_ELEMENT !== 0) return null
  if (!isLittleEndian()) swapped(bytes, TypedArray.BYTES_PER_ELEMENT)
  const buffer = new ArrayBuffer(bytes.length)
  new Uint8Array(buffer).set(bytes)
  return new TypedArray(buffer)
}

function elementSize(kind: string): number {
  return CONSTRUCTORS.get(kind)?.BYTES_PER_ELEMENT ?? 1
}

/** Turns the bytes of each element around, in place. */
function swapped(bytes: Buffer, size: number): Buffer {
  if (size === 2) return bytes.swap16()
  if (size === 4) return bytes.swap32()
  return size === 8 ? bytes.swap64() : bytes
}
