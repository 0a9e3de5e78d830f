import type { RunlabError } from '../../errors.ts'
import type { JsonObject } from '../../format/json-value.ts'

/** Where a value is read: what relative paths are relative to, and what is there. */
export interface Place {
  /** Absolute path. */
  readonly folder: string
  fileExists(path: string): boolean
}

/** A file or folder that a value names. */
export interface PathUse {
  readonly given: string
  readonly absolute: string
}

export interface Accepted {
  readonly ok: true
  readonly value: unknown
  /** What was given, where reading changed it. */
  readonly given?: unknown
  readonly paths?: readonly PathUse[]
}

export interface Refused {
  readonly ok: false
  /** What it should have been, with its article. */
  readonly expected: string
  readonly suggestion?: string | null
  /** What to do where nothing can be suggested. */
  readonly hint?: string
}

export type Reading = Accepted | Refused
export type MaybePromise<T> = T | Promise<T>

/** How values of one kind are read and checked. Knows no parameter's name. Immutable. */
export interface Kind {
  /** `number`, `list`, … */
  readonly kind: string
  /** For people: `number`, `list of number`. */
  readonly name: string
  /** For people: `≥ 0`, `adam, sgd`; null when there are none. */
  readonly bounds: string | null
  /** Name and bounds: `number ≥ 0`. */
  readonly type: string
  /** With its article, for refusals: `a number ≥ 0`. */
  readonly expected: string
  /** Reads what was written on the command line. */
  read(text: string, place: Place): MaybePromise<Reading>
  /** Reads what was written on the command line several times. Kinds without it take the last. */
  readAll?(texts: readonly string[], place: Place): MaybePromise<Reading>
  /** Checks a value that code gives. */
  check(value: unknown, place: Place): MaybePromise<Reading>
  /** Reads what JSON or YAML holds, where they have no such values or say them in another way. Kinds without it check it. */
  readJson?(value: unknown, place: Place): MaybePromise<Reading>
  /** JSON Schema of what `readJson` accepts, as far as JSON Schema can say it. */
  readonly jsonSchema: JsonObject
  /** The value of a default as it would be given, where reading changes it by its place. */
  locate?(value: unknown, folder: string): unknown
  /** Its flag needs no value: `--verbose`. */
  readonly standsAlone?: true
  /** The text that `--no-x` stands for; kinds without it have no such flag. */
  readonly negation?: string
  /** Set for secrets only. */
  readonly secret?: SecretSource
}

export interface SecretSource {
  readonly env: string
  readonly optional: boolean
}

/** Makes the error for what is wrong with a parameter's definition: `its min 5 is above its max 3`. */
export type Fault = (what: string, hint?: string) => RunlabError

export function accept(value: unknown): Accepted {
  return { ok: true, value }
}

export function refuse(expected: string, suggestion: string | null = null): Refused {
  return { ok: false, expected, suggestion }
}

/** Accepts a value of which a test holds. */
export function acceptIf(holds: boolean, value: unknown, expected: string): Reading {
  return holds ? accept(value) : refuse(expected)
}
