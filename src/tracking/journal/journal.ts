import { closeSync, constants, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonValue } from '../../format/json-value.ts'
import { FILES } from '../../format/files.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { ownJson } from '../../internal/own-json.ts'
import { RingWriter } from './ring.ts'
import type { JournalThread } from './thread.ts'

/** What is needed of the thread. */
type Thread = Pick<JournalThread, 'isDead' | 'send'>

export interface JournalOptions {
  readonly now: () => number
  readonly thread: () => Thread
  /** Throws where the run's folder is gone, or another has taken its place: then nothing is written there. */
  readonly check?: () => void
  /** Milliseconds for which the main thread waits for a disk that does not answer; then it goes on without the journal. */
  readonly patience?: number
  /** Characters of a segment after which nothing more is appended: LARGEST_SEGMENT when left out. */
  readonly largestSegment?: number
  /** Characters that need no thread: FEW when left out. */
  readonly few?: number
}

const LARGEST_SEGMENT = 256 * 2 ** 20
/** Characters that are appended right here: a run that sets no more needs no thread, which takes longer to start than they take. */
const FEW = 2 ** 12
/** Not made anew: a segment that is gone was removed. */
const APPEND = constants.O_WRONLY | constants.O_APPEND
const LONGEST_WAIT = 5000

/**
 * The values that a run sets, in the order in which it does, one JSON object a line: a copy of what `experiment_data.json`
 * does not hold yet. The first are appended right away; more go through a ring in shared memory to a thread, which appends them,
 * so that they are on disk a few milliseconds after they were set, also while the main thread computes and does not call runlab
 * again. They survive the process, and, five seconds later, a power loss.
 *
 * A segment begins whenever `experiment_data.json` has been written; the one before is removed when that document is on the
 * disk itself. A reader takes the document and then the lines of all segments in order: a line that the document holds
 * already changes nothing.
 */
export class Journal {
  readonly #folder: string
  readonly #options: JournalOptions
  /** Once the thread is used. */
  #ring: RingWriter | undefined
  #usesThread = false
  #appended = 0
  #segment = 0
  #file: string | undefined
  #size = 0
  /** Something could not be appended since the document was written last. */
  #hasGap = false
  /** No segment could be begun since then. */
  #isRefused = false

  constructor(folder: string, options: JournalOptions) {
    this.#folder = folder
    this.#options = options
  }

  /** Takes a value that was set. Throws nothing: what goes wrong is in `isFailing`. */
  append(key: string, value: JsonValue): void {
    const file = this.#file ?? this.#begin()
    if (file === undefined || this.#hasGap) return
    const text = `${ownJson({ key, value, time: this.#options.now() })}\n`
    this.#size += text.length
    // The document cannot be written: the folder is gone, or the disk is full, and this must not fill what is left of it.
    if (this.#size > (this.#options.largestSegment ?? LARGEST_SEGMENT)) this.#hasGap = true
    else if (this.#isAlone()) this.#appendHere(file, text)
    else if (this.#needsThread(text)) this.#send(file, text)
    else this.#appendHere(file, text)
  }

  /** Waits until the thread has written all that was appended, or the disk refuses it. */
  drain(): void {
    const file = this.#file
    if (file !== undefined) this.#waitUntil(file, () => this.#ring?.waiting === 0)
  }

  /**
   * The values are all in `experiment_data.json` now; `isDurable` where that is on the disk itself. To be called without a pause
   * after it was written.
   */
  rotate({ isDurable }: { readonly isDurable: boolean }): void {
    this.#isRefused = false
    const file = this.#file
    if (file === undefined) return
    this.drain()
    const isDone = this.#isAlone() || (isDurable && !this.#usesThread)
    if (!isDone && !this.#usesThread) this.#useThread(file)
    // What the disk has not taken is older than the document, and must not come after it.
    if (this.#ring !== undefined && this.#ring.waiting > 0) this.#ring = undefined
    this.#file = undefined
    this.#size = 0
    this.#hasGap = false
    if (isDone) rmSync(file, { force: true })
    else this.#options.thread().send({ type: 'retire', file, document: join(this.#folder, FILES.data) })
  }

  /** Removes what is left, once the values are in `experiment_data.json` for good. */
  remove(): void {
    if (this.#segment === 0) return
    if (this.#file !== undefined && this.#usesThread) this.#options.thread().send({ type: 'close', file: this.#file })
    this.#file = undefined
    this.#size = 0
    try {
      this.#options.check?.()
      rmSync(join(this.#folder, FILES.journal), { recursive: true, force: true })
      this.#hasGap = false
    } catch {
      // The folder is another's, or does not let go: what is left there changes nothing for a reader.
    }
  }

  /** Characters in the segment that is written now. */
  get size(): number {
    return this.#size
  }

  /** Whether values are on their way to the document only, since the disk does not take what is set. */
  get isFailing(): boolean {
    return this.#hasGap || this.#isRefused || this.#ring?.isFailing === true
  }

  #needsThread({ length }: string): boolean {
    this.#appended += length
    return this.#usesThread || this.#appended > (this.#options.few ?? FEW)
  }

  #send(file: string, text: string): void {
    if (!this.#usesThread) this.#useThread(file)
    const ring = this.#ring
    if (ring === undefined) return
    if (!ring.put(text)) {
      // It is full, or the text is larger than it is.
      let isPut = false
      const hasRoom = this.#waitUntil(file, () => (isPut = ring.put(text)) || ring.waiting === 0)
      if (!hasRoom) this.#hasGap = true
      else if (!isPut) this.#appendHere(file, text)
    }
    if (ring.wake()) this.#options.thread().send({ type: 'wake', file })
  }

  /** Lets the thread look until something is so. False when the disk refuses what it is to write, or the thread is gone. */
  #waitUntil(file: string, isSo: () => boolean): boolean {
    const ring = this.#ring
    if (ring === undefined) return false
    while (!isSo()) {
      if (this.#isAlone()) return false
      const { round } = ring
      const { patience = LONGEST_WAIT } = this.#options
      this.#options.thread().send({ type: 'flush', file })
      const hasLooked = ring.round !== round || ring.wait(round, patience)
      if (!hasLooked || ring.isFailing) return isSo()
    }
    return true
  }

  /** Whether there is no thread. What it has left in the ring is written then. */
  #isAlone(): boolean {
    const isAlone = this.#options.thread().isDead
    if (isAlone && this.#file !== undefined && this.#ring !== undefined && this.#ring.waiting > 0)
      this.#appendHere(this.#file, this.#ring.take())
    return isAlone
  }

  /** Makes the next segment; undefined where that cannot be made. */
  #begin(): string | undefined {
    try {
      this.#options.check?.()
      const folder = makeFolders(this.#folder, FILES.journal)
      const file = join(folder, `values-${String(++this.#segment).padStart(6, '0')}.jsonl`)
      closeSync(openSync(file, 'ax'))
      if (this.#usesThread) this.#useThread(file)
      this.#isRefused = false
      this.#file = file
      return file
    } catch {
      this.#isRefused = true // the next value tries again
      return undefined
    }
  }

  /** From now on the thread appends to a segment. */
  #useThread(file: string): void {
    this.#usesThread = true
    this.#ring ??= new RingWriter()
    this.#options.thread().send({ type: 'open', file, ring: this.#ring.shared })
  }

  #appendHere(file: string, bytes: string | Buffer): void {
    try {
      const descriptor = openSync(file, APPEND)
      try {
        writeFileSync(descriptor, bytes)
      } finally {
        closeSync(descriptor)
      }
    } catch {
      this.#hasGap = true
    }
  }
}
