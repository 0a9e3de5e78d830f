import { appendFileSync, closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonValue } from '../../format/json-value.ts'
import { FILES } from '../../format/files.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import type { JournalThread } from './thread.ts'
import { COUNT, FAILED, STATE_BYTES } from './shared-state.ts'

/** What is needed of the thread. */
type Thread = Pick<JournalThread, 'isDead' | 'send'>

/** Records that may be on their way to the thread before `append` waits for it. */
const MOST_UNDER_WAY = 50_000
/** Characters of a segment after which nothing more is appended. */
const LARGEST_SEGMENT = 256 * 2 ** 20
/** Milliseconds after which a thread that takes nothing counts as dead. */
const LONGEST_WAIT = 5000

/**
 * The values that a run sets, in the order in which it does, one JSON object a line: a copy of what `experiment_data.json`
 * does not hold yet. A thread of its own appends them, so that they are on disk a few milliseconds after they were set,
 * also while the main thread computes and does not call runlab again. They survive the process, and, five seconds later,
 * a power loss.
 *
 * A segment begins whenever `experiment_data.json` has been written; those before it are removed. A reader takes the
 * document and then the lines of all segments in order: a line that the document holds already changes nothing.
 */
export class Journal {
  readonly #folder: string
  readonly #now: () => number
  readonly #thread: () => Thread
  readonly #state = new SharedArrayBuffer(STATE_BYTES)
  readonly #shared = new Int32Array(this.#state)
  #segment = 0
  #file: string | undefined
  #count = 0
  #size = 0
  #isFull = false
  #isThreadDead = false

  constructor(folder: string, { now, thread }: { readonly now: () => number; readonly thread: () => Thread }) {
    this.#folder = folder
    this.#now = now
    this.#thread = thread
  }

  /** Takes a value that was set. Throws nothing: what goes wrong is in `isFailing`. */
  append(key: string, value: JsonValue): void {
    const file = this.#file ?? this.#begin()
    if (file === undefined) return
    if (this.#size > LARGEST_SEGMENT) {
      // The document cannot be written: the folder is gone, or the disk is full, and this must not fill what is left of it.
      this.#isFull = true
      return
    }
    const text = `${JSON.stringify({ key, value, time: this.#now() })}\n`
    this.#count = (this.#count + 1) | 0
    this.#size += text.length
    if (this.#thread().isDead || this.#isThreadDead) {
      this.#appendHere(file, text)
      return
    }
    this.#thread().send({ type: 'append', file, text, count: this.#count, state: this.#state })
    if (this.#underWay > MOST_UNDER_WAY) this.drain()
  }

  /** Waits until the thread has taken all that was appended. */
  drain(): void {
    const wanted = this.#count
    while (!this.#isThreadDead && !this.#thread().isDead && this.#underWay > 0) {
      const taken = Atomics.load(this.#shared, COUNT)
      if (taken !== wanted && Atomics.wait(this.#shared, COUNT, taken, LONGEST_WAIT) === 'timed-out') this.#isThreadDead = true
    }
  }

  /** The values are all in `experiment_data.json` now. To be called without a pause after that was written. */
  rotate(): void {
    const before = this.#file
    if (before === undefined) return
    this.drain()
    this.#file = undefined
    this.#size = 0
    this.#isFull = false
    this.#thread().send({ type: 'close', file: before })
    tryRemove(before)
  }

  /** Removes what is left, once the values are in `experiment_data.json` for good. */
  remove(): void {
    this.rotate()
    tryRemove(join(this.#folder, FILES.journal))
  }

  /** Characters in the segment that is written now. */
  get size(): number {
    return this.#size
  }

  /** Whether the disk does not take what is set. */
  get isFailing(): boolean {
    return this.#isFull || Atomics.load(this.#shared, FAILED) === 1
  }

  get #underWay(): number {
    return this.#file === undefined ? 0 : (this.#count - Atomics.load(this.#shared, COUNT)) | 0
  }

  /** Makes the next segment; undefined where that cannot be made. */
  #begin(): string | undefined {
    try {
      const folder = makeFolders(this.#folder, FILES.journal)
      const file = join(folder, `values-${String(++this.#segment).padStart(6, '0')}.jsonl`)
      closeSync(openSync(file, 'ax'))
      this.#thread().send({ type: 'open', file, state: this.#state })
      this.#file = file
      return file
    } catch {
      Atomics.store(this.#shared, FAILED, 1) // said by isFailing; the next value tries again
      return undefined
    }
  }

  #appendHere(file: string, text: string): void {
    try {
      appendFileSync(file, text)
    } catch {
      Atomics.store(this.#shared, FAILED, 1)
      rmSync(file, { force: true })
    }
  }
}
