import { isJsonArray } from '../format/json-value.ts'
import type { JsonObject, JsonValue } from '../format/json-value.ts'
import { TAG } from '../format/tag.ts'
import { defineOwn } from '../internal/define-own.ts'
import { formsOf } from './encoded-forms.ts'
import { maskTokens } from './token-shapes.ts'

/** Shorter secrets are masked only where they are the whole text: inside a text they would hit innocent words. */
export const SHORTEST_INSIDE_TEXT = 8
/** What stands in a secret's place. */
export const MASK = '***'
/** A password may be a word that a program is full of. */
const WORD = /^[a-z]{1,15}$/i
/** Lines of a secret that say no more than that it is one. */
const ARMOUR = /^-----(?:BEGIN|END) [A-Z0-9 ]+-----$/

export interface MaskedJson {
  readonly json: JsonValue
  /** Whether anything was masked. */
  readonly found: boolean
  /** Whether a key was. */
  readonly foundInKey: boolean
}

/**
 * Takes secrets out of what a run writes: those that it was given, in every form of `formsOf`, and tokens of well-known
 * shapes. A secret of several lines is also masked line by line, as a log holds it.
 */
export class Redactor {
  readonly secrets: readonly string[]
  /** Texts that are a short secret and nothing else. */
  readonly #whole: ReadonlySet<string>
  /** The longest first: one form may hold another. */
  readonly #forms: readonly string[]
  /** The forms of those that are no plain words: a key that is a word is kept, or what it names could not be found again. */
  readonly #keyForms: readonly string[]
  /** All forms, each character a byte of UTF-8. */
  readonly #byteForms: readonly string[]

  constructor(secrets: readonly string[]) {
    this.secrets = [...new Set(secrets.filter((secret) => secret !== ''))]
    const parts = new Set(this.secrets.flatMap((secret) => [secret, ...linesOf(secret)]))
    const long = [...parts].filter((part) => part.length >= SHORTEST_INSIDE_TEXT)
    this.#whole = new Set(this.short.flatMap((secret) => formsOf(secret).whole))
    this.#forms = formsOfAll(long)
    this.#keyForms = formsOfAll(long.filter((part) => !WORD.test(part)))
    this.#byteForms = this.#forms.map((form) => Buffer.from(form).toString('latin1'))
  }

  /** Secrets that are masked only where they are the whole text. */
  get short(): readonly string[] {
    return this.secrets.filter((secret) => secret.length < SHORTEST_INSIDE_TEXT)
  }

  /** Whether a secret of eight characters or more, or a token, is in a text. */
  holds(text: string): boolean {
    return maskForms(text, this.#forms) !== text
  }

  /** The same for a key of a value, in which plain words like `postgres` are not taken for one. */
  keyHolds(key: string): boolean {
    return maskForms(key, this.#keyForms) !== key
  }

  /** Replaces secrets in a decoded text by `***`. */
  mask(text: string): string {
    return this.#whole.has(text) ? MASK : maskForms(text, this.#forms)
  }

  /** The same for a key or a name, in which plain words stay. */
  maskKey(key: string): string {
    return maskForms(key, this.#keyForms)
  }

  /** The same for the bytes of a file, whatever they are; null when there is nothing to mask. */
  maskBytes(bytes: Uint8Array): Buffer | null {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const masked = maskForms(text, this.#byteForms)
    return masked === text ? null : Buffer.from(masked, 'latin1')
  }

  /**
   * Replaces secrets in all texts of tagged JSON. Keys are masked only where `keyHolds` a secret; a special value that is written as a text, e.g. bytes, becomes `***` as a whole. `fixed` names keys whose
   * values are words of the format, and stay.
   */
  maskJson(json: JsonValue, fixed: ReadonlySet<string> = NO_KEYS): MaskedJson {
    return new JsonMasking(this, fixed).run(json)
  }

  /** `maskJson` for a document of the archive: keeps its keys and its type. */
  maskDocument<T extends object>(document: T, fixed: ReadonlySet<string>): T {
    return new JsonMasking(this, fixed, true).run(document as unknown as JsonValue).json as unknown as T
  }
}

const NO_KEYS: ReadonlySet<string> = new Set()

/** Nothing is secret but tokens of well-known shapes. */
export const TOKENS_ONLY = new Redactor([])

class JsonMasking {
  readonly #redactor: Redactor
  readonly #fixed: ReadonlySet<string>
  readonly #keepsKeys: boolean
  #found = false
  #foundInKey = false

  constructor(redactor: Redactor, fixed: ReadonlySet<string>, keepsKeys = false) {
    this.#redactor = redactor
    this.#fixed = fixed
    this.#keepsKeys = keepsKeys
  }

  run(json: JsonValue): MaskedJson {
    return { json: this.#mask(json), found: this.#found, foundInKey: this.#foundInKey }
  }

  #mask(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.#maskText(value)
    if (typeof value !== 'object' || value === null) return value
    if (isJsonArray(value)) return value.map((item) => this.#mask(item))
    return Object.hasOwn(value, TAG) ? this.#maskSpecial(value) : this.#maskObject(value)
  }

  #maskText(text: string): string {
    const masked = this.#redactor.mask(text)
    this.#found ||= masked !== text
    return masked
  }

  #maskObject(object: JsonObject): JsonObject {
    const masked: Record<string, JsonValue> = {}
    for (const [key, item] of Object.entries(object)) {
      if (item === undefined) continue
      defineOwn(masked, this.#maskKey(key), this.#fixed.has(key) ? item : this.#mask(item))
    }
    return masked
  }

  #maskKey(key: string): string {
    if (this.#keepsKeys || !this.#redactor.keyHolds(key)) return key
    this.#found = true
    this.#foundInKey = true
    return this.#redactor.mask(key)
  }

  /** What stands for something else, as bytes in base64 or a pattern, could not be read with a part of it masked. */
  #maskSpecial(special: JsonObject): JsonValue {
    const { [TAG]: kind, value = null } = special
    if (kind === 'String' && typeof value === 'string') {
      const text = Buffer.from(value, 'base64').toString('utf16le')
      return this.#maskText(text) === text ? special : MASK
    }
    if (kind === 'Map' || kind === 'Set') return { ...special, value: this.#mask(value) }
    const inside = new JsonMasking(this.#redactor, this.#fixed, this.#keepsKeys).run(value)
    this.#found ||= inside.found
    return inside.found ? MASK : special
  }
}

function maskForms(text: string, forms: readonly string[]): string {
  let masked = text
  for (const form of forms) if (masked.includes(form)) masked = masked.replaceAll(form, MASK)
  return maskTokens(masked, MASK)
}

function formsOfAll(secrets: readonly string[]): readonly string[] {
  return [...new Set(secrets.flatMap((secret) => formsOf(secret).inside))].toSorted((a, b) => b.length - a.length)
}

function linesOf(secret: string): readonly string[] {
  if (!secret.includes('\n')) return []
  return secret
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => !ARMOUR.test(line))
}
