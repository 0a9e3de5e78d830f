import { defineOwn } from '../internal/define-own.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { DEEPEST } from '../format/tag.ts'
import type { Redactor } from './redactor.ts'

/** Keys whose texts say what something is, or which column, where they are one word: masked, it could not be drawn. */
const KINDS: ReadonlySet<string> = new Set(['type', 'mark', 'media', 'scale', 'aggregate', 'field'])
const WORD = /^[a-z-]+$/i

export interface MaskValuesOptions {
  /** Keys whose values stay, e.g. paths of files. */
  readonly fixed?: ReadonlySet<string>
}

/**
 * A copy of a value as JavaScript has it (a specification, rules, rows) without secrets in its texts and keys, at any depth. Elements
 * become what is read of them, their HTML. Other instances and typed arrays stay what they are.
 */
export function maskValues<T>(redactor: Redactor, value: T, { fixed = NO_KEYS }: MaskValuesOptions = {}): T {
  return new ValueMasking(redactor, fixed).mask(value, 0) as T
}

const NO_KEYS: ReadonlySet<string> = new Set()

class ValueMasking {
  readonly #redactor: Redactor
  readonly #fixed: ReadonlySet<string>
  /** Copies by what they are of: a value may hold itself. */
  readonly #copies = new Map<object, unknown>()

  constructor(redactor: Redactor, fixed: ReadonlySet<string>) {
    this.#redactor = redactor
    this.#fixed = fixed
  }

  mask(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.#redactor.mask(value)
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return value
    const known = this.#copies.get(value)
    if (known !== undefined) return known
    if (Array.isArray(value)) return this.#maskList(value, depth)
    if (isPlainObject(value)) return this.#maskObject(value, depth)
    if (value instanceof Map || value instanceof Set) return this.#maskCollection(value, depth)
    if ('outerHTML' in value && typeof value.outerHTML === 'string') return { outerHTML: this.#redactor.mask(value.outerHTML) }
    return value
  }

  #maskList(list: readonly unknown[], depth: number): unknown {
    const copy: unknown[] = []
    this.#copies.set(list, copy)
    for (const item of list) copy.push(this.mask(item, depth + 1))
    return copy
  }

  #maskObject(object: Readonly<Record<string, unknown>>, depth: number): unknown {
    const copy: Record<string, unknown> = {}
    this.#copies.set(object, copy)
    for (const [key, item] of Object.entries(object)) {
      const stays = this.#fixed.has(key) || (KINDS.has(key) && typeof item === 'string' && WORD.test(item))
      defineOwn(copy, this.#freeKey(this.#redactor.maskKey(key), copy), stays ? item : this.mask(item, depth + 1))
    }
    return copy
  }

  /** Two keys that are masked stay two. */
  #freeKey(key: string, copy: object): string {
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? key : `${key} ${n}`
      if (!Object.hasOwn(copy, candidate)) return candidate
    }
  }

  #maskCollection(collection: Map<unknown, unknown> | Set<unknown>, depth: number): unknown {
    const copy = collection instanceof Map ? new Map<unknown, unknown>() : new Set<unknown>()
    this.#copies.set(collection, copy)
    for (const [key, item] of collection.entries()) {
      if (copy instanceof Map) copy.set(this.mask(key, depth + 1), this.mask(item, depth + 1))
      else copy.add(this.mask(item, depth + 1))
    }
    return copy
  }
}
