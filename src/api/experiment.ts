import type { Kind } from './kind.ts'
import type { VisualRules } from './visual.ts'
import type { ValuesOf } from './parameter.ts'
import type { HookArguments, HookResult, Run, RunCore, RunReader } from './run.ts'

// The argument lists of an experiment's hooks, by name. Inferred as tuples, apart from the results, so that `e` is typed
// even where the other arguments are annotated. `any` is what lets the tuples be inferred at all.
type ArgumentLists = Record<string, readonly any[]>

/** Hooks with their default implementations, by name. */
export type HooksOf<V, A extends ArgumentLists, R> = {
  [K in keyof A]: (e: RunCore<V>, ...args: [...A[K]]) => R[K & keyof R]
}

// Arguments and results are inferred from two views of the same object: together they would be `any`.
type DeclaredHooks<V, A extends ArgumentLists, R> = {
  [K in keyof A]: (e: RunCore<V>, ...args: [...A[K]]) => unknown
} & { [K in keyof R]: (e: RunCore<V>, ...args: any) => R[K] }

/** Hooks that every experiment has. */
export interface LifecycleHooks<V, H> {
  /** Before `run`. Throwing ends the run as failed. */
  readonly beforeRun?: (e: Run<V, H>) => unknown
  /** After `run` threw (or `beforeRun`). The run is failed whatever this does. */
  readonly onError?: (e: Run<V, H>, error: unknown) => unknown
  /** Last, however the run ended; `e.status` says how. */
  readonly afterRun?: (e: Run<V, H>) => unknown
}

/** What `defineExperiment` takes. */
export interface Definition<P, D, A extends ArgumentLists, R> {
  /** Inputs with their defaults: plain values, or `param.*` for bounds, choices, files and secrets. */
  readonly parameters?: P
  /** Parameters computed from the others; last, in dependency order. */
  readonly derived?: { readonly [K in keyof D]: (p: Readonly<ValuesOf<P>>) => D[K] }
  /** Points where `run` hands over, each with its default implementation; called with `e.call(name, …args)`. */
  readonly hooks?: DeclaredHooks<ValuesOf<P> & D, A, R>
  /** Implementations of the hooks that every experiment has: `beforeRun`, `onError`, `afterRun`. */
  readonly implement?: LifecycleHooks<ValuesOf<P> & D, HooksOf<ValuesOf<P> & D, A, R>>
  /** The experiment itself. What it returns is ignored; what it throws ends the run as failed. */
  readonly run: (e: Run<ValuesOf<P> & D, HooksOf<ValuesOf<P> & D, A, R>>) => unknown
  /** Kinds of data that `e.track` takes besides runlab's own, asked before those. */
  readonly kinds?: readonly Kind[]
  /** How series are drawn, by name or by all that begins alike: `{ loss: { unit: 'nats', log: true }, 'debug/*': false }`. */
  readonly visuals?: VisualRules
  /** Instead of the file's doc comment. */
  readonly description?: string
}

/** How to run an experiment from code. */
export interface RunOptions<V> {
  /** Values in place of defaults. Unknown names and wrong types are refused before anything is created. */
  readonly parameters?: { readonly [K in keyof V]?: V[K] }
  /** 0 … 2^53−1; drawn when left out. */
  readonly seed?: number
  /** Use the folder `debug`, replacing the last debug run. */
  readonly debug?: boolean
  /** Put before the run's generated name. */
  readonly prefix?: string
  /** The run's name in place of the generated one. Throws RUN_NAME_TAKEN. */
  readonly name?: string
  /** In place of the one the experiment's file gives. */
  readonly namespace?: string
  /** The archive's folder, relative to the working directory. */
  readonly results?: string
  /** Seconds that hooks and finalising have after a signal; 10 by default. */
  readonly grace?: number
  /** Whether `e.track` throws what it cannot track, in place of a warning; true by default with `debug`. */
  readonly strict?: boolean
  /** Whether what was tracked is drawn when the run has ended; true by default. */
  readonly visuals?: boolean
  /** Whether processor, memory and event loop are sampled, as series below `system/`; true by default. */
  readonly system?: boolean
  /** Whether the start and end panels are printed; false by default from code. */
  readonly panels?: boolean
}

/** How to load a run. */
export interface LoadOptions {
  /** Kinds of data that its series may have besides runlab's own; values of one that is not known are given as the archive holds them. */
  readonly kinds?: readonly Kind[]
}

/** An experiment: immutable; runs as often as wanted, also at the same time. */
export interface Experiment<V, H> {
  /** The parameters' defaults, by name; paths and secrets as they were defined. Mostly for its type: `typeof experiment.defaults`. */
  readonly defaults: Readonly<Partial<V>>
  /** Phantom: the hooks' types. */
  readonly '~hooks'?: H
  /**
   * Runs the experiment in this process and gives its record.
   * Throws PARAMETERS_INVALID, NAME_INVALID, RUN_NAME_TAKEN, SEED_INVALID before anything is created; RUN_FAILED, with the
   * experiment's error as cause, when the experiment throws; RUN_INTERRUPTED when a signal comes.
   */
  run(options?: RunOptions<V>): Promise<RunReader<V>>
  /** Runs with the flags of the command line if the file that defines the experiment is the program; not awaited: starts once the file has finished evaluating. */
  runIfMain(): void
  /** Loads a run of this experiment, with its parameters typed. Throws RUN_NOT_FOUND, ARCHIVE_FORMAT, ARCHIVE_VERSION. */
  load(path: string | URL, options?: LoadOptions): Promise<RunReader<V>>
}

/** What tells where an experiment is defined: `import.meta` of an ES module, `module` of a CommonJS one. */
export type ModuleMeta =
  | { readonly url: string }
  | { readonly filename: string; readonly exports: unknown; readonly loaded: boolean }

/** The values of an experiment's parameters. */
export type ParametersOf<E> = E extends Experiment<infer V, infer _H> ? V : never

export type { HookArguments, HookResult }
