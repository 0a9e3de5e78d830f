import type { Experiment } from './experiment.ts'
import type { Recorded } from './parameter.ts'
import type { RunReader } from './run.ts'
import type { RunSelection } from './run-selection.ts'

/** A table over runs. */
export interface RunTable {
  readonly columns: readonly string[]
  /** An object a run: `run`, `namespace`, `status`, `seed`, and each column; undefined where a run has nothing. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  csv(): string
  markdown(): string
  latex(): string
}

/** Numbers of a group of runs in a few. */
export interface NumberSummary {
  readonly n: number
  readonly mean: number
  /** Sample standard deviation; null for fewer than two. */
  readonly sd: number | null
  /** Standard error of the mean. */
  readonly se: number | null
  readonly median: number
  /** The mean without the lowest and the highest quarter. */
  readonly interquartileMean: number
  readonly min: number
  readonly max: number
  /** 95 % interval of the mean (percentile bootstrap, 10,000 resamples, always the same ones); null for fewer than two. */
  readonly interval: readonly [low: number, high: number] | null
}

/** Runs that are equal but for the seed, or agree in what was asked for. */
export interface RunGroup {
  /** What tells it from others. */
  readonly key: Readonly<Record<string, unknown>>
  /** Names of its runs. */
  readonly runs: readonly string[]
  /** By the heading of the value; null where no run has the number. */
  readonly values: Readonly<Record<string, NumberSummary | null>>
  /** Runs that do not count for a value, and why: their status, or `no value`. */
  readonly leftOut: readonly { readonly value: string; readonly run: string; readonly why: string }[]
}

export interface RunGroups {
  readonly groups: readonly RunGroup[]
  csv(): string
  markdown(): string
  /**
   * With `best`, the best mean is bold, and what a permutation test cannot tell from it: with `true`, as results declare; with
   * `{ loss: 'min', accuracy: 'max' }`, of these values.
   */
  latex(options?: { readonly best?: 'max' | 'min' | true | Readonly<Record<string, 'max' | 'min'>> }): string
}

/** A folder of runs. Nothing is locked or written; what is not asked for is not read. */
export interface Archive {
  /** Absolute path. */
  readonly folder: string
  /**
   * The runs, one after the other. Those that cannot be read are left out: `unreadable` names them.
   *
   * ```ts
   * for await (const run of openArchive('results').runs<typeof experiment>({ where: 'status == "done"' })) run.params.rate
   * ```
   *
   * Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN.
   */
  runs<E = unknown>(selection?: RunSelection): AsyncIterable<RunReader<RecordedOf<E>>>
  /** A column for each expression; parameters that vary and results when none are given. Throws as `runs` does. */
  table(options?: RunSelection & { readonly columns?: readonly string[] }): Promise<RunTable>
  /**
   * Runs that agree in `by`, in all parameters but the seed when left out, with `values`, all results when left out. `sort` takes their
   * headings, and sorts groups by what tells them apart or by means; `limit` is how many groups. Throws as `runs` does.
   */
  groups(options?: RunSelection & { readonly by?: readonly string[]; readonly values?: readonly string[] }): Promise<RunGroups>
  /** What could not be read, and why. */
  unreadable(): Promise<readonly { readonly folder: string; readonly reason: string }[]>
}

/** The parameters of runs of an experiment, `typeof experiment`. */
export type RecordedOf<E> = E extends Experiment<infer V, infer _H> ? Recorded<V> : Readonly<Record<string, unknown>>
