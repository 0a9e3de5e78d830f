import type { JsonValue } from '../../format/json-value.ts'
import { guardKind } from './guard-kind.ts'
import type { Kind, Look, Place, Surroundings, Visual, Written } from './kind.ts'
import type { Series } from '../../api/tracking.ts'
import { isWrapped } from './wrapped.ts'

/** A value to be written, out of its wrapping. */
export interface Given {
  readonly value: unknown
  /** Of the helper that wrapped it, unchecked; empty when none did. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface Definition<V> {
  readonly name: string
  /** Whether a value that nobody wrapped is of this kind. May throw for what throws when looked at. */
  fits(value: unknown): boolean
  write(given: Given, surroundings: Surroundings): Written
  read(data: JsonValue, place: Place): V
  compile?(series: Series<V>, look: Look): readonly Visual[]
}

/** A kind that takes what fits, and what was wrapped for it. */
export function defineKind<V>({ name, fits, write, read, compile }: Definition<V>): Kind<V> {
  return guardKind({
    name,
    accepts: (value) => isWrapped(value) || fits(value),
    write: (value, surroundings) => write(isWrapped(value) ? value : { value, options: {} }, surroundings),
    read,
    ...(compile === undefined ? {} : { compile }),
  })
}
