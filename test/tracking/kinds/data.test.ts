import { describe, expect, test } from 'vitest'
import { matrixKind, vectorKind } from '../../../src/tracking/kinds/array.ts'
import { jsonKind } from '../../../src/tracking/kinds/json.ts'
import { tableKind } from '../../../src/tracking/kinds/table.ts'
import { textKind } from '../../../src/tracking/kinds/text.ts'
import { CWD, misfit, roundTrip, write } from './support.ts'
import { json, matrix, table, text } from '../../../src/tracking/kinds/wrappers.ts'

const AT = { folder: '/runs/a' }

describe('text', () => {
  test.each(['', 'a\nb', '\u0000"\\\u2028😀', '<svg/>'])('comes back as it was: %j', (value) => {
    expect(roundTrip(textKind, text(value))).toBe(value)
  })

  test('is a string', () => {
    expect(misfit(() => write(textKind, text(5 as any)))).toBe('it is a number, expected a string')
    expect(misfit(() => textKind.read(5, AT))).toBe('it is a number, expected a string')
  })
})

describe('JSON', () => {
  test('comes back with its special values', () => {
    const value = {
      a: [Number.NaN, 1n, undefined],
      b: new Map([[new Date(0), new Set([null])]]),
      $runlab: 'x',
      c: Float32Array.of(1),
    }
    expect(roundTrip(jsonKind, value)).toStrictEqual(value)
    expect(roundTrip(jsonKind, json([1, 2]))).toEqual([1, 2])
    expect(roundTrip(jsonKind, null)).toBeNull()
    expect(roundTrip(jsonKind, json(Buffer.from('ab')))).toEqual(Uint8Array.of(97, 98))
  })

  test('does not change with the value', () => {
    const value = { a: [1] }
    const { data } = write(jsonKind, value)
    value.a.push(2)
    expect(data).toEqual({ a: [1] })
  })

  test('says what it cannot hold, and where', () => {
    const refusal = (value: unknown): string => misfit(() => write(jsonKind, value))
    expect(refusal({ a: [1, () => 1] })).toBe('cannot keep a function (at a[1])')
    expect(refusal([new (class Foo {})()])).toBe('cannot keep an instance of Foo (at [0])')
    expect(refusal([text('a')])).toBe('cannot keep an instance of Wrapped (at [0])')
    expect(refusal(json(undefined))).toBe('it is undefined')
    expect(refusal(json(Promise.resolve()))).toBe('cannot keep a promise')
    expect(misfit(() => jsonKind.read({ $runlab: 'Future', value: 1 }, AT))).toMatch(/special value "Future"/)
  })
})

describe('a table', () => {
  const rows = [{ a: 1, when: new Date(0) }, { b: [Number.NaN], a: undefined }, { $runlab: 1 }]

  test('comes back as its rows', () => {
    expect(roundTrip(tableKind, rows)).toStrictEqual(rows)
    expect(roundTrip(tableKind, table([]))).toEqual([])
  })

  test('has its columns in the order in which rows first have them', () => {
    expect(write(tableKind, rows).data).toMatchObject({ columns: ['a', 'when', 'b', '$runlab'] })
  })

  test('is of plain objects', () => {
    const refusal = (value: unknown): string => misfit(() => write(tableKind, table(value as any)))
    expect(refusal([{ a: 1 }, 2])).toBe('its row 1 is a number, expected a plain object')
    expect(refusal([{ a: 1 }, , {}])).toBe('its row 1 is undefined, expected a plain object') // oxlint-disable-line no-sparse-arrays
    expect(refusal({ a: [1] })).toBe('it is an object, expected an array of plain objects')
    expect(refusal([{ a: () => 1 }])).toBe('cannot keep a function (at [0].a)')
    expect(refusal([{ toJSON: () => 5 }])).toBe('its row 0 is no record as JSON')
    expect(misfit(() => tableKind.read({ columns: ['a'], rows: [5] }, AT))).toMatch(/expected an object/)
    expect(misfit(() => tableKind.read([], AT))).toMatch(/expected an object/)
  })
})

describe('a vector', () => {
  test('comes back as a typed array of its own type, plain numbers as 64-bit floats', () => {
    expect(roundTrip(vectorKind, Float32Array.of(1.5, Number.NaN, -0))).toStrictEqual(Float32Array.of(1.5, Number.NaN, -0))
    expect(roundTrip(vectorKind, Uint8ClampedArray.of(1, 255))).toStrictEqual(Uint8ClampedArray.of(1, 255))
    expect(roundTrip(vectorKind, [1, Infinity, 0.1])).toStrictEqual(Float64Array.of(1, Infinity, 0.1))
    expect(roundTrip(vectorKind, [])).toStrictEqual(new Float64Array(0))
    expect(roundTrip(vectorKind, { data: Int8Array.of(1, 2), shape: [2] })).toStrictEqual(Int8Array.of(1, 2))
  })

  test('is the part of memory that its view shows, as it was when tracked', () => {
    const whole = Float32Array.of(1, 2, 3)
    const { data } = write(vectorKind, whole.subarray(1))
    whole.fill(9)
    expect(vectorKind.read(data, AT)).toEqual(Float32Array.of(2, 3))
  })
})

describe('a matrix', () => {
  test('comes back with its shape', () => {
    expect(
      roundTrip(matrixKind, [
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toStrictEqual({ data: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] })
    expect(roundTrip(matrixKind, [Float32Array.of(1), Float32Array.of(2)])).toStrictEqual({
      data: Float32Array.of(1, 2),
      shape: [2, 1],
    })
    expect(roundTrip(matrixKind, [Float32Array.of(1), [0.1]])).toStrictEqual({ data: Float64Array.of(1, 0.1), shape: [2, 1] })
    expect(roundTrip(matrixKind, { data: Uint8Array.of(1, 2), shape: [1, 2] })).toStrictEqual({
      data: Uint8Array.of(1, 2),
      shape: [1, 2],
    })
    expect(roundTrip(matrixKind, matrix([1, 2], [1, 1, 2]))).toStrictEqual({ data: Float64Array.of(1, 2), shape: [1, 1, 2] })
    expect(roundTrip(matrixKind, matrix([[1], [2]]))).toMatchObject({ shape: [2, 1] })
    expect(roundTrip(matrixKind, matrix([], [0, 3]))).toMatchObject({ shape: [0, 3] })
  })

  test('is refused when its numbers do not fill its shape', () => {
    const refusal = (value: unknown): string => misfit(() => matrixKind.write(value, CWD))
    expect(refusal(matrix([1, 2, 3], [2, 2]))).toBe('its data has 3 elements, expected 4 for the shape [2, 2]')
    expect(refusal(matrix([1], [1, 0.5]))).toBe('its shape is [1, 0.5], expected whole numbers')
    expect(refusal(matrix([1, 2]))).toBe('its shape is not known: give it as in matrix(data, [2, 3])')
    expect(refusal(matrix([[1, 2], [3]]))).toBe('it is an array, expected numbers, or rows of one length')
    expect(refusal(matrix('ab' as any, [2]))).toBe('it is a string, expected numbers, or rows of one length')
    expect(refusal(matrix(new Uint8Array(2 ** 28 + 1), [2 ** 28 + 1]))).toBe('it has 268435457 bytes, more than 268435456')
  })

  test('is not read from data that is none', () => {
    const { data } = write(matrixKind, [[1, 2]])
    const refusal = (changes: object): string => misfit(() => matrixKind.read({ ...(data as object), ...changes }, AT))
    expect(refusal({ shape: [3] })).toBe('its data does not fill its shape')
    expect(refusal({ shape: 3 })).toMatch(/"shape" is a number, expected a list/)
    expect(refusal({ data: [1, 2] })).toBe('its data is an array, expected a typed array')
    expect(misfit(() => matrixKind.read(null, AT))).toMatch(/it is null, expected an object/)
  })
})

describe('names of rows and columns', () => {
  const names = { rows: ['cat', 'dog'], columns: ['cat?', 'dog?', 'none'] }
  const numbers = [
    [1, 2, 3],
    [4, 5, 6],
  ]

  test('come back with the matrix, however it is given', () => {
    const expected = { data: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3], ...names }
    expect(roundTrip(matrixKind, matrix(numbers, names))).toStrictEqual(expected)
    expect(roundTrip(matrixKind, matrix(numbers.flat(), [2, 3], names))).toStrictEqual(expected)
    expect(roundTrip(matrixKind, { data: numbers.flat(), shape: [2, 3], ...names })).toStrictEqual(expected)
  })

  test('are in its pictures', () => {
    const value = { data: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3], ...names }
    const series = [{ step: 3, time: 0, value }] as unknown as Parameters<NonNullable<typeof matrixKind.compile>>[0]
    expect(matrixKind.compile?.(series, { title: 'confusion', label: 'n', options: { step: 'epoch' } })).toMatchObject([
      { type: 'tiles', tiles: [{ label: 'epoch 3', rowNames: names.rows, columnNames: names.columns }] },
    ])
  })

  test('are as many as there are rows and columns', () => {
    const refusal = (value: unknown): string => misfit(() => matrixKind.write(value, CWD))
    expect(refusal(matrix(numbers, { rows: ['a'] }))).toBe('it has 1 names of rows, expected 2')
    expect(refusal(matrix(numbers, { columns: [1, 2, 3] as any }))).toBe('its names of columns are an array, expected texts')
    expect(refusal(matrix([1, 2], [1, 1, 2], { rows: ['a'] }))).toBe(
      'its rows have names, which only a matrix of two dimensions has',
    )
  })
})
