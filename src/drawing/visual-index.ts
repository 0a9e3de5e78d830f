import { appendFileSync, closeSync, fstatSync, openSync, rmSync } from 'node:fs'
import { join, posix } from 'node:path'
import { FILES } from '../format/files.ts'
import { parseJsonLines } from '../format/parse-json-lines.ts'
import { parseVisualRecord } from '../format/visuals.ts'
import type { VisualRecord } from '../format/visuals.ts'
import type { Redactor } from '../secrets/redactor.ts'
import { readTextIfThere } from '../archive/documents/read-document.ts'
import { asUnwritable } from '../internal/as-unwritable.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { staysInside } from '../internal/stays-inside.ts'
import { writeAtomically } from '../internal/write-atomically.ts'

/** Words of the format, places of files and names of series, which hold no secret already. */
const FIXED: ReadonlySet<string> = new Set(['form', 'group', 'series', 'files'])

/** `.runlab/visuals.jsonl` of a run: what was drawn, in the order in which it is shown. */
export class VisualIndex {
  readonly #folder: string
  readonly #file: string
  readonly #lineOf: (record: VisualRecord) => string
  #records: readonly VisualRecord[] = []
  /** Of the list that this drawing began; where another one has begun since, what is added here is seen by nobody. */
  #descriptor: number | undefined

  constructor(folder: string, redactor: Redactor) {
    this.#folder = folder
    this.#lineOf = (record) => `${JSON.stringify(redactor.maskDocument(record, FIXED))}\n`
    this.#file = join(folder, FILES.drawn)
  }

  get records(): readonly VisualRecord[] {
    return this.#records
  }

  /**
   * Forgets what was drawn from series, and removes its files. Gives what `e.plot` drew, which stays. Nothing but pictures is
   * removed, whatever the list of an archive says. Throws ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
   */
  beginAnew(): readonly VisualRecord[] {
    const before = readVisuals(this.#folder)
    this.#records = before.filter(({ group }) => group === 'own')
    const kept = new Set(this.#records.flatMap(({ files }) => files))
    for (const { files } of before) {
      for (const file of files) if (!kept.has(file)) this.#remove(file)
    }
    this.#replace()
    return this.#records
  }

  /**
   * The same records in the order in which they are to be shown, and behind them what `e.plot` has drawn meanwhile. Nothing where
   * another drawing has begun anew since. Throws ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
   */
  order(shown: readonly VisualRecord[]): void {
    if (this.#descriptor === undefined || fstatSync(this.#descriptor).nlink === 0) return
    if (shown.every((record, i) => record === this.#records[i])) return
    const ours = new Set(shown.map(this.#lineOf))
    const own = readVisuals(this.#folder).filter(({ group }) => group === 'own')
    this.#records = [...shown, ...own.filter((record) => !ours.has(this.#lineOf(record)))]
    this.#replace()
  }

  /** Lets go of the list that `beginAnew` began. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #replace(): void {
    writeAtomically(this.#file, this.#records.map(this.#lineOf).join(''), { flush: false })
    this.close()
    try {
      this.#descriptor = openSync(this.#file, 'a')
    } catch (error) {
      throw asUnwritable(error, this.#file)
    }
  }

  #remove(file: string): void {
    const path = join(this.#folder, file)
    const isOurs = file.startsWith(`${FILES.visuals}/`) && staysInside(this.#folder, posix.dirname(file))
    if (!isOurs || statIfThere(path, 'look at')?.isDirectory() === true) return
    try {
      rmSync(path, { force: true })
    } catch (error) {
      throw asUnwritable(error, path)
    }
  }

  /** Throws ARCHIVE_UNWRITABLE. */
  add(record: VisualRecord): void {
    try {
      appendFileSync(this.#descriptor ?? this.#file, this.#lineOf(record))
    } catch (error) {
      throw asUnwritable(error, this.#file)
    }
    this.#records = [...this.#records, record]
  }
}

/** What is drawn of a run. Throws ARCHIVE_FORMAT. */
export function readVisuals(folder: string): readonly VisualRecord[] {
  const file = join(folder, FILES.drawn)
  return parseJsonLines(readTextIfThere(file) ?? '', file, parseVisualRecord)
}

/**
 * Puts what an analysis plotted into the list of a run's pictures, in place of all with files below a folder.
 * Throws ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export function replaceVisuals(folder: string, below: string, added: readonly VisualRecord[]): void {
  const before = readVisuals(folder)
  const kept = before.filter(({ files }) => !files.some((file) => file.startsWith(`${below}/`)))
  if (kept.length === before.length && added.length === 0) return
  writeAtomically(join(folder, FILES.drawn), [...kept, ...added].map((record) => `${JSON.stringify(record)}\n`).join(''), {
    flush: false,
  })
}
