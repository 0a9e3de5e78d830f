import type { ArtifactRecord } from '../../format/records.ts'
import type { RunWriter } from '../writing/run-writer.ts'

/** What tells two states of a file apart without reading it. */
export interface Stamp {
  /** Bytes. */
  readonly size: number
  /** Milliseconds since the epoch, with fractions. */
  readonly mtimeMs: number
}

/** The artifacts that a live run has recorded, on disk and in memory. */
export class ArtifactLedger {
  readonly #writer: RunWriter
  readonly #records = new Map<string, ArtifactRecord>()
  readonly #stamps = new Map<string, Stamp>()

  constructor(writer: RunWriter) {
    this.#writer = writer
  }

  get records(): ReadonlyMap<string, ArtifactRecord> {
    return this.#records
  }

  /** Records an artifact; of one name, the last record counts. Throws ARCHIVE_UNWRITABLE, and then has not recorded it. */
  add(record: ArtifactRecord, mtimeMs: number): void {
    this.#writer.appendArtifact(record)
    this.#records.set(record.name, record)
    this.#stamps.set(record.name, { size: record.size, mtimeMs })
  }

  /** Whether a file's name holds a secret: it stands in no list. */
  hides(name: string): boolean {
    return this.#writer.hides(name)
  }

  /** Takes over what is on disk already. */
  adopt(record: ArtifactRecord, mtimeMs: number): void {
    this.#records.set(record.name, record)
    this.#stamps.set(record.name, { size: record.size, mtimeMs })
  }

  /** Records that a file is not there any more. Throws ARCHIVE_UNWRITABLE. */
  remove(name: string, time: number): void {
    const record = this.#records.get(name)
    if (record === undefined) return
    this.#writer.appendArtifact({ ...record, time, removed: true })
    this.#records.delete(name)
    this.#stamps.delete(name)
  }

  /** Whether the file is recorded as it is. */
  isCurrent(name: string, stamp: Stamp): boolean {
    const recorded = this.#stamps.get(name)
    return recorded !== undefined && recorded.size === stamp.size && recorded.mtimeMs === stamp.mtimeMs
  }
}
