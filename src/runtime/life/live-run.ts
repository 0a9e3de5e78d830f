import type { Writable } from 'node:stream'
import type { Artifact, Artifacts, Log, PlotOptions, Progress, RunCore } from '../../api/run.ts'
import type {
  FollowOptions,
  Following,
  RemoteTracker,
  Series,
  SeriesOptions,
  TrackOptions,
  TrackerHandle,
} from '../../api/tracking.ts'
import type { Random } from '../../api/random.ts'
import type { ArtifactStore } from '../../archive/artifacts/artifact-store.ts'
import { runlabError } from '../../errors.ts'
import type { LineageMeta } from '../../format/lineage.ts'
import type { Note } from '../../format/annotations.ts'
import { readOnlyMeta } from '../../format/read-only-meta.ts'
import type { RunMeta, RunStatus } from '../../format/meta.ts'
import type { EnvironmentRecord, InputRecord, SnapshotRecord } from '../../format/records.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { heldValue } from '../../format/held-value.ts'
import type { ValueTree } from '../../format/value-tree.ts'
import { callHook } from '../../hooks/call.ts'
import type { HookTable } from '../../hooks/table.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { nearest } from '../../internal/nearest.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import type { TrackedReader } from '../../tracking/reading/tracked-reader.ts'
import { drawFigureFor, isFigureFor } from '../drawing/commit-figure.ts'
import { plotName } from '../drawing/plot-name.ts'
import type { Plots } from '../drawing/plots.ts'
import type { LazyTracking } from '../tracking/lazy-tracking.ts'
import type { RunTracking } from '../tracking/run-tracking.ts'
import type { Annotating } from './annotating.ts'
import type { InputRecorder } from './input-recorder.ts'
import type { RunOutput } from '../output/run-output.ts'
import type { JoinedRun } from './ranks.ts'
import type { RunSignal } from './run-signal.ts'
import type { RunRecord } from './run-record.ts'
import type { SourceArchive } from './source-archive.ts'
import type { ValueSaver } from './value-saver.ts'

/** What a live run is put together from. */
export interface LiveRunParts {
  readonly folder: string
  readonly record: RunRecord
  readonly redactor: Redactor
  readonly params: Readonly<Record<string, unknown>>
  readonly hooks: HookTable
  readonly values: ValueTree
  readonly store: ArtifactStore
  readonly random: Random
  readonly output: RunOutput
  readonly inputs: InputRecorder
  readonly annotations: Annotating
  readonly sources: SourceArchive
  readonly tracking: LazyTracking
  /** Another run, for which this one tracks. */
  readonly joined: JoinedRun | undefined
  /** Aborted when a signal interrupts the run. */
  readonly signal: RunSignal
  /** Sets values in `values`, and keeps them on disk. */
  readonly saver: Pick<ValueSaver, 'set' | 'setAll'>
}

/** The run that an experiment's code sees as `e`. Delegates; has no logic of its own. */
export class LiveRun implements RunCore<Readonly<Record<string, unknown>>> {
  readonly #parts: LiveRunParts
  #ended = false
  #tracking: RunTracking | RemoteTracker | undefined
  #plots: Plots | undefined
  readonly #plotting = new Set<Promise<void>>()

  constructor(parts: LiveRunParts) {
    this.#parts = parts
    // Bound, so that `const { log, set } = e` works.
    for (const method of [
      'set',
      'get',
      'value',
      'has',
      'commit',
      'plot',
      'createWriteStream',
      'path',
      'use',
      'tag',
      'note',
      'call',
      'track',
      'series',
      'follow',
    ] as const) {
      Object.defineProperty(this, method, { value: this[method].bind(this) })
    }
  }

  get folder(): string {
    return this.#parts.folder
  }
  get name(): string {
    return this.#parts.record.identity.run
  }
  get namespace(): string {
    return this.#parts.record.identity.namespace
  }
  get status(): RunStatus {
    return this.#parts.record.status
  }
  get seed(): number {
    return this.#parts.record.identity.seed
  }
  get params(): Readonly<Record<string, unknown>> {
    return this.#parts.params
  }
  get meta(): RunMeta {
    return readOnlyMeta(this.#parts.record.toMeta())
  }
  get lineage(): LineageMeta | null {
    return this.#parts.record.identity.lineage
  }
  get random(): Random {
    return this.#parts.random
  }
  get signal(): AbortSignal {
    return this.#parts.signal.read()
  }
  get log(): Log {
    return this.#parts.output.log
  }
  get progress(): Progress {
    return this.#parts.output.progress
  }
  get values(): Readonly<Record<string, unknown>> {
    return Object.freeze(this.#parts.values.toObject())
  }
  get artifacts(): Artifacts {
    return this.#parts.store.artifacts
  }
  get inputs(): readonly InputRecord[] {
    return this.#parts.inputs.records
  }
  get tags(): readonly string[] {
    return this.#parts.annotations.read().tags
  }
  get notes(): readonly Note[] {
    return this.#parts.annotations.read().notes
  }
  get environment(): EnvironmentRecord | null {
    return this.#parts.sources.environment
  }
  get snapshot(): SnapshotRecord | null {
    return this.#parts.sources.snapshot
  }

  /** A live run has not ended. */
  get ending(): null {
    return null
  }

  get(key: string): unknown {
    return this.#parts.values.get(key)
  }

  value<T>(key: string): T {
    return heldValue(this.#parts.values, key, this.name) as T
  }

  has(key: string): boolean {
    return this.#parts.values.has(key)
  }

  set(key: string | Readonly<Record<string, unknown>>, value?: unknown): void {
    this.#refuseWhenEnded('set')
    if (!isPlainObject(key)) return this.#parts.saver.set(key, value)
    this.#parts.saver.setAll(Object.entries(key))
  }

  async commit(name: string, content: unknown): Promise<Artifact> {
    this.#refuseWhenEnded('commit')
    const { store, redactor } = this.#parts
    if (!isFigureFor(name, content)) return await store.commit(name, content)
    return await store.commit(name, await drawFigureFor(name, content as object, redactor))
  }

  async plot(name: string, specification: unknown, options: PlotOptions = {}): Promise<void> {
    this.#refuseWhenEnded('plot')
    const plotted = this.#plot(name, specification, options)
    this.#plotting.add(plotted)
    try {
      await plotted
    } finally {
      this.#plotting.delete(plotted)
    }
  }

  async #plot(name: string, specification: unknown, options: PlotOptions): Promise<void> {
    plotName(name)
    const { Plots } = await import('../drawing/plots.ts')
    this.#plots ??= new Plots(this.folder, this.#parts.redactor)
    await this.#plots.plot(name, specification, options)
  }

  /** Waits for plots that nobody has awaited. */
  async settlePlots(): Promise<void> {
    await Promise.allSettled(this.#plotting)
  }

  createWriteStream(name: string): Writable {
    this.#refuseWhenEnded('createWriteStream')
    return this.#parts.store.createWriteStream(name)
  }

  path(name: string): string {
    this.#refuseWhenEnded('path')
    return this.#parts.store.path(name)
  }

  async use(path: string | URL): Promise<string> {
    this.#refuseWhenEnded('use')
    return await this.#parts.inputs.use(path)
  }

  tag(...tags: readonly string[]): void {
    this.#refuseWhenEnded('tag')
    this.#parts.annotations.tag(tags)
  }

  note(text: string): void {
    this.#refuseWhenEnded('note')
    this.#parts.annotations.note(text)
  }

  /** Calls a hook that the experiment declares. Throws HOOK_UNKNOWN. */
  async call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    const { hooks, record } = this.#parts
    const hook = hooks.get(name)
    if (hook === undefined || hook.lifecycle) {
      const callable = [...hooks.values()].filter((candidate) => !candidate.lifecycle).map((candidate) => candidate.name)
      throw runlabError('HOOK_UNKNOWN', { hook: name, suggestion: nearest(name, callable) })
    }
    return await callHook({ hook, e: this, args, onFailure: ({ layer }, error) => record.noteHookFailure(name, layer, error) })
  }

  track(name: string | Readonly<Record<string, unknown>>, value?: unknown, options?: TrackOptions): void {
    if (this.#ended) this.#refuseWhenEnded('track')
    const tracking = (this.#tracking ??= this.#parts.joined?.tracker ?? this.#parts.tracking.open())
    tracking.track(name as string, value, options)
  }

  get tracker(): TrackerHandle {
    return this.#parts.joined?.handle ?? this.#parts.tracking.open().handle
  }

  get tracked(): readonly SeriesSummary[] {
    return this.#readTracked().summaries()
  }

  series(name: string, options?: SeriesOptions): Series {
    return this.#readTracked().series(name, options)
  }

  follow(name: string, options?: FollowOptions): Following {
    return this.#readTracked().follow(name, options)
  }

  async readLog(): Promise<string> {
    return await this.#parts.output.read()
  }

  /** After this nothing can be added. */
  close(): void {
    this.#ended = true
  }

  /** What was tracked is in files, where a loaded run finds it, too. */
  #readTracked(): TrackedReader {
    const tracking = this.#parts.tracking.open()
    if (!this.#ended) tracking.settle()
    return tracking.reader
  }

  #refuseWhenEnded(method: string): void {
    if (this.#ended) throw runlabError('RUN_ENDED', { method })
  }
}
