import type { ValueTree } from '../../format/value-tree.ts'
import { ownTimers, withBuiltIns } from '../../internal/built-ins.ts'
import type { Journal } from '../../tracking/journal/journal.ts'

/** Milliseconds between two writings of the value tree, at least. */
const INTERVAL = 1000
/** Characters of the journal at which the document is written in any case, so that a loop that never yields does not fill the disk. */
const LARGEST_JOURNAL = 64 * 2 ** 20
/** Writing takes at most this share of the time. */
const LARGEST_SHARE = 0.02

const JOURNAL_FAILED =
  'For a while the disk did not take values as they were set: they were on it only when experiment_data.json was written.'

export interface ValueSaverOptions {
  readonly values: ValueTree
  readonly write: (values: ValueTree, flush: boolean) => void
  /** Takes what goes wrong while the run executes. */
  readonly fail: (error: unknown) => void
  /** Takes what the record is to say, in words. */
  readonly warn: (text: string) => void
  readonly journal: Journal
  /** Those of the program, where a test moves them on. */
  readonly timers?: Pick<typeof ownTimers, 'setTimeout' | 'clearTimeout'>
}

/**
 * Keeps the values of a run on disk: each by way of the journal as it is set, and all of them in a document, while the run
 * executes at most once a second and for at most 2 % of the time.
 */
export class ValueSaver {
  readonly values: ValueTree
  readonly #write: (values: ValueTree, flush: boolean) => void
  readonly #fail: (error: unknown) => void
  readonly #warn: (text: string) => void
  readonly #journal: Journal
  readonly #timers: Pick<typeof ownTimers, 'setTimeout' | 'clearTimeout'>
  #timer: NodeJS.Timeout | undefined
  #changed = true
  #flushed = false
  /** Why these values make no document: it would be longer than the longest string, and takes seconds to find out. */
  #tooLong: RangeError | undefined

  constructor({ values, write, fail, warn, journal, timers = ownTimers }: ValueSaverOptions) {
    this.#timers = timers
    this.values = values
    this.#write = write
    this.#fail = fail
    this.#warn = warn
    this.#journal = journal
  }

  /** Sets a value. Throws VALUE_KEY, VALUE_BELOW_LEAF, VALUE_UNSERIALISABLE. */
  set(key: string, value: unknown): void {
    this.#journal.append(key, this.values.set(key, value))
    this.#noteChange()
  }

  /** Sets several values; where one is refused, none. Throws as `set` does. */
  setAll(entries: readonly (readonly [key: string, value: unknown])[]): void {
    for (const [key, json] of this.values.setAll(entries)) this.#journal.append(key, json)
    this.#noteChange()
  }

  #noteChange(): void {
    this.#changed = true
    this.#tooLong = undefined
    if (this.#journal.size > LARGEST_JOURNAL) this.#saveByTimer()
    this.#timer ??= this.#after(INTERVAL)
  }

  /** Writes what is there, unless that is on disk already, and stops until the next value is set. Throws ARCHIVE_UNWRITABLE. */
  save({ flush }: { readonly flush: boolean }): void {
    this.#timers.clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#changed && (this.#flushed || !flush)) return
    this.#writeDocument(flush)
  }

  /** Removes the journal: the document holds everything. To be called last. */
  finish(): void {
    if (!this.#changed) this.#journal.remove()
  }

  /** The journal's thread takes what it was sent first: so no line of it is older than the document, and none is missing. */
  #writeDocument(flush: boolean): void {
    this.#journal.drain()
    if (this.#journal.isFailing) this.#warn(JOURNAL_FAILED)
    if (this.#tooLong !== undefined) throw this.#tooLong
    try {
      this.#write(this.values, flush)
    } catch (error) {
      if (error instanceof RangeError) this.#tooLong = error
      throw error
    }
    this.#journal.rotate({ isDurable: flush })
    this.#changed = false
    this.#flushed = flush
  }

  #after(milliseconds: number): NodeJS.Timeout {
    return this.#timers.setTimeout(() => this.#saveByTimer(), milliseconds).unref()
  }

  #saveByTimer(): void {
    this.#timers.clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#changed) return
    const started = performance.now()
    try {
      withBuiltIns(() => this.#writeDocument(false))
    } catch (error) {
      this.#fail(error)
    }
    this.#timer = this.#after(Math.max(INTERVAL, (performance.now() - started) / LARGEST_SHARE))
  }
}
