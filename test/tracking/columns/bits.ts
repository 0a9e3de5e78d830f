/** The bits of doubles as text: tells -0 from 0, and holds NaN equal to itself, of whatever bits: JavaScript has one. */
export function bitsOf(values: Iterable<number>): string[] {
  const bytes = Buffer.alloc(8)
  return Array.from(values, (value) => {
    if (Number.isNaN(value)) return 'NaN'
    bytes.writeDoubleBE(value)
    return bytes.toString('hex')
  })
}

/** Whether two columns hold the same bits; quicker than to compare them number by number. */
export function isSame(a: Float64Array, b: Float64Array): boolean {
  const bytesOf = (column: Float64Array): Buffer => Buffer.from(column.buffer, column.byteOffset, column.byteLength)
  return bytesOf(a).equals(bytesOf(b))
}

/** Doubles that are easily lost on the way. */
export const SPECIAL_DOUBLES: readonly number[] = [
  Number.NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1e-300,
  -1e-300,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.EPSILON,
  0.1,
  1 / 3,
  2 ** 53,
  -(2 ** 53),
  2 ** 53 + 2,
  1e308,
]
