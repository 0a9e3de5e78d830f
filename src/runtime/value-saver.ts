import type { ValueTree } from '../format/value-tree.ts'

/** Milliseconds between two writings of the value tree, at least. */
const INTERVAL = 1000
/** Writing takes at most this share of the time. */
const LARGEST_SHARE = 0.02

/** Writes the value tree to disk while the run executes: at most once a second and for at most 2 % of the time. */
export class ValueSaver {
  readonly #values: ValueTree
  readonly #write: (values: ValueTree) => void
  readonly #warn: (text: string) => void
  #timer: NodeJS.Timeout | undefined
  #changed = false

  constructor(values: ValueTree, write: (values: ValueTree) => void, warn: (text: string) => void) {
    this.#values = values
    this.#write = write
    this.#warn = warn
  }

  /** To be called whenever a value was set. */
  touch(): void {
    this.#changed = true
    this.#timer ??= this.#after(INTERVAL)
  }

  /** Writes what is there, and stops writing until the next value is set. Throws ARCHIVE_UNWRITABLE. */
  save(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#changed = false
    this.#write(this.#values)
  }

  #after(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#saveByTimer(), milliseconds).unref()
  }

  #saveByTimer(): void {
    this.#timer = undefined
    if (!this.#changed) return
    this.#changed = false
    const started = performance.now()
    try {
      this.#write(this.#values)
    } catch (error) {
      this.#warn(`Values could not be saved while running: ${error instanceof Error ? error.message : String(error)}`)
    }
    this.#timer = this.#after(Math.max(INTERVAL, (performance.now() - started) / LARGEST_SHARE))
  }
}
