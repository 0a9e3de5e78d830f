import { types } from 'node:util'
import { typedArrayKind } from '../../format/typed-array.ts'

/** Typed arrays whose elements are numbers. */
export type TypedNumbers =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

export function isTypedNumbers(value: unknown): value is TypedNumbers {
  return types.isTypedArray(value) && typedArrayKind(value)?.startsWith('Big') === false
}

/** Whether it is an array of numbers and nothing else, at least one. */
export function isPlainNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && areAll(value, (item) => typeof item === 'number')
}

/** Whether it holds for every element. Not `every()`: that skips holes. */
export function areAll(array: readonly unknown[], test: (item: unknown, i: number) => boolean): boolean {
  for (let i = 0; i < array.length; i++) if (!test(array[i], i)) return false
  return true
}

export function isNumbers(value: unknown): value is TypedNumbers | readonly number[] {
  return isTypedNumbers(value) || isPlainNumbers(value)
}

/** Whether a plain array holds whole numbers beyond ±1: 8 or 16 bits an element, where floats are meant to be. */
export function isInteger(values: readonly number[]): boolean {
  return values.every(Number.isInteger) && values.some((value) => Math.abs(value) > 1)
}

/** A matrix as it is read: its elements with the last index running fastest, so rows one after the other. */
export interface MatrixValue {
  readonly data: TypedNumbers
  readonly shape: readonly number[]
  /** Names of rows and columns, where they were given. */
  readonly rows?: readonly string[] | undefined
  readonly columns?: readonly string[] | undefined
}
