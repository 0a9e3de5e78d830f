import { rmSync, utimesSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { AnalysisRecord } from '../../format/analyses.ts'
import type { Annotation } from '../../format/annotations.ts'
import { FILES } from '../../format/files.ts'
import type { RunMeta } from '../../format/meta.ts'
import { parseAliveRecord, parseEndingRecord, parseEnvironmentRecord } from '../../format/records.ts'
import type {
  AliveRecord,
  ArtifactRecord,
  EndingRecord,
  EnvironmentRecord,
  InputRecord,
  SnapshotRecord,
} from '../../format/records.ts'
import { asWritten } from '../../format/shape.ts'
import type { ValueTree } from '../../format/value-tree.ts'
import { TOKENS_ONLY } from '../../secrets/redactor.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import { runlabError } from '../../errors.ts'
import { appendLine } from '../../internal/append-line.ts'
import { appendWhole } from '../../internal/append-whole.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { folderIdentity } from '../../internal/folder-identity.ts'
import { jsonText } from '../../internal/json-text.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { writeAtomically, writeJsonAtomically } from '../../internal/write-atomically.ts'
import { FIXED_WORDS } from './fixed-words.ts'
import { isFull, makeReserve, removeReserve, writeFromReserve } from './reserve.ts'
import type { ReserveUse } from './reserve.ts'

const REMOVED = "the run's folder was removed"
const REPLACED = "another folder has taken the place of the run's"

/** How a document is written. */
export interface Wanted {
  /** Waits until it is on the disk itself; true when left out. */
  readonly flush?: boolean
  /** It is one of the last: where the disk is full, it takes the room that was kept for them. */
  readonly isLast?: boolean
}

/** Parts of the reserve that are left to more important documents: to the metadata, and to how the run ended. */
const LEAVE_OF_DATA = 2
const LEAVE_OF_META = 1

/**
 * Writes the documents of one run; alone knows their names and how they are serialised. Documents are replaced as a
 * whole: a reader finds the old one or the new one. Records are appended, a line each, whole or not at all. Every method is
 * done when it returns, and throws ARCHIVE_UNWRITABLE, also where another folder has taken the place of the run's.
 * Secrets are masked in all but the values, which hold none already, and the names of artifacts, which are refused.
 */
export class RunWriter {
  /** Absolute path of the run's folder. */
  readonly folder: string
  /** What tells the run's folder from one that takes its place. */
  readonly identity: string | null
  readonly #redactor: Redactor

  /** `identity` is the folder's, where somebody knows it who saw it before. */
  constructor(folder: string, redactor = TOKENS_ONLY, identity = folderIdentity(folder)) {
    this.folder = folder
    this.#redactor = redactor
    this.identity = identity
  }

  /** Throws ARCHIVE_UNWRITABLE when the run's folder is gone or another has taken its place; `name` is what was to be written. */
  check(name: string): void {
    this.#attempt(name, () => undefined)
  }

  /** Takes room on the disk for the last documents. */
  reserve(): void {
    makeReserve(this.folder)
  }

  /** Gives that room back. */
  removeReserve(): void {
    this.#attempt(FILES.reserve, () => removeReserve(this.folder))
  }

  writeMeta(meta: RunMeta, wanted: Wanted = {}): void {
    const document = this.#redactor.maskDocument(meta, FIXED_WORDS.meta)
    this.#writeSurely(FILES.meta, document, { ...wanted, leave: LEAVE_OF_META })
  }

  writeData(tree: ValueTree, wanted: Wanted = {}): void {
    this.#writeSurely(FILES.data, tree.encoded, { ...wanted, leave: LEAVE_OF_DATA })
  }

  writeEnvironment(environment: EnvironmentRecord): void {
    const masked = this.#redactor.maskDocument(environment, FIXED_WORDS.environment)
    this.#writeJson(FILES.environment, asWritten(parseEnvironmentRecord, masked))
  }

  writeSnapshot(snapshot: SnapshotRecord): void {
    this.#writeJson(FILES.snapshot, this.#redactor.maskDocument(snapshot, FIXED_WORDS.snapshot))
  }

  /** Says which process executes the run. To be written before metadata that says `running`. */
  writeAlive(alive: AliveRecord): void {
    this.#writeJson(FILES.alive, asWritten(parseAliveRecord, alive))
  }

  /** Gives a sign of life, `now` in milliseconds since the epoch; nothing when nobody is said to work on the run. */
  touchAlive(now: number): void {
    this.#attempt(FILES.alive, (path) => {
      if (statIfThere(path) !== undefined) utimesSync(path, now / 1000, now / 1000)
    })
  }

  /**
   * Says that no process works on the run any more, and removes what is left of unfinished writes. To be called last of all;
   * who writes how the process ended needs the reserve, and removes it.
   */
  removeAlive({ keepsReserve = false }: { readonly keepsReserve?: boolean } = {}): void {
    if (!keepsReserve) this.removeReserve()
    this.#attempt(FILES.partial, (path) => rmSync(path, { force: true, recursive: true }))
    this.#attempt(FILES.alive, (path) => rmSync(path, { force: true }))
  }

  /** Says how the process ended, for whoever watched it; nothing where a new debug run has taken the folder's place since. */
  writeEnding(ending: EndingRecord): void {
    const now = folderIdentity(this.folder)
    if (now !== null && now !== this.identity) return
    const document = asWritten(parseEndingRecord, ending)
    // Not by way of the folder for unfinished writes, which a run that has ended has no more.
    this.#attempt(FILES.ending, (path) => {
      try {
        writeJsonAtomically(path, document)
      } catch (error) {
        if (!this.#fitsReserve(error, { path, text: `${jsonText(document, 2)}\n`, leave: 0, flush: true })) throw error
      }
      removeReserve(this.folder)
    })
  }

  /** Writes a text file of runlab's own, e.g. `analysis.ts`; `name` is relative to the run, POSIX separators. */
  writeText(name: string, text: string): void {
    this.#replace(name, (path, temporaryFolder) =>
      writeAtomically(path, this.#redactor.mask(text), { temporaryFolder, flush: false }),
    )
  }

  /** Whether the name of a file holds a secret, and so may stand in no list. */
  hides(name: string): boolean {
    return this.#redactor.keyHolds(name)
  }

  appendArtifact(...records: readonly ArtifactRecord[]): void {
    this.#append(FILES.artifacts, records)
  }

  appendInput(...records: readonly InputRecord[]): void {
    this.#append(
      FILES.inputs,
      records.map((record) => this.#redactor.maskDocument(record, FIXED_WORDS.inputs)),
    )
  }

  appendAnalysis(record: AnalysisRecord): void {
    this.#append(FILES.analyses, [record])
  }

  /** Another process may append at the same time. */
  appendAnnotations(...annotations: readonly Annotation[]): void {
    const lines = annotations.map((one) => jsonText(this.#redactor.maskDocument(one, FIXED_WORDS.annotations)))
    this.#attempt(FILES.annotations, (path) => {
      makeFolders(this.folder, posix.dirname(FILES.annotations))
      if (lines.length > 0) appendLine(path, lines.join('\n'))
    })
  }

  #writeSurely(
    name: string,
    document: unknown,
    { flush = true, isLast = false, leave }: Wanted & { readonly leave: number },
  ): void {
    try {
      this.#writeJson(name, document, flush)
    } catch (error) {
      const use = { path: join(this.folder, name), text: `${jsonText(document, 2)}\n`, leave, flush }
      if (!isLast || !this.#fitsReserve(error, use)) throw error
    }
  }

  /** Whether a document that a full disk has refused could be written in the room that was kept. */
  #fitsReserve(error: unknown, use: Omit<ReserveUse, 'run'>): boolean {
    if (!(error instanceof Error) || !isFull(error.cause)) return false
    try {
      return writeFromReserve({ run: this.folder, ...use })
    } catch (second) {
      throw asUnwritable(second, use.path)
    }
  }

  #writeJson(name: string, document: unknown, flush = false): void {
    this.#replace(name, (path, temporaryFolder) => writeJsonAtomically(path, document, { temporaryFolder, flush }))
  }

  #replace(name: string, write: (path: string, partial: string) => void): void {
    this.#attempt(name, (path) => {
      makeFolders(this.folder, posix.dirname(name))
      write(path, makeFolders(this.folder, FILES.partial))
    })
  }

  #append(name: string, records: readonly object[]): void {
    if (records.length === 0) return
    const lines = records.map((record) => `${jsonText(record)}\n`).join('')
    this.#attempt(name, (path) => {
      makeFolders(this.folder, posix.dirname(name))
      appendWhole(path, lines)
    })
  }

  #attempt(name: string, action: (path: string) => void): void {
    const path = join(this.folder, name)
    try {
      const now = folderIdentity(this.folder)
      if (now !== this.identity) throw runlabError('ARCHIVE_UNWRITABLE', { path, reason: now === null ? REMOVED : REPLACED })
      action(path)
    } catch (error) {
      throw asUnwritable(error, path)
    }
  }
}
