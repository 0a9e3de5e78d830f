import { inspect } from 'node:util'

/** A parameter's or result's value on one line, cut to `limit` characters. */
export function valueText(value: unknown, limit = 60): string {
  const text =
    typeof value === 'string' ? value : inspect(value, { depth: 3, breakLength: Infinity, compact: true, maxArrayLength: 12 })
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}
