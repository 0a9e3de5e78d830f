import type { AppendFile } from './append-file.ts'
import type { JournalFolder } from './journal-folder.ts'

/** Bytes after which a segment is full. */
const SEGMENT_BYTES = 8 * 2 ** 20
/** Characters that are kept in memory while the disk refuses them. */
const MOST_WAITING = 64 * 2 ** 20

/** The points that are no numbers, on their way to the disk, in their order. */
export class RecordSegments {
  readonly #folder: JournalFolder
  /** Takes a segment that is full and on the disk. */
  readonly #onFull: (path: string) => void
  #lines: string[] = []
  #size = 0
  #file: AppendFile | undefined
  /** Files that are full. A while later most are compacted, and need not be brought to the disk itself. */
  readonly #full: AppendFile[] = []

  constructor(folder: JournalFolder, onFull: (path: string) => void) {
    this.#folder = folder
    this.#onFull = onFull
  }

  /** Takes a whole line. False where the memory may hold no more. */
  add(line: string): boolean {
    if (this.#lines.length > 0 && this.#size + line.length > MOST_WAITING) return false
    this.#lines.push(line)
    this.#size += line.length
    return true
  }

  /** Writes what was added. Throws the system's error; what is not written then is tried again. */
  write(): void {
    if (this.#lines.length === 0) return
    this.#file ??= this.#folder.makeSegment('jsonl')
    this.#file.append(Buffer.from(this.#lines.join('')))
    this.#lines = []
    this.#size = 0
    if (this.#file.size < SEGMENT_BYTES) return
    this.#full.push(this.#file)
    this.#onFull(this.#file.path)
    this.#file = undefined
  }

  sync(): void {
    this.#file?.sync()
    this.#closeFull()
  }

  /** Closes the file. Gives how many points were not written. */
  close(): number {
    this.#closeFull()
    this.#file?.syncAndClose()
    this.#file = undefined
    const left = this.#lines.length
    this.#lines = []
    return left
  }

  #closeFull(): void {
    for (const file of this.#full.splice(0)) file.syncAndClose()
  }
}
