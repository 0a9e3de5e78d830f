import { types } from 'node:util'
import { decodeValue, encodeValue } from '../../format/tagged-json.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { defineKind } from './define-kind.ts'
import { Misfit } from './kind.ts'
import { isBytes } from './media-source.ts'
import { isElement } from '../../internal/svg-text.ts'

export const jsonKind = defineKind<unknown>({
  name: 'json',
  fits: (value) => (typeof value === 'object' && value !== null ? canBeKept(value) : isScalar(value)),
  write({ value }) {
    if (value === undefined) throw new Misfit('it is undefined')
    return { data: encodeValue(value) }
  },
  read: (data) => decodeValue(data, 'The point'),
})

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
}

/** Looks at the outermost level only; what is below shows when it is encoded. Bare bytes and elements were meant as files. */
function canBeKept(value: object): boolean {
  if (isBytes(value)) return false
  return (
    Array.isArray(value) ||
    isPlainObject(value) ||
    types.isTypedArray(value) ||
    types.isDate(value) ||
    types.isMap(value) ||
    types.isSet(value) ||
    types.isRegExp(value) ||
    ('toJSON' in value && typeof value.toJSON === 'function' && !isElement(value))
  )
}
