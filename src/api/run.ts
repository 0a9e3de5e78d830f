import type { Readable, Writable } from 'node:stream'
import type { Note } from '../format/annotations.ts'
import type { LineageMeta } from '../format/lineage.ts'
import type { RunMeta, RunPhase, RunStatus } from '../format/meta.ts'
import type { EnvironmentRecord, InputRecord, SnapshotRecord } from '../format/records.ts'
import type { SeriesSummary } from '../format/series.ts'
import type { FollowOptions, Following, Series, SeriesOptions, Track, TrackerHandle } from './tracking.ts'
import type { Random } from './random.ts'
import type { FigureSource, Visual } from './visual.ts'

/** A committed file of a run. */
export interface Artifact {
  /** Path inside the run, POSIX separators. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** SHA-256, lower-case hex; null when hashing was deferred (files over 1 GB made through `e.path`). */
  readonly sha256: string | null
  /** Absolute path as of now. */
  readonly path: string
  text(): Promise<string>
  bytes(): Promise<Uint8Array>
  /** Parsed JSON, with runlab's special values (Date, Map, NaN, …) restored. Throws ARCHIVE_FORMAT when the file is no JSON. */
  json(): Promise<unknown>
  stream(): Readable
}

/** The files a run has committed. Iterates in order of name. */
export interface Artifacts extends Iterable<Artifact> {
  readonly size: number
  has(name: string): boolean
  /** Throws ARTIFACT_NOT_FOUND with the nearest name. */
  get(name: string): Artifact
  names(): string[]
}

/**
 * What can be read of a run. A live run and a loaded one have the same interface; reading a loaded run executes nothing
 * of the archive and takes no lock.
 */
export interface RunReader<V = Readonly<Record<string, unknown>>> {
  /** Absolute path of the run's folder. */
  readonly folder: string
  /** The folder's name, e.g. `2026-11-23_15-24-12_k3f9`. */
  readonly name: string
  readonly namespace: string
  readonly status: RunStatus
  /** Null for runs of PyComex that had none. */
  readonly seed: number | null
  readonly params: Readonly<V>
  /** The metadata as `experiment_meta.json` holds it (of a live run, as it would now). */
  readonly meta: RunMeta
  /** The layers that the run is made of, and what each changed. Null where it was not recorded. */
  readonly lineage: LineageMeta | null
  /** A value, or the subtree of plain objects below a key; undefined when there is none. Copies: changing it changes nothing. */
  get(key: string): unknown
  /**
   * A value that has to be there: `run.value<number>('metrics/accuracy')`. Throws VALUE_NOT_FOUND with the nearest key. That it
   * is of the type is the caller's word.
   */
  value<T = unknown>(key: string): T
  has(key: string): boolean
  /** The whole value tree, as plain objects. */
  readonly values: Readonly<Record<string, unknown>>
  readonly artifacts: Artifacts
  readonly inputs: readonly InputRecord[]
  /** Tags as they are now, in the order in which they were added: by `e.tag`, `runlab tag`. */
  readonly tags: readonly string[]
  /** Notes as they are now, oldest first: by `e.note`, `runlab note`. */
  readonly notes: readonly Note[]
  /** Where the run was made: runtime, machine, git, package manager. Null when not recorded (yet). */
  readonly environment: EnvironmentRecord | null
  /** What `code/` holds. Null when not recorded (yet). */
  readonly snapshot: SnapshotRecord | null
  /** Every series, without its points, in the order in which they were begun. */
  readonly tracked: readonly SeriesSummary[]
  /**
   * The points of a series as they are now. Throws SERIES_NOT_FOUND with the nearest name, and SERIES_AMBIGUOUS for a name
   * that has several contexts or kinds.
   *
   * ```ts
   * const { steps, values } = run.series('loss', { context: { split: 'val' } })
   * for (const { step, value } of run.series('samples')) console.log(step, value)
   * ```
   */
  series(name: string, options?: SeriesOptions): Series
  /**
   * The points of a series that came after those that are known: `from` is how many, or the `next` of the answer before.
   * Throws SERIES_NOT_FOUND, SERIES_AMBIGUOUS, SERIES_FROM.
   */
  follow(name: string, options?: FollowOptions): Following
  /** How the run ended; null while it runs, and where that cannot be told. */
  readonly ending: Ending | null
  /** The log so far. */
  readLog(): Promise<string>
}

/** How a run ended, put together from what it wrote itself and what its supervisor saw. */
export interface Ending {
  /** In one sentence. */
  readonly text: string
  /** The step in which the end came; `ended` for a run that went through all of them. */
  readonly phase: RunPhase | 'ended'
  /** Of the process; null when it is not known, or a signal ended it, or the run was one from code. */
  readonly exitCode: number | null
  /** That interrupted the run, or ended its process. */
  readonly signal: string | null
  /** The run did not answer the signal and was killed: its hooks did not run. */
  readonly forced: boolean
  /** Milliseconds since the epoch; null when it is not known. */
  readonly time: number | null
  /** Whether hooks and finalising came to their end; where they did not, `runlab recover` completes the record. */
  readonly complete: boolean
  /** The last lines of the log of a run whose process died, and where a supervisor saw it end. */
  readonly lastOutput: readonly string[]
}

/** How to plot. */
export interface PlotOptions {
  /** The name when left out. */
  readonly title?: string
}

/** Goes in verbatim, under any name. */
type Verbatim =
  | string
  | Uint8Array
  | ArrayBuffer
  | SharedArrayBuffer
  | Blob
  | Readable
  | AsyncIterable<string | Uint8Array | ArrayBuffer>

/** Goes in as JSON, under names that end in `.json`. */
type Data =
  | Readonly<Record<string, unknown>>
  | readonly unknown[]
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ArrayBufferView
  | { toJSON(): unknown }

/**
 * Is drawn, under names that end in `.svg` or `.png`: an element of any DOM (Observable Plot), what `figure(…)` gives, one of
 * runlab's visuals. A specification of Vega-Lite is plain data, and SVG is text.
 */
type Drawable = FigureSource | Visual

/** What can be committed. Which of them a name allows, TypeScript does not see: ARTIFACT_CONTENT says it. */
export type Committable = Verbatim | Data | Drawable

/** What `e.commit` takes: a `Committable`, or an object of an interface without methods, which is plain data, too. */
export type Committed<C> = C extends Committable ? C : IsPlain<C> extends true ? C : NotCommittable

type IsPlain<C> = C extends object ? (Extract<C | C[keyof C], (...args: never) => unknown> extends never ? true : false) : false

/** Text, bytes, a stream, plain data or a figure can be committed; a function, a promise or an instance of a class cannot. */
interface NotCommittable {
  readonly '~committable': never
}

/** What can be committed under a name: figures where it is that of a picture. */
export type ContentOf<N extends string, C> =
  Lowercase<N> extends `${string}.${'svg' | 'png' | 'pdf'}` ? FigureSource | Exclude<Verbatim, string> : Committed<C>

/** Writes to the run's log and the terminal. Objects are pretty-printed. */
export interface Log {
  (...parts: unknown[]): void
  debug(...parts: unknown[]): void
  info(...parts: unknown[]): void
  warn(...parts: unknown[]): void
  error(...parts: unknown[]): void
}

export interface ProgressOptions {
  /** Shown before the bar; `progress` by default. */
  readonly label?: string
  /** Number of steps, where the iterable does not tell (arrays, sets, maps and counts do). */
  readonly total?: number
  /** What to show beside the bar, as it is when the bar is drawn: `show: () => ({ loss })`. */
  readonly show?: () => Readonly<Record<string, unknown>>
}

/** Iterates and shows how far it is: a bar on a terminal, one line in the log at the end. */
export interface Progress {
  /** Counts 0 … count−1. */
  (count: number, options?: ProgressOptions): Iterable<number>
  <T>(items: Iterable<T>, options?: ProgressOptions): Iterable<T>
  <T>(items: AsyncIterable<T>, options?: ProgressOptions): AsyncIterable<T>
}

/** What an analysis sees of its run: all that can be read, and what adds to it. */
export interface AnalysisRun<V = Readonly<Record<string, unknown>>> extends RunReader<V> {
  /** A seeded source of randomness beside `Math.random`, which is seeded too. */
  readonly random: Random
  readonly log: Log
  readonly progress: Progress
  /**
   * Sets a value in the run's tree. `a/b/c` addresses a nested key; plain objects become subtrees, everything else is a leaf.
   * Throws VALUE_KEY, VALUE_BELOW_LEAF, VALUE_UNSERIALISABLE.
   */
  set(key: string, value: unknown): void
  /** Sets several values: `e.set({ accuracy, loss })`. */
  set(values: Readonly<Record<string, unknown>>): void
  /**
   * Writes a file into the run. Strings and bytes go in verbatim, objects and arrays as JSON under `.json` names; under `.svg`,
   * `.png` and `.pdf` names figures are drawn: Observable Plot elements, specifications of Vega-Lite, charts of runlab.
   * The same name again replaces the file atomically. Throws ARTIFACT_NAME, ARTIFACT_CONTENT.
   *
   * ```ts
   * await e.commit('roc.png', { type: 'lines', x: { label: 'false positives' }, y: { label: 'true positives' }, lines })
   * ```
   */
  commit<N extends string, C>(name: N, content: C & ContentOf<N, C>): Promise<Artifact>
  /**
   * Draws a figure at once, as `visuals/<name>.svg` and `.png`, into the report: SVG, an Observable Plot element, a
   * specification of Vega-Lite, or a `Visual` of runlab. Rejects with PLOT_SPECIFICATION, PLOT_NAME.
   */
  plot(name: string, figure: FigureSource | Visual, options?: PlotOptions): Promise<void>
  /** A stream into a file of the run, hashed as it is written. Throws ARTIFACT_NAME. */
  createWriteStream(name: string): Writable
  /** The absolute path for a file of the run that other code writes; folders are made. The file is listed and hashed by the end. Throws ARTIFACT_NAME. */
  path(name: string): string
}

/** A run while it executes, without its hooks. */
export interface RunCore<V> extends AnalysisRun<V> {
  readonly seed: number
  /**
   * Aborted when a signal (Ctrl-C, SIGTERM, SIGHUP) interrupts the run. A run that has read it is given the time of `grace` to
   * end by itself, and what it sets, tracks and logs meanwhile counts; one that has not is given up at once.
   *
   * ```ts
   * while (!e.signal.aborted) step()
   * await fetch(url, { signal: e.signal })
   * ```
   */
  readonly signal: AbortSignal
  readonly track: Track
  /** What to send to a worker thread or another process that is to track for this run; see `openTracker`. */
  readonly tracker: TrackerHandle
  /** Records a file or folder that the run reads, with size and checksum; gives its absolute path. Relative paths are relative to the working directory. Throws INPUT_NOT_FOUND. */
  use(path: string | URL): Promise<string>
  /** Puts tags on the run, to find it by: `runlab list --where '"paper" in tags'`. Throws ANNOTATION_INVALID. */
  tag(...tags: readonly string[]): void
  /** Writes a note to the run. Throws ANNOTATION_INVALID. */
  note(text: string): void
}

/** Hooks that every experiment has. */
export type LifecycleName = 'beforeTesting' | 'beforeRun' | 'onError' | 'afterRun'

/** Arguments of a hook after `e`. */
export type HookArguments<F> = F extends (e: infer _E, ...args: infer A) => unknown ? A : never
/** Result of a hook. */
export type HookResult<F> = F extends (...args: infer _A) => infer R ? R : never

/** A run while it executes. */
export interface Run<V, H> extends RunCore<V> {
  /** Calls a hook of the experiment with its implementations. Not `beforeRun` and the like, which runlab calls. */
  call<K extends keyof H & string>(
    name: K extends LifecycleName ? never : K,
    ...args: HookArguments<H[K]>
  ): Promise<Awaited<HookResult<H[K]>>>
}
