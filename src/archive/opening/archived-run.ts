import { join } from 'node:path'
import type { Kind } from '../../api/kind.ts'
import type { FollowOptions, Following, Series, SeriesOptions } from '../../api/tracking.ts'
import type { Artifacts, Ending, RunReader } from '../../api/run.ts'
import type { Note } from '../../format/annotations.ts'
import { FILES } from '../../format/files.ts'
import type { LineageMeta } from '../../format/lineage.ts'
import { heldValue } from '../../format/held-value.ts'
import { readOnlyMeta } from '../../format/read-only-meta.ts'
import type { RunMeta, RunStatus } from '../../format/meta.ts'
import type { EnvironmentRecord, InputRecord, SnapshotRecord } from '../../format/records.ts'
import type { SeriesSummary } from '../../format/series.ts'
import type { ValueTree } from '../../format/value-tree.ts'
import { once } from '../../internal/once.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { KindRegistry } from '../../tracking/kinds/registry.ts'
import { TrackedReader } from '../../tracking/reading/tracked-reader.ts'
import { readAnnotations } from '../annotations/annotations.ts'
import { ArtifactList } from '../artifacts/artifacts.ts'
import { briefOf, decodeParameters } from '../index/run-brief.ts'
import { describeEnding } from '../status/describe-ending.ts'
import { readArtifactRecords, readEnvironment, readInputs, readForeignSeries, readSnapshot, readValues } from './read-records.ts'
import type { Standing } from '../status/read-status.ts'
import { runNameOf } from '../zip/zip-name.ts'
import { loadRegularText } from '../../internal/regular-file.ts'

/**
 * A run as its folder records it. The metadata are as they were when it was opened; everything else is read when first
 * asked for, and then kept. Nothing of the archive is executed, nothing is locked or written.
 * Getters and methods throw ARCHIVE_FORMAT when a document is not what runlab writes.
 */
export class ArchivedRun implements RunReader {
  readonly folder: string
  readonly status: RunStatus
  readonly artifacts: Artifacts
  /** What meta and status were concluded from. */
  readonly standing: Standing
  readonly #meta: () => RunMeta
  readonly #params: () => Readonly<Record<string, unknown>>
  readonly #ending: () => Ending | null
  readonly #values: () => ValueTree
  readonly #inputs: () => readonly InputRecord[]
  readonly #environment: () => EnvironmentRecord | null
  readonly #snapshot: () => SnapshotRecord | null
  readonly #tracked: () => TrackedReader

  constructor(folder: string, standing: Standing, kinds?: readonly Kind[]) {
    this.folder = folder
    this.standing = standing
    this.#meta = once(() => readOnlyMeta(standing.meta))
    this.status = standing.status
    this.#params = once(() => decodeParameters(briefOf(standing.meta), join(folder, FILES.meta)))
    this.#ending = once(() => describeEnding(folder, standing))
    this.#values = once(() => readValues(folder, standing.meta))
    const records = once(() => readArtifactRecords(folder, standing.meta))
    this.artifacts = new ArtifactList(folder, records)
    this.#inputs = once(() => readInputs(folder))
    const registry = kinds === undefined ? null : new KindRegistry(kinds) // who gives wrong ones hears of it now
    this.#tracked = once(
      () =>
        new TrackedReader(folder, registry ?? new KindRegistry(), {
          expected: expectedSeries(standing),
          list: readForeignSeries(folder, standing.meta),
        }),
    )
    this.#environment = once(() => readEnvironment(folder))
    this.#snapshot = once(() => readSnapshot(folder, standing.meta))
  }

  get meta(): RunMeta {
    return this.#meta()
  }

  get name(): string {
    return runNameOf(this.folder)
  }

  get namespace(): string {
    return this.meta.namespace
  }

  get seed(): number | null {
    return this.meta.seed
  }

  get ending(): Ending | null {
    return this.#ending()
  }

  get lineage(): LineageMeta | null {
    return this.meta.lineage
  }

  get params(): Readonly<Record<string, unknown>> {
    return this.#params()
  }

  get(key: string): unknown {
    return this.#values().get(key)
  }

  value<T>(key: string): T {
    return heldValue(this.#values(), key, this.name) as T
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

  get tags(): readonly string[] {
    return readAnnotations(this.folder).tags
  }

  get notes(): readonly Note[] {
    return readAnnotations(this.folder).notes
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
      return await loadRegularText(join(this.folder, FILES.log))
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return ''
      throw error
    }
  }
}

/** Of a run that did not write its end, nobody counted them. */
function expectedSeries({ life, meta }: Standing): number {
  return life === 'ended' ? meta.counts.series : 0
}
