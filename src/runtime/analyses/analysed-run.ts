import type { Writable } from 'node:stream'
import type { FollowOptions, Following, Series, SeriesOptions } from '../../api/tracking.ts'
import type { AnalysisRun, Artifact, Artifacts, Ending, Log, PlotOptions, Progress } from '../../api/run.ts'
import type { Random } from '../../api/random.ts'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import type { ArtifactStore } from '../../archive/artifacts/artifact-store.ts'
import { runlabError } from '../../errors.ts'
import type { Note } from '../../format/annotations.ts'
import { heldValue } from '../../format/held-value.ts'
import type { LineageMeta } from '../../format/lineage.ts'
import type { RunMeta, RunStatus } from '../../format/meta.ts'
import type { EnvironmentRecord, InputRecord, SnapshotRecord } from '../../format/records.ts'
import type { SeriesSummary } from '../../format/series.ts'
import type { ValueTree } from '../../format/value-tree.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import { drawFigureFor, isFigureFor } from '../drawing/commit-figure.ts'

/** What an analysis of a run that has ended is made of. */
export interface AnalysedRunParts {
  readonly run: ArchivedRun
  /** What the analysis sets and commits, until it is put into the run. */
  readonly values: ValueTree
  readonly store: ArtifactStore
  readonly redactor: Redactor
  readonly random: Random
  readonly log: Log
  readonly progress: Progress
  readonly plot: (name: string, figure: unknown, options: PlotOptions) => Promise<void>
}

const METHODS = ['set', 'get', 'value', 'has', 'commit', 'plot', 'createWriteStream', 'path', 'series', 'follow'] as const

/** What a run that goes on has besides. */
const OVER = ['track', 'tracker', 'use', 'tag', 'note', 'call', 'signal'] as const

/** A run that has ended, as an analysis of it sees it: what it adds itself comes before what the run has under the same name. */
export class AnalysedRun implements AnalysisRun {
  readonly #parts: AnalysedRunParts

  constructor(parts: AnalysedRunParts) {
    this.#parts = parts
    for (const method of METHODS) Object.defineProperty(this, method, { value: this[method].bind(this) })
    for (const method of OVER) {
      const get = (): never => {
        throw runlabError('RUN_ENDED', { method })
      }
      Object.defineProperty(this, method, { get })
    }
  }

  get folder(): string {
    return this.#parts.run.folder
  }
  get name(): string {
    return this.#parts.run.name
  }
  get namespace(): string {
    return this.#parts.run.namespace
  }
  get status(): RunStatus {
    return this.#parts.run.status
  }
  get seed(): number | null {
    return this.#parts.run.seed
  }
  get params(): Readonly<Record<string, unknown>> {
    return this.#parts.run.params
  }
  get meta(): RunMeta {
    return this.#parts.run.meta
  }
  get lineage(): LineageMeta | null {
    return this.#parts.run.lineage
  }
  get random(): Random {
    return this.#parts.random
  }
  get log(): Log {
    return this.#parts.log
  }
  get progress(): Progress {
    return this.#parts.progress
  }
  get inputs(): readonly InputRecord[] {
    return this.#parts.run.inputs
  }
  get tags(): readonly string[] {
    return this.#parts.run.tags
  }
  get notes(): readonly Note[] {
    return this.#parts.run.notes
  }
  get environment(): EnvironmentRecord | null {
    return this.#parts.run.environment
  }
  get snapshot(): SnapshotRecord | null {
    return this.#parts.run.snapshot
  }
  get tracked(): readonly SeriesSummary[] {
    return this.#parts.run.tracked
  }
  get ending(): Ending | null {
    return this.#parts.run.ending
  }
  get values(): Readonly<Record<string, unknown>> {
    return Object.freeze({ ...this.#parts.run.values, ...this.#parts.values.toObject() })
  }
  get artifacts(): Artifacts {
    return new ArtifactsOver(this.#parts.store.artifacts, this.#parts.run.artifacts)
  }

  get(key: string): unknown {
    const { values, run } = this.#parts
    return values.has(key) ? values.get(key) : run.get(key)
  }

  value<T>(key: string): T {
    const { values, run } = this.#parts
    return values.has(key) ? (heldValue(values, key, run.name) as T) : run.value<T>(key)
  }

  has(key: string): boolean {
    return this.#parts.values.has(key) || this.#parts.run.has(key)
  }

  set(key: string | Readonly<Record<string, unknown>>, value?: unknown): void {
    if (!isPlainObject(key)) return void this.#parts.values.set(key, value)
    for (const [each, one] of Object.entries(key)) this.#parts.values.set(each, one)
  }

  async commit(name: string, content: unknown): Promise<Artifact> {
    const { store, redactor } = this.#parts
    if (!isFigureFor(name, content)) return await store.commit(name, content)
    return await store.commit(name, await drawFigureFor(name, content as object, redactor))
  }

  async plot(name: string, figure: unknown, options: PlotOptions = {}): Promise<void> {
    await this.#parts.plot(name, figure, options)
  }

  createWriteStream(name: string): Writable {
    return this.#parts.store.createWriteStream(name)
  }

  path(name: string): string {
    return this.#parts.store.path(name)
  }

  series(name: string, options?: SeriesOptions): Series {
    return this.#parts.run.series(name, options)
  }

  follow(name: string, options?: FollowOptions): Following {
    return this.#parts.run.follow(name, options)
  }

  async readLog(): Promise<string> {
    return await this.#parts.run.readLog()
  }
}

/** Artifacts of two lists; of one name those of the first. */
class ArtifactsOver implements Artifacts {
  readonly #upper: Artifacts
  readonly #lower: Artifacts

  constructor(upper: Artifacts, lower: Artifacts) {
    this.#upper = upper
    this.#lower = lower
  }

  get size(): number {
    return this.names().length
  }

  has(name: string): boolean {
    return this.#upper.has(name) || this.#lower.has(name)
  }

  get(name: string): Artifact {
    return this.#upper.has(name) ? this.#upper.get(name) : this.#lower.get(name)
  }

  names(): string[] {
    return [...new Set([...this.#upper.names(), ...this.#lower.names()])].toSorted()
  }

  *[Symbol.iterator](): Generator<Artifact> {
    for (const name of this.names()) yield this.get(name)
  }
}
