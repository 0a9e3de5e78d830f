import { describeValue } from '../../internal/describe-value.ts'
import { Misfit } from './kind.ts'
import { isTypedNumbers } from './numbers.ts'

interface Collected {
  readonly finite: Float64Array
  readonly nonFinite: { readonly nan: number; readonly positive: number; readonly negative: number }
}

/** More would be an iterable without an end. */
const MOST = 2 ** 27

/** The numbers of an iterable, finite ones apart. Throws Misfit for what is no iterable of numbers and BigInts. */
export function collectNumbers(values: unknown): Collected {
  const all = isTypedNumbers(values) ? new Float64Array(values) : fromIterable(values)
  const nonFinite = { nan: 0, positive: 0, negative: 0 }
  let count = 0
  for (const value of all) {
    if (Number.isFinite(value)) all[count++] = value + 0 // without the sign of −0
    else if (Number.isNaN(value)) nonFinite.nan++
    else if (value > 0) nonFinite.positive++
    else nonFinite.negative++
  }
  return { finite: all.subarray(0, count), nonFinite }
}

function fromIterable(values: unknown): Float64Array {
  if (typeof values !== 'object' || values === null || !isIterable(values)) {
    throw new Misfit(`its values are ${describeValue(values)}, expected an array, a typed array or another iterable of numbers`)
  }
  let numbers = new Float64Array(lengthOf(values))
  let count = 0
  for (const value of values) {
    if (count === MOST) throw new Misfit(`it has more than ${MOST} values`)
    if (count === numbers.length) numbers = grown(numbers)
    if (typeof value !== 'number' && typeof value !== 'bigint') {
      throw new Misfit(`its value ${count} is ${describeValue(value)}, expected a number`)
    }
    numbers[count++] = Number(value)
  }
  return numbers.subarray(0, count)
}

function isIterable(values: object): values is Iterable<unknown> {
  return Symbol.iterator in values && typeof values[Symbol.iterator] === 'function'
}

function lengthOf(values: Iterable<unknown>): number {
  return Array.isArray(values) ? Math.min(values.length, MOST) : 1024
}

function grown(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(Math.max(1024, numbers.length * 2))
  longer.set(numbers)
  return longer
}
