import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { folderIdentity } from '../../internal/folder-identity.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { AppendFile } from './append-file.ts'
import { CLOSED, segmentName, seriesFile } from './segment-names.ts'
import type { SegmentName } from './segment-names.ts'

/** The folder in which a process keeps the journal of what it tracks for a run. */
export class JournalFolder {
  /** Absolute path of the run's folder. */
  readonly run: string
  readonly path: string
  readonly #label: string
  readonly #identity: string | null
  readonly #numbers = { points: 0, jsonl: 0 }

  constructor(run: string, label: string) {
    this.run = run
    this.path = join(run, FILES.tracking)
    this.#label = label
    this.#identity = folderIdentity(run)
  }

  /** Makes the next segment. Throws the system's error, also where another folder has taken the place of the run's. */
  makeSegment(type: SegmentName['type']): AppendFile {
    for (;;) {
      const file = this.#make(segmentName(this.#label, ++this.#numbers[type], type))
      if (file !== null) return file
    }
  }

  /** Makes the file that says what the numbers of series stand for. Throws in the same way. */
  makeSeriesFile(): AppendFile {
    for (let n = 1; ; n++) {
      const file = this.#make(seriesFile(n === 1 ? this.#label : `${this.#label}.${n}`))
      if (file !== null) return file
    }
  }

  /** Whether the run has ended, for a process that is not the run's own. */
  get isClosed(): boolean {
    return !this.#label.startsWith('main') && (existsSync(join(this.path, CLOSED)) || !existsSync(join(this.run, FILES.alive)))
  }

  /** Throws ENOENT when the run's folder is gone, or another has taken its place. */
  check(): void {
    if (folderIdentity(this.run) === this.#identity) return
    throw Object.assign(new Error(`ENOENT: ${this.run} is not the folder of the run any more`), { code: 'ENOENT' })
  }

  /** Null where there is one. */
  #make(name: string): AppendFile | null {
    this.check()
    try {
      return new AppendFile(join(makeFolders(this.run, FILES.tracking), name))
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') return null
      throw error
    }
  }
}
