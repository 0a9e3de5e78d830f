import { valueText } from '../value-text.ts'

/** A value in a table that people read: six digits. */
export function shownText(value: unknown): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return valueText(value.join(', '), 40)
  return value instanceof Date ? value.toISOString() : valueText(value, 40)
}

/** A value in a table for programs: all digits, nothing where there is none. */
export function exactText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
