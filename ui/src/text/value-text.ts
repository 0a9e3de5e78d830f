import { numberText } from './number-text.ts'

/** A value on one line, as every view shows it. What is missing is a dash. */
export function valueText(value: unknown, limit = 200): string {
  const text = wholeText(value)
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}

function wholeText(value: unknown): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `[${value.map((item) => wholeText(item)).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key}: ${wholeText(item)}`)
    .join(', ')} }`
}
