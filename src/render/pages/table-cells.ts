import { encodeValue } from '../../format/tagged-json.ts'
import { numberText, wholeText } from '../charts/number-text.ts'

/**
 * How a column stands in a table: numbers at the right; what is `short`, such as yes and no and dates, on one line; what is
 * `long` in lines of a width that can be read.
 */
export type ColumnLook = 'number' | 'short' | 'long'

/** Letters that a cell may have on one line: a date in full. */
const ONE_LINE = 24
const DIGITS = 6

/** The look of a column by all of its values. */
export function columnLook(values: readonly unknown[]): ColumnLook {
  const known = values.filter((value) => value !== undefined && value !== null)
  if (known.length > 0 && known.every((value) => typeof value === 'number' || typeof value === 'bigint')) return 'number'
  return known.every((value) => isShort(shownText(value))) ? 'short' : 'long'
}

function isShort(text: string): boolean {
  return text.length <= ONE_LINE && !text.includes('\n')
}

/** A value for people: numbers in at most six significant digits, whole ones with all of theirs. */
export function shownText(value: unknown): string {
  if (typeof value !== 'number') return cellText(value)
  return Number.isSafeInteger(value) ? wholeText(value) : numberText(value, DIGITS)
}

/** A value for programs, as in a CSV: numbers in full, dates as ISO, what is nested as JSON. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  return JSON.stringify(encodeValue(value))
}
