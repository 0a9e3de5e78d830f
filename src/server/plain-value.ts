import { valueText } from '../render/value-text.ts'

/** A value as the page shows it: numbers, truth and texts as they are, anything else as text of at most `limit` characters. */
export function plainValue(value: unknown, limit = 4000): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string' && value.length <= limit) return value
  return value instanceof Date ? value.toISOString() : valueText(value, limit)
}
