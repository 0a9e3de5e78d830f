import type { JsonValue } from './json-value.ts'
import type { LineageMeta } from './lineage.ts'
import type { VerdictClass } from './verdict.ts'

/**
 * How a run stands. `running`, `done`, `failed` and `interrupted` are written by the run; `crashed` and `unknown` are
 * what a reader concludes about a run that says `running` and whose process is gone or cannot be compared from here.
 * `runlab recover` writes `crashed` down.
 */
export type RunStatus = 'running' | 'done' | 'failed' | 'interrupted' | 'crashed' | 'unknown'

/** The step of a run's life in which something happened. */
export type RunPhase = 'prepare' | 'beforeTesting' | 'beforeRun' | 'run' | 'analyses' | 'onError' | 'afterRun' | 'finalise'

/** A document of a run that could not be written, and why. */
export interface UnwrittenMeta {
  /** Relative to the run, POSIX separators. */
  readonly path: string
  readonly reason: string
}

/** Values that were given to `e.track` and are in no series. */
export interface RefusedMeta {
  readonly series: string
  readonly reason: string
  /** How many. */
  readonly count: number
}

/** Who set a parameter to the value it had: its default, a layer that derives from the experiment, the run itself. */
export type ParameterSource =
  | 'default'
  | 'mixin'
  | 'extension'
  | 'config'
  | 'testing'
  /** The run that this one repeats. */
  | 'original run'
  | 'code'
  | 'command line'
  | 'environment'
  | 'derived'
  /** By somebody: PyComex does not say. */
  | 'not recorded'

/** One parameter as the run had it. `value`, `type`, `description` and `usable` as in PyComex. */
export interface ParameterMeta {
  /** Tagged JSON (see docs/reference/archive-format.md); `null` for a secret. */
  readonly value: JsonValue
  /** The kind as a person reads it: `number`, `integer`, `choice`, `list of string`, … */
  readonly type: string
  readonly description: string | null
  /** Whether `value` can be used as it is to run again; false for secrets. */
  readonly usable: boolean
  readonly default: JsonValue
  /** Of measurement: `K`; missing where none was given. */
  readonly unit?: string
  readonly source: ParameterSource
  /** What was given, where parsing changed it: a path as written, the input of a schema that transforms. */
  readonly given?: JsonValue
  /** The value that the run had, where `runlab modify` has changed `value` since. */
  readonly original?: JsonValue
  readonly redacted?: true
}

/** A result that the experiment declares: the key of a value, or the name of a series, whose last value counts. */
export interface ResultMeta {
  readonly name: string
  /** Which values are better; null where the experiment does not say. */
  readonly direction: 'max' | 'min' | null
  readonly unit: string | null
}

/** How an error came up other than by being thrown out of the experiment or a hook. `exit`: it called `process.exit()`. */
export type ErrorOrigin = 'uncaught exception' | 'unhandled rejection' | 'exit' | 'never settled'

/** An implementation of a hook. */
export interface FailedHookMeta {
  readonly name: string
  /** By its place among the layers of the lineage. */
  readonly layer: number
  /** The layer's, relative to the project, POSIX separators. */
  readonly file: string
  readonly line: number | null
}

/** The error that ended a run. */
export interface ErrorMeta {
  /** The error's class name, e.g. `TypeError`; `typeof` for a thrown value that is no error. */
  readonly type: string
  readonly message: string
  readonly stack: string | null
  readonly phase: RunPhase
  /** How it came up, where nothing of the experiment's was there to catch it. */
  readonly origin?: ErrorOrigin
  /** The implementation of a hook that threw it. */
  readonly hook?: FailedHookMeta
  /** The runlab or Node error code, where there is one. */
  readonly code?: string
  /** Messages of the chain of causes, outermost first. */
  readonly causes?: readonly string[]
}

/** A hook as PyComex records it: its name and the number of implementations. */
export interface HookMeta {
  readonly name: string
  readonly num: number
  readonly description: string | null
}

/** Git facts worth having at hand; the whole is in `.runlab/environment.json`. */
export interface GitMeta {
  readonly commit: string
  readonly branch: string | null
  readonly dirty: boolean
}

/** The run that a run repeats, and whether it gave the same. */
export interface ReproducesMeta {
  readonly namespace: string
  readonly run: string
  /** `rerun`: with the present code. `reproduce`: with the archived one. `expect`: as a test, with parameters of its own. */
  readonly how: 'rerun' | 'reproduce' | 'expect'
  /** Null until the runs have been compared; what differs is in `.runlab/verdict.json`. */
  readonly verdict: VerdictClass | null
}

/** How much a run holds. */
export interface RunCounts {
  readonly artifacts: number
  readonly inputs: number
  readonly code_files: number
  readonly series: number
  readonly points: number
}

/** What became of code that a signal met. */
export type SignalOutcome =
  /** It had read `e.signal`, and returned or was stopped by it. */
  | 'settled'
  /** It had read `e.signal`, and threw something else. */
  | 'threw'
  /** It had read `e.signal`, and did not end within its time. */
  | 'did not end'
  /** It had not read `e.signal`. */
  | 'given up'

/** `experiment_meta.json`: what a run is, small enough to read thousands of. */
export interface RunMeta {
  /** The archive format's version. */
  readonly format: number
  /** The version of runlab that wrote it. */
  readonly runlab: string
  /** The experiment's name: its file's name without extension, or the export's name. */
  readonly name: string
  /** The run's folder name. */
  readonly run: string
  readonly namespace: string
  readonly description: string
  readonly short_description: string
  readonly status: RunStatus
  /** The step of its life that the run was in when this was written; `ended` when all was written. */
  readonly phase: RunPhase | 'ended'
  /** The signal that interrupted the run, e.g. `SIGINT`. */
  readonly signal: string | null
  /** The step in which the signal came. */
  readonly signal_phase: RunPhase | null
  /** What became of the code that the signal met; null where none was under way. */
  readonly signal_outcome: SignalOutcome | null
  /** What the process was about to exit with; null while running, and for a run from code, which is not its process's end. */
  readonly exit_code: number | null
  /** Unix seconds with milliseconds. */
  readonly start_time: number
  readonly end_time: number | null
  /** Seconds; 0 while running. */
  readonly duration: number
  readonly has_error: boolean
  readonly error_type: string | null
  readonly error: ErrorMeta | null
  /** The project's folder as an absolute path when the run was made; informative only, runs do not depend on it. */
  readonly base_path: string
  /** The experiment's file, relative to the project. */
  readonly file: string
  /** The name under which the file exports the experiment; null when unknown. */
  readonly export: string | null
  /** Null for runs of PyComex, which records none. */
  readonly seed: number | null
  readonly seed_source: 'given' | 'drawn' | null
  /** What Node got as `--random-seed`, for draws while modules load; null when it was not set. */
  readonly load_seed: number | null
  readonly debug: boolean
  /** The values for testing counted. */
  readonly testing: boolean
  readonly parameters: Readonly<Record<string, ParameterMeta>>
  readonly hooks: Readonly<Record<string, HookMeta>>
  /** What the experiment is about, in its order; empty where it does not say. */
  readonly results: readonly ResultMeta[]
  /** What the run is derived from; null for runs of PyComex, and those that an earlier runlab made. */
  readonly lineage: LineageMeta | null
  /** Names of the series that the run's own process tracks, at most 100; all are in the list of series. */
  readonly __track__: readonly string[]
  /** What could not be tracked, at most 20 different ones; the others are counted under the series `*`. */
  readonly refused: readonly RefusedMeta[]
  /** Points that were tracked and that the disk did not take. */
  readonly lost_points: number
  readonly git: GitMeta | null
  /** `supervised` under `runlab run`, else `in-process`. */
  readonly mode: 'supervised' | 'in-process'
  /** Whether the supervisor of a supervised run was there to the end; null in process. */
  readonly supervisor: 'present' | 'lost' | null
  /** Arguments of the process, secrets masked. */
  readonly argv: readonly string[]
  /** What went wrong without ending the run, in words. */
  readonly warnings: readonly string[]
  /** What could not be written: the record is incomplete there. */
  readonly unwritten: readonly UnwrittenMeta[]
  /** Unix seconds at which `runlab recover` completed what a dead process had left. */
  readonly recovered?: number
  /** Of a run that repeats another. */
  readonly reproduces?: ReproducesMeta
  readonly counts: RunCounts
}
