import type { JsonObject } from '../../format/json-value.ts'
import { showValue } from '../show-value.ts'
import { boundsSchema, isWithin, readCounts, showBounds } from './bounds.ts'
import { acceptIf } from './kind.ts'
import type { Fault, Kind } from './kind.ts'
import { readOptions } from './options.ts'
import type { Options } from './options.ts'

export const STRING_KIND: Kind = {
  kind: 'string',
  name: 'string',
  bounds: null,
  type: 'string',
  expected: 'a string',
  check: (value) => acceptIf(typeof value === 'string', value, 'a string'),
  read: (text) => ({ ok: true, value: text }),
  jsonSchema: { type: 'string' },
}

/** `param.string`. */
export function buildString(given: unknown, fault: Fault): Kind {
  const options = readOptions(given, ['pattern', 'minLength', 'maxLength'], fault)
  const lengths = readCounts(options, fault, ['minLength', 'maxLength'])
  const pattern = readPattern(options, fault)
  const shownLengths = showBounds(lengths)
  const limits = [
    ...(shownLengths === null ? [] : [`of ${shownLengths} characters`]),
    ...(pattern === null ? [] : [`that matches ${String(pattern)}`]),
  ]
  if (limits.length === 0) return STRING_KIND
  const bounds = limits.join(' and ')
  const expected = `a string ${bounds}`
  const fits = (value: unknown): boolean =>
    typeof value === 'string' && isWithin(value.length, lengths) && (pattern === null || pattern.test(value))
  return {
    ...STRING_KIND,
    bounds,
    type: `string ${bounds}`,
    expected,
    check: (value) => acceptIf(fits(value), value, expected),
    read: (text) => acceptIf(fits(text), text, expected),
    jsonSchema: { type: 'string', ...boundsSchema(lengths, ['minLength', 'maxLength']), ...patternSchema(pattern) },
  }
}

/** A copy without the flags that make a pattern remember where it was. */
function readPattern(options: Options, fault: Fault): RegExp | null {
  const { pattern } = options
  if (pattern === undefined) return null
  if (!(pattern instanceof RegExp)) throw fault(`has the option pattern: ${showValue(pattern)}, which is no regular expression`)
  return new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ''))
}

/** JSON Schema knows no flags, and reads every pattern as with `u`. What it cannot say is left to the run. */
function patternSchema(pattern: RegExp | null): JsonObject {
  if (pattern === null || !/^[du]*$/.test(pattern.flags)) return {}
  try {
    return { pattern: new RegExp(pattern.source, 'u').source }
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
