import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Kind } from '../api/kind.ts'
import type { FollowOptions, Following, Series, SeriesOptions } from '../api/tracking.ts'
import type { Artifacts, Ending, RunReader } from '../api/run.ts'
import { runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import type { Parse } from '../format/json-parsers.ts'
import { isJsonObject } from '../format/json-value.ts'
import type { RunMeta, RunStatus } from '../format/meta.ts'
import { parseEnvironmentRecord } from '../format/parse-environment.ts'
import { parseJsonLines } from '../format/parse-json-lines.ts'
import { PYCOMEX_FORMAT } from '../format/parse-pycomex-meta.ts'
import { parseArtifactRecord, parseInputRecord, parseSnapshotRecord } from '../format/parse-records.ts'
import type { ArtifactRecord, EnvironmentRecord, InputRecord, SnapshotRecord } from '../format/records.ts'
import type { SeriesSummary } from '../format/series.ts'
import { decodeValue } from '../format/tagged-json.ts'
import { ValueTree } from '../format/value-tree.ts'
import { defineOwn } from '../internal/define-own.ts'
import { once } from '../internal/once.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { KindRegistry } from '../tracking/kinds/registry.ts'
import { TrackedReader } from '../tracking/reading/tracked-reader.ts'
import { readWithJournal } from '../tracking/journal/read-journal.ts'
import { ArtifactList } from './artifacts.ts'
import { describeEnding } from './describe-ending.ts'
import { findPycomexArtifacts } from './pycomex-artifacts.ts'
import { readDocument, readTextIfThere } from './read-document.ts'
import type { Standing } from './read-status.ts'

/**
 * A run as its folder records it. The metadata are as they were when it was opened; everything else is read when first
 * asked for, and then kept. Nothing of the archive is executed, nothing is locked or written.
 * Getters and methods throw ARCHIVE_FORMAT when a document is not what runlab writes.
 */
export class ArchivedRun implements RunReader {
  readonly folder: string
  readonly meta: RunMeta
  readonly status: RunStatus
  readonly artifacts: Artifacts
  /** What meta and status were concluded from. */
  readonly standing: Standing
  readonly #params: () => Readonly<Record<string, unknown>>
  readonly #ending: () => Ending | null
  readonly #values: () => ValueTree
  readonly #inputs: () => readonly InputRecord[]
  readonly #environment: () => EnvironmentRecord | null
  readonly #snapshot: () => SnapshotRecord | null
  readonly #tracked: () => TrackedReader

  constructor(folder: string, standing: Standing, kinds?: readonly Kind[]) {
    const { meta, status } = standing
    this.folder = folder
    this.standing = standing
    this.meta = meta
    this.status = status
    this.#params = once(() => decodeParameters(meta, join(folder, FILES.meta)))
    this.#ending = once(() => describeEnding(folder, standing))
    this.#values = once(() => readValues(folder))
    const records = once(() => readArtifactRecords(folder, meta))
    this.artifacts = new ArtifactList(folder, records)
    this.#inputs = once(() => readLines(join(folder, FILES.inputs), parseInputRecord))
    const registry = kinds === undefined ? null : new KindRegistry(kinds) // who gives wrong ones hears of it now
    this.#tracked = once(() => new TrackedReader(folder, registry ?? new KindRegistry()))
    this.#environment = once(() => readRecord(join(folder, FILES.environment), parseEnvironmentRecord))
    this.#snapshot = once(() => readRecord(join(folder, FILES.snapshot), parseSnapshotRecord))
  }

  get name(): string {
    return basename(this.folder)
  }

  get namespace(): string {
    return this.meta.namespace
  }

  get seed(): number {
    return this.meta.seed
  }

  get ending(): Ending | null {
    return this.#ending()
  }

  get params(): Readonly<Record<string, unknown>> {
    return this.#params()
  }

  get(key: string): unknown {
    return this.#values().get(key)
  }

  has(key: string): boolean {
    return this.#values().has(key)
  }

  get values(): Readonly<Record<string, unknown>> {
    return this.#values().toObject()
  }

  get inputs(): readonly InputRecord[] {
    return this.#inputs()
  }

  get environment(): EnvironmentRecord | null {
    return this.#environment()
  }

  get snapshot(): SnapshotRecord | null {
    return this.#snapshot()
  }

  get tracked(): readonly SeriesSummary[] {
    return this.#tracked().summaries()
  }

  series(name: string, options?: SeriesOptions): Series {
    return this.#tracked().series(name, options)
  }

  follow(name: string, options?: FollowOptions): Following {
    return this.#tracked().follow(name, options)
  }

  async readLog(): Promise<string> {
    try {
      return await readFile(join(this.folder, FILES.log), 'utf8')
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return ''
      throw error
    }
  }
}

/** Secrets are undefined: they were never written. */
function decodeParameters(meta: RunMeta, file: string): Readonly<Record<string, unknown>> {
  const params: Record<string, unknown> = {}
  for (const [name, { value, redacted }] of Object.entries(meta.parameters)) {
    defineOwn(params, name, redacted ? undefined : decodeValue(value, file))
  }
  return Object.freeze(params)
}

/** The values as they were last written. Throws ARCHIVE_FORMAT. */
export function readValues(folder: string): ValueTree {
  return readWithJournal(folder, () => readValueDocument(folder))
}

function readValueDocument(folder: string): ValueTree {
  const file = join(folder, FILES.data)
  const document = readDocument(file)
  if (document === undefined) return new ValueTree()
  if (!isJsonObject(document)) throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is no JSON object' })
  return ValueTree.fromEncoded(document, file)
}

function readArtifactRecords(folder: string, meta: RunMeta): ReadonlyMap<string, ArtifactRecord> {
  const isPycomex = meta.format === PYCOMEX_FORMAT
  const records = isPycomex ? findPycomexArtifacts(folder) : readLines(join(folder, FILES.artifacts), parseArtifactRecord)
  const last = new Map(records.map((record) => [record.name, record]))
  return new Map([...last].filter(([, { removed }]) => removed !== true))
}

function readLines<T>(file: string, parse: Parse<T>): readonly T[] {
  return parseJsonLines(readTextIfThere(file) ?? '', file, parse)
}

function readRecord<T>(file: string, parse: Parse<T>): T | null {
  const document = readDocument(file)
  return document === undefined ? null : parse(document, { file })
}
