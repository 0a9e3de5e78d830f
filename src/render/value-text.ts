import { inspect } from 'node:util'

/** What would break the line, or talk to the terminal. */
const CONTROL = /\p{Cc}/u

/** A parameter's or result's value on one line, cut to `limit` characters. */
export function valueText(value: unknown, limit = 60): string {
  const text =
    typeof value === 'string' && !CONTROL.test(value)
      ? value
      : inspect(value, { depth: 3, breakLength: Infinity, compact: true, maxArrayLength: 12 })
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}
