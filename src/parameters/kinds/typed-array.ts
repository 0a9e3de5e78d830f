import { types } from 'node:util'
import { acceptIf, refuse } from './kind.ts'
import type { Kind, MaybePromise, Reading } from './kind.ts'
import { listKind } from './list.ts'
import { BIGINT_KIND, numberKind } from './number.ts'

type Items = ArrayLike<number | bigint>

const CONSTRUCTORS: ReadonlyMap<string, (items: readonly unknown[]) => Items> = new Map<
  string,
  (items: readonly unknown[]) => Items
>([
  ['Int8Array', (items) => Int8Array.from(items as number[])],
  ['Uint8Array', (items) => Uint8Array.from(items as number[])],
  ['Uint8ClampedArray', (items) => Uint8ClampedArray.from(items as number[])],
  ['Int16Array', (items) => Int16Array.from(items as number[])],
  ['Uint16Array', (items) => Uint16Array.from(items as number[])],
  ['Int32Array', (items) => Int32Array.from(items as number[])],
  ['Uint32Array', (items) => Uint32Array.from(items as number[])],
  ['Float32Array', (items) => Float32Array.from(items as number[])],
  ['Float64Array', (items) => Float64Array.from(items as number[])],
  ['BigInt64Array', (items) => BigInt64Array.from(items as bigint[])],
  ['BigUint64Array', (items) => BigUint64Array.from(items as bigint[])],
])

/** The kind of a default that is a typed array; null when it is none, or of a class that is not kept. */
export function typedArrayKind(defaultValue: unknown): Kind | null {
  const name = classOf(defaultValue)
  const make = CONSTRUCTORS.get(name)
  if (make === undefined) return null
  const items = listKind(name.startsWith('Big') ? BIGINT_KIND : numberKind())
  const expected = name.startsWith('I') ? `an ${name}` : `a ${name}`
  const convert = (reading: Reading): Reading => {
    if (!reading.ok) return reading
    const given = reading.value as (number | bigint)[]
    const array = make(given)
    return acceptIf(
      name.startsWith('Float') || given.every((item, i) => item === array[i]),
      array,
      `numbers that fit ${expected}`,
    )
  }
  const then = (reading: MaybePromise<Reading>): MaybePromise<Reading> =>
    reading instanceof Promise ? reading.then(convert) : convert(reading)
  return {
    kind: 'typed array',
    name,
    bounds: null,
    type: name,
    expected,
    check: (value) => (classOf(value) === name ? { ok: true, value } : refuse(expected)),
    readJson: (value, place) => then(items.readJson?.(value, place) ?? refuse(expected)),
    jsonSchema: items.jsonSchema,
    read: (text, place) => then(items.read(text, place)),
    readAll: (texts, place) => then(items.readAll?.(texts, place) ?? refuse(expected)),
  }
}

function classOf(value: unknown): string {
  return types.isTypedArray(value) ? value[Symbol.toStringTag] : ''
}
