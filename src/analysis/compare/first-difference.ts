import { encodeValue } from '../../format/tagged-json.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { isSameJson } from './is-same-json.ts'

/** Where two values first differ, inside of lists and objects. */
export interface InnerDifference {
  /** `[12].x`; empty for the values themselves. */
  readonly path: string
  /** Null where there is nothing at that place. */
  readonly before: Held | null
  readonly after: Held | null
  /** How many places differ. */
  readonly count: number
}

interface Held {
  readonly value: unknown
}

type Place = Omit<InnerDifference, 'count'>

/** Where two values first differ; null where they do not. */
export function firstDifference(before: unknown, after: unknown): InnerDifference | null {
  let first: Place | null = null
  let count = 0
  for (const place of differences({ path: '', before: { value: before }, after: { value: after } })) {
    first ??= place
    count += 1
  }
  return first === null ? null : { ...first, count }
}

/** Every place at which two values differ, inside of lists and objects. */
export function* differences({ path, before, after }: Place): Generator<Place> {
  if (before === null || after === null) {
    yield { path, before, after }
    return
  }
  const [one, other] = [before.value, after.value]
  if (Object.is(one, other)) return
  if (isList(one) && isList(other)) {
    for (let i = 0; i < Math.max(one.length, other.length); i++) {
      yield* differences({ path: `${path}[${i}]`, before: itemOf(one, i), after: itemOf(other, i) })
    }
  } else if (isPlainObject(one) && isPlainObject(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      yield* differences({ path: path + step(key), before: memberOf(one, key), after: memberOf(other, key) })
    }
  } else if (!isSameJson(encodeValue(one), encodeValue(other))) yield { path, before, after }
}

/** A list, or a typed array. */
function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

function itemOf(list: ArrayLike<unknown>, index: number): Held | null {
  return index < list.length ? { value: list[index] } : null
}

function memberOf(object: Readonly<Record<string, unknown>>, key: string): Held | null {
  return Object.hasOwn(object, key) ? { value: object[key] } : null
}

function step(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
