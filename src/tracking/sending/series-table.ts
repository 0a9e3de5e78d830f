import type { JsonObject } from '../../format/json-value.ts'
import { contextKey } from '../../format/series.ts'
import type { Kind } from '../kinds/kind.ts'

/** A series that this thread tracks. */
export interface SendingSeries {
  readonly id: number
  readonly name: string
  readonly context: JsonObject | null
  /** Null for numbers. */
  readonly kind: Kind | null
  /** Where its files go, inside of the run; found with the first one. */
  folder: string | null
  /** Points so far. */
  count: number
}

/** A way in which a context was written, with plain values. */
interface Spelling {
  readonly names: readonly string[]
  readonly values: readonly unknown[]
  readonly series: SendingSeries
}

/** Spellings of the contexts of one name that are compared one by one; what is more is looked up the slow way. */
const MOST_COMPARED = 16

/** Finds series by name and context. */
export class SeriesTable {
  readonly #plain = new Map<string, SendingSeries>()
  /** By name: `{ a, b }` and `{ b, a }` lead to one series. */
  readonly #spellings = new Map<string, Spelling[]>()
  readonly #canonical = new Map<string, SendingSeries>()
  readonly #all: SendingSeries[] = []

  get all(): readonly SendingSeries[] {
    return this.#all
  }

  find(name: string): SendingSeries | undefined {
    return this.#plain.get(name)
  }

  /** At once, for a context that was seen before; undefined does not say that there is no series. */
  findSpelt(name: string, context: object): SendingSeries | undefined {
    const spellings = this.#spellings.get(name)
    if (spellings === undefined) return undefined
    for (const spelling of spellings) if (isSpelt(context as Record<string, unknown>, spelling)) return spelling.series
    return undefined
  }

  /** The series of a context that was checked. */
  findCanonical(name: string, context: JsonObject | null): SendingSeries | undefined {
    return this.#canonical.get(canonicalKey(name, context))
  }

  add(series: SendingSeries): void {
    this.#all.push(series)
    this.#canonical.set(canonicalKey(series.name, series.context), series)
    if (series.context === null) this.#plain.set(series.name, series)
  }

  /** Notes how a context is written, so that it is found at once. */
  note(series: SendingSeries, context: Readonly<Record<string, unknown>>): void {
    const spellings = this.#spellings.get(series.name) ?? []
    this.#spellings.set(series.name, spellings)
    const names = Object.keys(context)
    const values = names.map((name) => context[name])
    const isPlain = values.every((value) => value !== undefined && typeof value !== 'object' && !Number.isNaN(value))
    if (isPlain && spellings.length < MOST_COMPARED && this.findSpelt(series.name, context) === undefined) {
      spellings.push({ names, values, series })
    }
  }
}

function isSpelt(context: Readonly<Record<string, unknown>>, { names, values }: Spelling): boolean {
  for (let i = 0; i < names.length; i++) if (context[names[i] as string] !== values[i]) return false
  let count = 0
  // oxlint-disable-next-line guard-for-in -- an inherited name only makes it the slow way
  for (const _ in context) count++
  return count === names.length
}

function canonicalKey(name: string, context: JsonObject | null): string {
  return `${name}\0${contextKey(context)}`
}
