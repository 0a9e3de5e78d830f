import { close, existsSync, fsync, open } from 'node:fs'
import { dirname, join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { checkFolder } from '../../internal/check-folder.ts'
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
  #hasNew = false

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

  /** Whether it is that of the run's own process. */
  get isOwn(): boolean {
    return this.#label.startsWith('main')
  }

  /** Brings the names of new files to the disk itself, later. What the disk refuses is tried again with the next ones. */
  sync(): void {
    if (!this.#hasNew) return
    this.#hasNew = false
    for (const folder of [this.path, dirname(this.path)]) {
      open(folder, (error, descriptor) => {
        if (error === null) fsync(descriptor, () => close(descriptor))
      })
    }
  }

  /** Whether the run has ended, for a process that is not the run's own. */
  get isClosed(): boolean {
    const isThere = (name: string): boolean => existsSync(join(this.run, name))
    return !this.isOwn && (existsSync(join(this.path, CLOSED)) || isThere(FILES.series) || !isThere(FILES.alive))
  }

  /** Throws ENOENT when the run's folder is gone, or another has taken its place. */
  check(): void {
    checkFolder(this.run, this.#identity)
  }

  /** Null where there is one. */
  #make(name: string): AppendFile | null {
    this.check()
    try {
      const file = new AppendFile(join(makeFolders(this.run, FILES.tracking), name))
      this.#hasNew = true
      return file
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') return null
      throw error
    }
  }
}
