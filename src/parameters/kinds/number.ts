import { readIntegerText } from '../text/integer-text.ts'
import { readNumberText } from '../text/number-text.ts'
import { UNBOUNDED, boundsSchema, isWithin, readBounds, showBounds } from './bounds.ts'
import type { Bounds } from './bounds.ts'
import { accept, acceptIf, refuse } from './kind.ts'
import type { Fault, Kind } from './kind.ts'
import { readOptions } from './options.ts'

/** `param.number`. */
export function buildNumber(options: unknown, fault: Fault): Kind {
  return numberKind(readBounds(readOptions(options, ['min', 'max'], fault), fault))
}

/** `param.integer`. */
export function buildInteger(options: unknown, fault: Fault): Kind {
  return integerKind(readBounds(readOptions(options, ['min', 'max'], fault), fault))
}

export function numberKind(bounds: Bounds = UNBOUNDED): Kind {
  const { named, expected } = name('number', 'a number', bounds)
  const fits = (value: unknown): boolean => typeof value === 'number' && isWithin(value, bounds)
  return {
    ...named,
    check: (value) => acceptIf(fits(value), value, expected),
    read(text) {
      const number = readNumberText(text)
      if (number.ok) return acceptIf(fits(number.value), number.value, expected)
      return refuse(expected, fits(Number(number.suggestion ?? Number.NaN)) ? number.suggestion : null)
    },
    readJson(value) {
      // YAML writes large numbers without an exponent, too.
      const number = typeof value === 'bigint' ? Number(value) : value
      return acceptIf(fits(number), number, expected)
    },
    jsonSchema: { type: 'number', ...boundsSchema(bounds, ['minimum', 'maximum']) },
  }
}

export function integerKind(bounds: Bounds = UNBOUNDED): Kind {
  const { named, expected } = name('integer', 'an integer', bounds)
  const fits = (value: unknown): boolean => Number.isSafeInteger(value) && isWithin(value as number, bounds)
  return {
    ...named,
    check: (value) => acceptIf(fits(value), value, expected),
    read(text) {
      const integer = readIntegerText(text)
      if (integer !== null && !Number.isSafeInteger(Number(integer)))
        return refuse(`${expected}, at most ±${Number.MAX_SAFE_INTEGER}`)
      if (integer !== null) return acceptIf(fits(Number(integer)), Number(integer), expected)
      const number = readNumberText(text)
      const meant = number.ok ? null : number.suggestion
      return refuse(expected, meant !== null && fits(Number(meant)) ? meant : null)
    },
    jsonSchema: { type: 'integer', ...boundsSchema(bounds, ['minimum', 'maximum']) },
  }
}

/** Whole numbers of any size. */
export const BIGINT_KIND: Kind = {
  kind: 'bigint',
  name: 'bigint',
  bounds: null,
  type: 'bigint',
  expected: 'a whole number',
  check: (value) => acceptIf(typeof value === 'bigint', value, 'a bigint'),
  read(text) {
    const integer = readIntegerText(text.trim().replace(/(?<=^[+-]?\d+)n$/, ''))
    return integer === null ? refuse('a whole number') : accept(integer)
  },
  readJson(value, place) {
    const isWhole = typeof value === 'bigint' || Number.isSafeInteger(value)
    return typeof value === 'string' || isWhole ? this.read(String(value), place) : refuse('a whole number')
  },
  jsonSchema: { type: ['integer', 'string'], pattern: '^\\s*[+-]?[0-9]' },
}

function name(kind: string, article: string, bounds: Bounds) {
  const shown = showBounds(bounds)
  const suffix = shown === null ? '' : ` ${shown}`
  const expected = article + suffix
  return { expected, named: { kind, name: kind, bounds: shown, type: kind + suffix, expected } }
}
