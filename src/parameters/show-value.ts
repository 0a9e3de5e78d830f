import { types } from 'node:util'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'

const LONGEST = 80

/** A value as messages show it: short, on one line, texts in quotes. */
export function showValue(value: unknown): string {
  const text = write(value)
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`
}

function write(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return String(value)
  if (types.isDate(value) && !Number.isNaN(value.getTime())) return value.toISOString()
  if (Array.isArray(value)) return `[${Array.from(value.slice(0, LONGEST), showItem).join(', ')}]`
  if (!isPlainObject(value)) return describeValue(value)
  const entries = Object.entries(value).slice(0, LONGEST)
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${key}: ${showItem(item)}`).join(', ')} }`
}

/** One level deep: enough to recognise it, and circles cannot go on. */
function showItem(item: unknown): string {
  if (Array.isArray(item)) return item.length === 0 ? '[]' : '[…]'
  return isPlainObject(item) ? '{…}' : write(item)
}
