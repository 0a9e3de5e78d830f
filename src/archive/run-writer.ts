import { rmSync, utimesSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Annotation } from '../format/annotations.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta } from '../format/meta.ts'
import type {
  AliveRecord,
  ArtifactRecord,
  EndingRecord,
  EnvironmentRecord,
  InputRecord,
  SnapshotRecord,
} from '../format/records.ts'
import type { ValueTree } from '../format/value-tree.ts'
import { TOKENS_ONLY } from '../secrets/redactor.ts'
import type { Redactor } from '../secrets/redactor.ts'
import { runlabError } from '../errors.ts'
import { appendLine } from '../internal/append-line.ts'
import { appendWhole } from '../internal/append-whole.ts'
import { asUnwritable } from '../internal/as-unwritable.ts'
import { folderIdentity } from '../internal/folder-identity.ts'
import { jsonText } from '../internal/json-text.ts'
import { makeFolders } from '../internal/make-folders.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { writeAtomically, writeJsonAtomically } from '../internal/write-atomically.ts'
import { FIXED_WORDS } from './fixed-words.ts'

const REMOVED = "the run's folder was removed"
const REPLACED = "another folder has taken the place of the run's"

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

  /** `flush` waits until it is on the disk itself. */
  writeMeta(meta: RunMeta, flush = true): void {
    this.#writeJson(FILES.meta, this.#redactor.maskDocument(meta, FIXED_WORDS.meta), flush)
  }

  /** `flush` waits until the values are on the disk itself. */
  writeData(tree: ValueTree, flush = true): void {
    this.#writeJson(FILES.data, tree.encoded, flush)
  }

  writeEnvironment(environment: EnvironmentRecord): void {
    this.#writeJson(FILES.environment, this.#redactor.maskDocument(environment, FIXED_WORDS.environment))
  }

  writeSnapshot(snapshot: SnapshotRecord): void {
    this.#writeJson(FILES.snapshot, this.#redactor.maskDocument(snapshot, FIXED_WORDS.snapshot))
  }

  /** Says which process executes the run. To be written before metadata that says `running`. */
  writeAlive(alive: AliveRecord): void {
    this.#writeJson(FILES.alive, alive)
  }

  /** Gives a sign of life, `now` in milliseconds since the epoch; nothing when nobody is said to work on the run. */
  touchAlive(now: number): void {
    this.#attempt(FILES.alive, (path) => {
      if (statIfThere(path) !== undefined) utimesSync(path, now / 1000, now / 1000)
    })
  }

  /** Says that no process works on the run any more, and removes what is left of unfinished writes. To be called last of all. */
  removeAlive(): void {
    this.#attempt(FILES.partial, (path) => rmSync(path, { force: true, recursive: true }))
    this.#attempt(FILES.alive, (path) => rmSync(path, { force: true }))
  }

  /** Says how the process ended, for whoever watched it; nothing where a new debug run has taken the folder's place since. */
  writeEnding(ending: EndingRecord): void {
    const now = folderIdentity(this.folder)
    if (now !== null && now !== this.identity) return
    // Not by way of the folder for unfinished writes, which a run that has ended has no more.
    this.#attempt(FILES.ending, (path) => writeJsonAtomically(path, ending))
  }

  /** Writes a text file of runlab's own, e.g. `analysis.ts`; `name` is relative to the run, POSIX separators. */
  writeText(name: string, text: string): void {
    this.#replace(name, (path, temporaryFolder) =>
      writeAtomically(path, this.#redactor.mask(text), { temporaryFolder, flush: false }),
    )
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

  /** Another process may append at the same time. */
  appendAnnotations(...annotations: readonly Annotation[]): void {
    const lines = annotations.map((one) => jsonText(this.#redactor.maskDocument(one, FIXED_WORDS.annotations)))
    this.#attempt(FILES.annotations, (path) => {
      makeFolders(this.folder, posix.dirname(FILES.annotations))
      if (lines.length > 0) appendLine(path, lines.join('\n'))
    })
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
