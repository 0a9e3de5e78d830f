import { types } from 'node:util'
import { defineOwn } from './define-own.ts'
import { isPlainObject } from './is-plain-object.ts'

/**
 * A deep copy that shares no plain data with the original. Arrays and plain objects of it are frozen; dates, maps, sets and
 * binary data, which cannot be, are copies. What is no plain data (instances, functions) is handed on as it is.
 */
export function copyFrozen<T>(value: T): T {
  return copy(value, new Map()) as T
}

function copy(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (copies.has(value)) return copies.get(value)
  if (Array.isArray(value)) {
    const array: unknown[] = []
    copies.set(value, array)
    for (const item of value) array.push(copy(item, copies))
    return Object.freeze(array)
  }
  if (isPlainObject(value)) {
    const object: Record<string, unknown> = {}
    copies.set(value, object)
    for (const [key, item] of Object.entries(value)) defineOwn(object, key, copy(item, copies))
    return Object.freeze(object)
  }
  return copyUnfreezable(value, copies)
}

function copyUnfreezable(value: object, copies: Map<object, unknown>): unknown {
  if (types.isDate(value)) return new Date(value)
  if (types.isTypedArray(value)) return Uint8Array.prototype.slice.call(value)
  if (types.isArrayBuffer(value)) return value.slice(0)
  if (types.isMap(value)) {
    const map = new Map()
    copies.set(value, map)
    for (const [key, item] of value) map.set(copy(key, copies), copy(item, copies))
    return map
  }
  if (types.isSet(value)) {
    const set = new Set()
    copies.set(value, set)
    for (const member of value) set.add(copy(member, copies))
    return set
  }
  return value
}
