import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Artifact, Artifacts } from '../../api/run.ts'
import { runlabError } from '../../errors.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import type { ArtifactRecord } from '../../format/records.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { nearest } from '../../internal/nearest.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { loadRegular, loadRegularText, openRegular } from '../../internal/regular-file.ts'

/** A run's artifacts over its records, by name; for live runs and loaded ones. */
export class ArtifactList implements Artifacts {
  readonly #folder: string
  readonly #records: () => ReadonlyMap<string, ArtifactRecord>

  /** `records` is asked every time, so that a live run's list is always up to date. */
  constructor(folder: string, records: () => ReadonlyMap<string, ArtifactRecord>) {
    this.#folder = folder
    this.#records = records
  }

  get size(): number {
    return this.#records().size
  }

  has(name: string): boolean {
    return this.#records().has(name)
  }

  get(name: string): Artifact {
    const record = this.#records().get(name)
    if (record === undefined) {
      throw runlabError('ARTIFACT_NOT_FOUND', { name, suggestion: nearest(name, this.#records().keys()) })
    }
    return new StoredArtifact(this.#folder, record)
  }

  names(): string[] {
    return Array.from(this.#records().keys()).toSorted()
  }

  *[Symbol.iterator](): Generator<Artifact> {
    for (const name of this.names()) yield this.get(name)
  }
}

class StoredArtifact implements Artifact {
  readonly name: string
  readonly size: number
  readonly sha256: string | null
  readonly path: string

  constructor(folder: string, record: ArtifactRecord) {
    this.name = record.name
    this.size = record.size
    this.sha256 = record.sha256
    this.path = join(folder, record.name)
  }

  async text(): Promise<string> {
    return await loadRegularText(this.path).catch((error: unknown) => throwGone(error, this.path))
  }

  async bytes(): Promise<Uint8Array> {
    const buffer = await loadRegular(this.path).catch((error: unknown) => throwGone(error, this.path))
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  }

  async json(): Promise<unknown> {
    return decodeValue(parseJsonText(await this.text(), this.path), this.path)
  }

  stream(): Readable {
    try {
      return createReadStream(this.path, { fd: openRegular(this.path) })
    } catch (error) {
      return throwGone(error, this.path)
    }
  }
}

/** A file that was moved away or deleted since is damage of the archive, and said as such. */
function throwGone(error: unknown, file: string): never {
  if (!['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) throw error
  throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is listed as an artifact, and it is not there (any more)' }, error)
}
