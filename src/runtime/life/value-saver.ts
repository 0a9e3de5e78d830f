import type { ValueTree } from '../../format/value-tree.ts'

/** Milliseconds between two writings of the value tree, at least. */
const INTERVAL = 1000
/** Writing takes at most this share of the time. */
const LARGEST_SHARE = 0.02

/** Writes the value tree to disk while the run executes: at most once a second and for at most 2 % of the time. */
export class ValueSaver {
  readonly values: ValueTree
  readonly #write: (values: ValueTree, flush: boolean) => void
  readonly #warn: (text: string) => void
  #timer: NodeJS.Timeout | undefined
  #changed = true
  #flushed = false

  constructor(values: ValueTree, write: (values: ValueTree, flush: boolean) => void, warn: (text: string) => void) {
    this.values = values
    this.#write = write
    this.#warn = warn
  }

  /** To be called whenever a value was set. */
  touch(): void {
    this.#changed = true
    this.#timer ??= this.#after(INTERVAL)
  }

  /** Writes what is there, unless that is on disk already, and stops until the next value is set. Throws ARCHIVE_UNWRITABLE. */
  save({ flush }: { readonly flush: boolean }): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#changed && (this.#flushed || !flush)) return
    this.#write(this.values, flush)
    this.#changed = false
    this.#flushed = flush
  }

  #after(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#saveByTimer(), milliseconds).unref()
  }

  #saveByTimer(): void {
    this.#timer = undefined
    if (!this.#changed) return
    const started = performance.now()
    try {
      this.#write(this.values, false)
      this.#changed = false
      this.#flushed = false
    } catch (error) {
      this.#warn(`Values could not be saved while running: ${error instanceof Error ? error.message : String(error)}`)
    }
    this.#timer = this.#after(Math.max(INTERVAL, (performance.now() - started) / LARGEST_SHARE))
  }
}
