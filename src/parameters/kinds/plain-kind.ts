import { types } from 'node:util'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { BOOLEAN_KIND } from './boolean.ts'
import { DATE_KIND } from './date.ts'
import { ANY_JSON_KIND, NULL_KIND, jsonKind } from './json.ts'
import type { Kind } from './kind.ts'
import { listKind } from './list.ts'
import { BIGINT_KIND, numberKind } from './number.ts'
import { STRING_KIND } from './string.ts'
import { typedArrayKind } from './typed-array.ts'

const NUMBER_KIND = numberKind()

/** The kind that a plain default stands for; null when it can be none (functions, symbols, undefined, instances). */
export function plainKind(value: unknown): Kind | null {
  const scalar = scalarKind(value)
  if (scalar !== null) return scalar
  if (Array.isArray(value)) return listKind(commonKind(value))
  if (value === null) return NULL_KIND
  const isJson = isPlainObject(value) || types.isMap(value) || types.isSet(value)
  return isJson ? jsonKind(value) : typedArrayKind(value)
}

/** The kind that all items share; any data when they are mixed, structured or none. */
export function commonKind(items: readonly unknown[]): Kind {
  const [first, ...rest] = items.map(scalarKind)
  return first === undefined || first === null || rest.some((kind) => kind !== first) ? ANY_JSON_KIND : first
}

function scalarKind(value: unknown): Kind | null {
  switch (typeof value) {
    case 'number':
      return NUMBER_KIND
    case 'string':
      return STRING_KIND
    case 'boolean':
      return BOOLEAN_KIND
    case 'bigint':
      return BIGINT_KIND
    default:
      return types.isDate(value) ? DATE_KIND : null
  }
}
