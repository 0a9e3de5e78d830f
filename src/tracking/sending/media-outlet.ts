import { constants, copyFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Transferable } from 'node:worker_threads'
import { FILES } from '../../format/files.ts'
import { folderIdentity } from '../../internal/folder-identity.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import type { MediaContent } from '../kinds/kind.ts'
import { holdOriginal } from '../media/copy-original.ts'
import { MediaQueue } from '../media/media-queue.ts'
import { DONE, ENDED, MEDIA_STATE_BYTES, REFUSED, UNDER_WAY } from '../media/messages.ts'
import type { MediaFinished, MediaJob, ToMediaThread } from '../media/messages.ts'

/** How files of series reach the thread that writes them. */
export interface MediaLink {
  readonly send: (message: ToMediaThread, transfer?: readonly Transferable[]) => void
  /** Waits until all that was sent for a run is written, or given up; null where nobody is there. */
  readonly finish: (run: string) => Promise<MediaFinished | null>
  /** Nobody is at the other end. */
  readonly isDead: boolean
}

export interface MediaOutletOptions {
  readonly link: () => MediaLink
  /** Absolute path of the run's folder. */
  readonly run: string
  /** No other outlet of the process has it; names files. */
  readonly key: string
  /** The counters of the outlet's ring. */
  readonly journal: SharedArrayBuffer
  /** Takes the line of a file that was written here, where nobody is at the other end. */
  readonly record: (series: number, text: string) => void
  /** Is told when the disk begins to refuse what is written, and when it takes it again. */
  readonly onFailing: (isFailing: boolean) => void
  /** Milliseconds for which the calling thread waits for one that does nothing: LONGEST_WAIT when left out. */
  readonly patience?: number
}

const KIB = 1024
/** KiB that may be under way; then the calling thread waits. One that is larger goes alone. */
const MOST_UNDER_WAY = 64 * KIB
/** A file takes no memory, only time and disk: four large ones may wait to be copied. */
const MOST_OF_FILE = MOST_UNDER_WAY / 4
/** Bytes of a file that is copied by the calling thread, in some milliseconds. */
const SMALL_FILE = 8 * 2 ** 20
const LONGEST_WAIT = 30_000

/** The way of one thread's media to their files, in order and with bounded memory. */
export class MediaOutlet {
  readonly #options: MediaOutletOptions
  readonly #shared = new SharedArrayBuffer(MEDIA_STATE_BYTES)
  readonly #state = new Int32Array(this.#shared)
  readonly #identity: string | null
  #queue: MediaQueue | undefined
  #isFailing = false
  #dropped = 0
  #sent = 0

  constructor(options: MediaOutletOptions) {
    this.#options = options
    this.#identity = folderIdentity(options.run)
  }

  get isStarted(): boolean {
    return this.#sent > 0
  }

  /** Files that could not be kept. */
  get lost(): number {
    return this.#dropped
  }

  /** Sends a file on its way, as it is now. Throws the system's error where it is one that cannot be copied, or read. */
  send(job: Omit<MediaJob, 'type' | 'run' | 'identity' | 'key' | 'original' | 'size' | 'journal' | 'state'>): void {
    const { run, key, journal } = this.#options
    const { content, original, size } = this.#own(job.file.content)
    this.#lookForDeath()
    if (!this.#waitUntil(() => this.#underWay === 0 || this.#underWay + size <= MOST_UNDER_WAY)) {
      this.#dropped++
      return
    }
    Atomics.add(this.#state, UNDER_WAY, size)
    this.#sent++
    const file = { ...job.file, content }
    const transfer = content.type === 'bytes' ? [content.bytes.buffer as ArrayBuffer] : []
    const message = { ...job, ...original, type: 'write', run, identity: this.#identity, key, file, size } as const
    this.#send({ ...message, journal, state: this.#shared }, transfer)
    this.#noteFailing()
  }

  /** Waits until all files are in place, or the disk refuses them. */
  settle(): boolean {
    return this.#waitUntil(() => this.#underWay === 0)
  }

  /** Nothing comes any more: waits until all is written, or given up. Null where there was nothing. */
  async finish(): Promise<MediaFinished | null> {
    const { link, run } = this.#options
    if (!this.isStarted) return null
    const [there, here] = [await link().finish(run), await this.#queue?.finish(run)]
    // What was with a thread that has ended is in no file.
    if (there === null) this.#dropped += this.#sent - Atomics.load(this.#state, ENDED)
    const all = [there, here].filter((each) => each !== null && each !== undefined)
    const [{ reason } = { reason: null }] = all.filter(({ lost }) => lost > 0)
    return { type: 'finished', run, lost: all.reduce((sum, { lost }) => sum + lost, 0), reason }
  }

  get #underWay(): number {
    return Atomics.load(this.#state, UNDER_WAY)
  }

  #waitUntil(isSo: () => boolean): boolean {
    while (!isSo()) {
      const done = Atomics.load(this.#state, DONE)
      if (isSo()) break
      this.#noteFailing()
      if (this.#isFailing || this.#queue !== undefined) return false
      const { patience = LONGEST_WAIT } = this.#options
      if (Atomics.wait(this.#state, DONE, done, patience) === 'timed-out') return false
    }
    this.#noteFailing()
    return true
  }

  #noteFailing(): void {
    const isFailing = Atomics.load(this.#state, REFUSED) === 1
    if (isFailing === this.#isFailing) return
    this.#isFailing = isFailing
    this.#options.onFailing(isFailing)
  }

  /** A copy that nobody else changes or, of a large file, hold of it until it is copied. */
  #own(content: MediaContent): Owned {
    if (content.type === 'bytes') return owned({ type: 'bytes', bytes: Uint8Array.from(content.bytes) })
    if (content.type !== 'path') return owned(content) // is copied on its way
    const { run, key } = this.#options
    const path = join(makeFolders(run, FILES.tracking), `${key}-${this.#sent}-copy.tmp`)
    const { size } = statSync(content.path)
    const room = Math.min(MOST_OF_FILE, Math.max(1, Math.ceil(size / KIB)))
    if (size > SMALL_FILE && !tryToClone(content.path, path)) {
      return { content, original: { original: holdOriginal(content.path, path) }, size: room }
    }
    if (size <= SMALL_FILE) copyFileSync(content.path, path, constants.COPYFILE_FICLONE)
    return { content: { type: 'path', path }, original: {}, size: room }
  }

  #send(message: MediaJob, transfer: readonly Transferable[]): void {
    if (this.#queue === undefined) this.#options.link().send(message, transfer)
    else this.#queue.add(message)
  }

  /** Writes here from now on, where nobody is at the other end: what is with it holds no room any more. */
  #lookForDeath(): void {
    if (this.#queue !== undefined || !this.#options.link().isDead) return
    this.#queue = new MediaQueue({ record: ({ series }, text) => this.#options.record(series, text) })
    Atomics.store(this.#state, UNDER_WAY, 0)
  }
}

interface Owned {
  readonly content: MediaContent
  readonly original: Pick<MediaJob, 'original'>
  /** KiB of the room that media have. */
  readonly size: number
}

function owned(content: Exclude<MediaContent, { readonly type: 'path' }>): Owned {
  return { content, original: {}, size: Math.max(1, Math.ceil(bytesOf(content) / KIB)) }
}

/** Copies a file at once, as some file systems can, whatever its size. */
function tryToClone(path: string, copy: string): boolean {
  try {
    copyFileSync(path, copy, constants.COPYFILE_FICLONE_FORCE)
    return true
  } catch {
    rmSync(copy, { force: true }) // the file system cannot, and may have made an empty file
    return false
  }
}

function bytesOf(content: Exclude<MediaContent, { readonly type: 'path' }>): number {
  switch (content.type) {
    case 'bytes':
      return content.bytes.byteLength
    case 'pixels':
      return content.pixels.data.byteLength
    case 'samples':
      return content.samples.data.byteLength
  }
}
