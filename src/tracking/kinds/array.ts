import { types } from 'node:util'
import { fieldsOf, json, listOf, number, text } from '../../format/json-parsers.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { decodeValue, encodeValue } from '../../format/tagged-json.ts'
import { describeValue } from '../../internal/describe-value.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { defineKind } from './define-kind.ts'
import { Misfit } from './kind.ts'
import type { Written } from './kind.ts'
import { drawMatrices, drawVectors } from './draw-arrays.ts'
import { isBytes } from './media-source.ts'
import { areAll, isNumbers, isTypedNumbers } from './numbers.ts'
import type { MatrixValue, TypedNumbers } from './numbers.ts'

/** Numbers in a row. */
export type Numbers = TypedNumbers | readonly number[]

/** What JSON can still hold as one text. */
const MOST_BYTES = 2 ** 28

/** Typed arrays, plain arrays of numbers, `{ data, shape }` of one dimension; an empty array in a series of vectors. */
export const vectorKind = defineKind<TypedNumbers>({
  name: 'vector',
  fits: (value) => (isFlat(value) && !isBytes(value)) || (isShaped(value) && value.shape.length === 1),
  write({ value }) {
    if (isShaped(value)) return writeArray(value.data, value.shape)
    if (!isFlat(value)) throw new Misfit(`it is ${describeValue(value)}, expected numbers`)
    return writeArray(value, [value.length])
  },
  read: (data) => readArray(data).data,
  compile: drawVectors,
})

/** Arrays of rows, `{ data, shape }` of more dimensions, and what `matrix` gives. */
export const matrixKind = defineKind<MatrixValue>({
  name: 'matrix',
  fits: (value) => areRows(value) || (isShaped(value) && value.shape.length > 1),
  write({ value, options: { shape, rows, columns } }) {
    if (areRows(value) && shape === undefined) return withNames(writeRows(value), { rows, columns })
    if (isShaped(value)) return withNames(writeArray(value.data, value.shape), { ...value, ...definedOf({ rows, columns }) })
    if (!isFlat(value)) throw new Misfit(`it is ${describeValue(value)}, expected numbers, or rows of one length`)
    if (!isShape(shape)) throw new Misfit('its shape is not known: give it as in matrix(data, [2, 3])')
    return withNames(writeArray(value, shape), { rows, columns })
  },
  read: (point) => ({ ...readArray(point), ...readNames(point) }),
  compile: drawMatrices,
})

function isFlat(value: unknown): value is Numbers {
  return isNumbers(value) || (Array.isArray(value) && value.length === 0)
}

function isShaped(value: unknown): value is { readonly data: Numbers; readonly shape: readonly number[] } {
  return isPlainObject(value) && isFlat(value['data']) && isShape(value['shape']) && value['shape'].length > 0
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && areAll(value, (length) => typeof length === 'number')
}

function areRows(value: unknown): value is readonly [Numbers, ...Numbers[]] {
  if (!Array.isArray(value) || !isNumbers(value[0])) return false
  const { length } = value[0]
  return areAll(value, (row) => isNumbers(row) && row.length === length)
}

/** A point of an array. */
interface ArrayPoint {
  readonly data: { readonly shape: readonly number[]; readonly data: JsonValue }
}

function writeRows(rows: readonly [Numbers, ...Numbers[]]): ArrayPoint {
  const width = rows[0].length
  const size = rows.length * width
  const all = rows.every((row) => types.isFloat32Array(row)) ? new Float32Array(size) : new Float64Array(size)
  for (const [i, row] of rows.entries()) all.set(row, i * width)
  return writeArray(all, [rows.length, width])
}

function writeArray(data: Numbers, shape: readonly number[]): ArrayPoint {
  for (const length of shape) {
    if (!Number.isInteger(length) || length < 0) throw new Misfit(`its shape is [${shape.join(', ')}], expected whole numbers`)
  }
  const expected = shape.reduce((product, length) => product * length, 1)
  if (data.length !== expected) {
    throw new Misfit(`its data has ${data.length} elements, expected ${expected} for the shape [${shape.join(', ')}]`)
  }
  const array = isTypedNumbers(data) ? data : Float64Array.from(data)
  if (array.byteLength > MOST_BYTES) throw new Misfit(`it has ${array.byteLength} bytes, more than ${MOST_BYTES}`)
  return { data: { shape: [...shape], data: encodeValue(array) } }
}

interface Names {
  readonly rows?: unknown
  readonly columns?: unknown
}

function definedOf(names: Names): Names {
  return Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined))
}

/** With names for the last two dimensions. Throws Misfit for such as do not fit. */
function withNames({ data }: ArrayPoint, { rows, columns }: Names): Written {
  const { shape } = data
  const names = {
    ...namesOf('rows', rows, shape.length === 2 ? shape[0] : undefined),
    ...namesOf('columns', columns, shape.at(-1)),
  }
  return { data: { ...data, ...names } }
}

function namesOf(what: keyof Names, names: unknown, count: number | undefined): Record<string, readonly string[]> {
  if (names === undefined) return {}
  if (!Array.isArray(names) || !areAll(names, (name) => typeof name === 'string'))
    throw new Misfit(`its names of ${what} are ${describeValue(names)}, expected texts`)
  if (count === undefined) throw new Misfit(`its ${what} have names, which only a matrix of two dimensions has`)
  if (names.length !== count) throw new Misfit(`it has ${names.length} names of ${what}, expected ${count}`)
  return { [what]: [...names] as readonly string[] }
}

function readNames(point: JsonValue): Pick<MatrixValue, 'rows' | 'columns'> {
  const field = fieldsOf(point, { file: 'The point' })
  const known = (key: string): Record<string, readonly string[]> => {
    const names = field<readonly string[] | undefined>(key, listOf(text), () => undefined)
    return names === undefined ? {} : { [key]: names }
  }
  return { ...known('rows'), ...known('columns') }
}

function readArray(point: JsonValue): MatrixValue {
  const field = fieldsOf(point, { file: 'The point' })
  const shape = field('shape', listOf(number))
  const data = decodeValue(field('data', json))
  if (!isTypedNumbers(data)) throw new Misfit(`its data is ${describeValue(data)}, expected a typed array`)
  if (data.length !== shape.reduce((product, length) => product * length, 1)) throw new Misfit('its data does not fill its shape')
  return { data, shape }
}
