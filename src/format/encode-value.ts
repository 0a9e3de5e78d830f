import { types } from 'node:util'
import { runlabError } from '../errors.ts'
import type { RunlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import type { JsonObject, JsonValue } from './json-value.ts'
import { DEEPEST, TAG, escapeKey } from './tag.ts'
import { bytesToBase64, typedArrayKind } from './typed-array.ts'

/**
 * Encodes a value as tagged JSON: strict JSON in which special values are `{ "$runlab": kind, "value": … }`.
 * What it returns shares nothing with the value. `at` says in errors where the value belongs, e.g. `metrics/a`;
 * `levels` is how deep it lies there.
 * Throws VALUE_UNSERIALISABLE, VALUE_KEY.
 */
export function encodeValue(value: unknown, at = '', levels = 0): JsonValue {
  return new Encoder(at, levels).encode(value)
}

/** Left where a text was cut inside an emoji. JSON readers refuse it. */
const HALF_LETTER = /\p{Surrogate}/u

/** A step from a container to what it holds; written out only for messages. */
type Step = { readonly kind: 'key' | 'index' | 'entry' | 'entry key' | 'member' | 'toJSON'; readonly of: unknown }

class Encoder {
  readonly #at: string
  readonly #levels: number
  readonly #path: Step[] = []
  readonly #ancestors = new Set<object>()

  constructor(at: string, levels: number) {
    this.#at = at
    this.#levels = levels
  }

  encode(value: unknown): JsonValue {
    switch (typeof value) {
      case 'string':
        return HALF_LETTER.test(value) ? tagged('String', Buffer.from(value, 'utf16le').toString('base64')) : value
      case 'boolean':
        return value
      case 'number':
        return encodeNumber(value)
      case 'undefined':
        return tagged('undefined', null)
      case 'bigint':
        return tagged('BigInt', String(value))
      case 'object':
        return value === null ? null : this.#encodeObject(value)
      default:
        throw this.#refusal(describeValue(value))
    }
  }

  #encodeObject(value: object): JsonValue {
    const special = encodeSpecial(value)
    if (special !== null) return special
    if (this.#ancestors.has(value)) throw this.#refusal('a circular reference')
    if (this.#path.length + this.#levels >= DEEPEST) throw this.#refusal(`data nested deeper than ${DEEPEST} levels`)
    this.#ancestors.add(value)
    const encoded = this.#encodeContainer(value)
    this.#ancestors.delete(value)
    return encoded
  }

  #encodeContainer(value: object): JsonValue {
    if (Array.isArray(value)) return this.#encodeArray(value)
    if (types.isMap(value)) return this.#encodeMap(value)
    if (types.isSet(value))
      return tagged(
        'Set',
        Array.from(value, (member, i) => this.#inside('member', i, member)),
      )
    if (hasToJson(value)) return this.#encodeToJson(value)
    if (isPlainObject(value)) return this.#encodePlain(value)
    throw this.#refusal(describeValue(value))
  }

  #encodeArray(array: readonly unknown[]): JsonValue {
    // Not map(): it would skip holes, and JSON has none.
    return Array.from(array, (item, i) => (isPlainScalar(item) ? item : this.#inside('index', i, item)))
  }

  #encodePlain(object: Readonly<Record<string, unknown>>): JsonValue {
    const encoded: Record<string, JsonValue> = {}
    for (const key of Object.keys(object)) {
      if (HALF_LETTER.test(key)) throw runlabError('VALUE_KEY', { key, reason: 'it holds half a letter' })
      if (key === '__proto__') throw runlabError('VALUE_KEY', { key, reason: 'it would change the prototype of who reads it' })
      encoded[escapeKey(key)] = this.#inside('key', key, object[key])
    }
    return encoded
  }

  #encodeMap(map: ReadonlyMap<unknown, unknown>): JsonValue {
    const entries: JsonValue[] = []
    for (const [key, item] of map) {
      entries.push([this.#inside('entry key', entries.length, key), this.#inside('entry', key, item)])
    }
    return tagged('Map', entries)
  }

  #encodeToJson(value: WithToJson): JsonValue {
    let plain: unknown
    try {
      plain = value.toJSON('')
    } catch (error) {
      throw this.#refusal(`${describeValue(value)} whose toJSON() throws`, error)
    }
    return this.#inside('toJSON', null, plain)
  }

  #inside(kind: Step['kind'], of: unknown, value: unknown): JsonValue {
    this.#path.push({ kind, of })
    const encoded = this.encode(value)
    this.#path.pop()
    return encoded
  }

  #refusal(got: string, cause?: unknown): RunlabError {
    const place = this.#path.length > 50 ? `${this.#at}…` : this.#at + this.#path.map(writeStep).join('')
    return runlabError('VALUE_UNSERIALISABLE', { at: place.replace(/^\./, ''), got }, cause)
  }
}

interface WithToJson {
  toJSON(key: string): unknown
}

function hasToJson(value: object): value is WithToJson {
  return 'toJSON' in value && typeof value.toJSON === 'function'
}

function isPlainScalar(value: unknown): value is string | number {
  return (typeof value === 'string' && !HALF_LETTER.test(value)) || (Number.isFinite(value) && !Object.is(value, -0))
}

function encodeNumber(value: number): JsonValue {
  return isPlainScalar(value) ? value : tagged('Number', Object.is(value, -0) ? '-0' : String(value))
}

/** The encoding of an object that holds no others; null for all that may. */
function encodeSpecial(value: object): JsonValue | null {
  if (types.isDate(value)) return tagged('Date', Number.isNaN(value.getTime()) ? null : value.toISOString())
  if (ArrayBuffer.isView(value)) {
    const kind = typedArrayKind(value)
    return kind === null ? null : tagged(kind, bytesToBase64(kind, value))
  }
  if (types.isArrayBuffer(value)) return tagged('ArrayBuffer', Buffer.from(value).toString('base64'))
  if (types.isRegExp(value)) return tagged('RegExp', [value.source, value.flags])
  return value instanceof URL ? tagged('URL', value.href) : null
}

function tagged(kind: string, value: JsonValue): JsonObject {
  return { [TAG]: kind, value }
}

function writeStep(step: Step): string {
  const { kind, of } = step
  const named = typeof of === 'string' ? JSON.stringify(of) : typeof of === 'object' ? '…' : String(of)
  switch (kind) {
    case 'key':
      return typeof of === 'string' && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(of) ? `.${of}` : `[${named}]`
    case 'index':
      return `[${named}]`
    case 'entry':
      return `.get(${named})`
    case 'entry key':
      return `.keys()[${named}]`
    case 'member':
      return `.values()[${named}]`
    case 'toJSON':
      return '.toJSON()'
  }
}
