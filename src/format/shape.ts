import { runlabError } from '../errors.ts'
import { flag, objectOf, pathOf } from './json-parsers.ts'
import type { Parse } from './json-parsers.ts'

/** What a key may hold, and what stands for it where it is missing; undefined, and the key stays missing. */
export interface Absent<T> {
  readonly parse: Parse<T>
  readonly absent: () => T | undefined
}

/** A key that may be missing. */
export interface Optional<T> extends Absent<T> {
  readonly optional: true
}

export type Fields = Readonly<Record<string, Parse<unknown> | Absent<unknown>>>

type Held<F> = F extends Absent<infer T> ? T : F extends Parse<infer T> ? T : never

type MayBeMissing<F extends Fields> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F]

/** The object that a shape describes. */
export type Shaped<F extends Fields> = { readonly [K in Exclude<keyof F, MayBeMissing<F>>]: Held<F[K]> } & {
  readonly [K in MayBeMissing<F>]?: Held<F[K]>
}

/** What a parser gives. */
export type Parsed<P> = P extends Parse<infer T> ? T : never

export function optional<T>(parse: Parse<T>): Optional<T> {
  return { parse, absent: () => undefined, optional: true }
}

/** `absent` stands for what earlier versions did not write. */
export function orElse<T>(parse: Parse<T>, absent: () => NoInfer<T>): Absent<T> {
  return { parse, absent }
}

/** A key that says `true` or is not there. */
export const onlyTrue: Optional<true> = optional((value, place) => (flag(value, place) || undefined) as true)

interface Entry {
  readonly key: string
  /** The key in the file. */
  readonly written: string
  readonly parse: Parse<unknown>
  readonly absent: (() => unknown) | null
}

/**
 * A record as one description: its type (`Parsed<typeof …>`), its parser, and the way back (`.write`). Keys are in camel case
 * here and in snake case in files; files of earlier versions have some in camel case, and are read too.
 */
export function shape<const F extends Fields>(fields: F): Parse<Shaped<F>> {
  const entries = Object.entries(fields).map(([key, field]): Entry => {
    const isPlain = typeof field === 'function'
    return { key, written: snakeCase(key), parse: isPlain ? field : field.parse, absent: isPlain ? null : field.absent }
  })
  // V8 keeps the keys of a copy in slots; those added one by one to an object of many become a dictionary, which is twice as slow.
  const sure = Object.entries(fields).filter(([, field]) => typeof field === 'function' || !Object.hasOwn(field, 'optional'))
  const template: object = JSON.parse(JSON.stringify(Object.fromEntries(sure.map(([key]) => [key, null]))))
  const parse: Parse<Shaped<F>> = (value, place) => {
    const object = objectOf(value, place)
    const record: Record<string, unknown> = { ...template }
    const inside = { file: place.file, above: place, key: '' } // one for all: a run's metadata have hundreds of fields
    for (const { key, written, parse: parseField, absent } of entries) {
      const found = object[written] === undefined ? object[key] : object[written]
      inside.key = written
      if (found === undefined && absent === null)
        throw runlabError('ARCHIVE_FORMAT', { file: place.file, reason: `${pathOf(inside)} is missing` })
      const held = found === undefined ? absent?.() : parseField(found, inside)
      if (held !== undefined) record[key] = held
    }
    return record as Shaped<F>
  }
  if (entries.every(({ key, written, parse: { write } }) => key === written && write === undefined)) return parse
  const write = (record: Shaped<F>): unknown => writeEntries(entries, record as Readonly<Record<string, unknown>>)
  return Object.assign(parse, { write })
}

/** As it stands in a file: what a parser of `shape` gives, or something like it that holds no more. */
export function asWritten<T>({ write }: Parse<T>, value: T): unknown {
  return write === undefined ? value : write(value)
}

function writeEntries(entries: readonly Entry[], record: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    entries
      .filter(({ key }) => record[key] !== undefined)
      .map(({ key, written, parse }) => [written, asWritten(parse, record[key])]),
  )
}

function snakeCase(key: string): string {
  return key.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
