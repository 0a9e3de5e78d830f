import type {
  AnyHooks,
  ArgumentLists,
  As,
  DeclaredHooks,
  HookReturns,
  HooksOf,
  Implementation,
  Layered,
  LifecycleHooks,
  SeenHooks,
  Unfit,
} from './hooks.ts'
import type { Kind } from './kind.ts'
import type { Tolerances } from '../format/tolerance.ts'
import type { Result } from './result.ts'
import type { VisualRules } from './visual.ts'
import type { Inherit, Recorded, ValuesOf } from './parameter.ts'
import type { AnalysisRun, HookResult, Run, RunReader } from './run.ts'
import type { RunSelection } from './run-selection.ts'

/** Parameters and implementations of hooks, to include in experiments. `V`: the values of its parameters. Opaque. */
export interface Mixin<V = {}> {
  /** Phantom. */
  readonly '~values'?: V
}

/** What `defineMixin` takes. */
export interface MixinDefinition<P> {
  /** Defaults: what the experiment or anything derived from it says of the same parameters counts. */
  readonly parameters?: P
  /**
   * Implementations of hooks, each after those that are there unless it says `prepend`, `wrap` or `replace`. One for a hook
   * that the experiment may not have says `optional: true`.
   */
  readonly implement?: LifecycleHooks<ValuesOf<P>, AnyHooks> & { readonly [hook: string]: MixinImplementation<ValuesOf<P>> }
}

/** What a mixin does about a hook; what the hook takes and gives is not known to it. */
export type MixinImplementation<V> =
  | ((e: Run<V, AnyHooks>, ...args: any) => unknown)
  | (MixinMode<V> & {
      /** Where the experiment has no such hook, it is left out. */
      readonly optional?: boolean
    })

type MixinMode<V> =
  | { readonly append: (e: Run<V, AnyHooks>, ...args: any) => unknown }
  | { readonly prepend: (e: Run<V, AnyHooks>, ...args: any) => unknown }
  | { readonly wrap: (previous: (...args: any) => Promise<any>, e: Run<V, AnyHooks>, ...args: any) => unknown }
  | { readonly replace: (e: Run<V, AnyHooks>, ...args: any) => unknown }

type AllMixedIn<M> = M extends readonly [Mixin<infer V>, ...infer Others] ? V & AllMixedIn<Others> : {}

/** Values of the parameters that mixins bring, but for those of names that are in `K`. */
export type MixedIn<M, K> = Omit<AllMixedIn<M>, K & keyof AllMixedIn<M>>

// As one object, which errors and editors show in place of the types that it was made of.
type Flat<T> = T extends infer O ? { [K in keyof O]: O[K] } : never

/** The values of an experiment's parameters, of what it defines and includes. */
export type DefinedValues<P, D, M> = Flat<MixedIn<M, keyof P> & ValuesOf<P> & D>

/** What `defineExperiment` takes. */
export interface Definition<
  P,
  D,
  A extends ArgumentLists,
  R,
  M extends readonly Mixin<any>[] = [],
  A2 extends ArgumentLists = {},
  R2 = {},
> {
  /** Inputs with their defaults: plain values, or `param.*` for bounds, choices, files and secrets. */
  readonly parameters?: P
  /**
   * Parameters computed from the others; last, in dependency order. `p` is typed with `parameters` alone: TypeScript infers the
   * derived ones from here. One that reads another repeats it, or calls what both need.
   */
  readonly derived?: { readonly [K in keyof D]: (p: Readonly<MixedIn<M, keyof P> & ValuesOf<P>>) => D[K] }
  /**
   * Points where `run` hands over, each with its default implementation or `abstract()`; called with `e.call(name, …args)`.
   * Write them above `implement` and `run`, which see what stands above them. In a hook `e.call` is not typed: TypeScript
   * infers all hooks at once.
   */
  readonly hooks?: DeclaredHooks<DefinedValues<P, D, M>, A, R, AnyHooks> & SeenHooks<DefinedValues<P, D, M>, A2, R2, AnyHooks>
  /** Implementations of the hooks that every experiment has: `beforeTesting`, `beforeRun`, `onError`, `afterRun`. */
  readonly implement?: LifecycleHooks<DefinedValues<P, D, M>, HooksOf<DefinedValues<P, D, M>, A2, R2>>
  /** Parameters and implementations that come from elsewhere, in this order. */
  readonly mixins?: readonly [...M]
  /** The experiment itself. What it returns is ignored; what it throws ends the run as failed. */
  readonly run: (e: Run<DefinedValues<P, D, M>, HooksOf<DefinedValues<P, D, M>, A, R>>) => unknown
  /** Values in place of the defaults with `--testing`, for a run that takes seconds. */
  readonly testing?: Partial<NoInfer<DefinedValues<P, D, M>>>
  /** What to make of the record when `run` is done, by name: each reads it, and commits what it finds. */
  readonly analyses?: Analyses<DefinedValues<P, D, M>>
  /** Kinds of data that `e.track` takes besides runlab's own, asked before those. */
  readonly kinds?: readonly Kind[]
  /** How series are drawn, by name or by all that begins alike: `{ loss: { unit: 'nats', log: true }, 'debug/*': false }`. */
  readonly visuals?: VisualRules
  /** What the experiment is about: shown first, and by default, wherever runs are shown, tabulated or compared. */
  readonly results?: readonly Result[]
  /**
   * How a repeated run is compared with the one that it repeats, by name or pattern: `{ 'loss/*': { relative: 1e-6 }, 'timing/*': 'ignore' }`.
   * Everything else has to be identical; `--tolerance` counts more.
   */
  readonly verify?: Tolerances
  /** Instead of the file's doc comment. */
  readonly description?: string
}

/** Functions over a run's record. */
export type Analyses<V> = Readonly<Record<string, (e: AnalysisRun<V>) => unknown>>

/** Values for parameters that are there, or what is made of those that they have. */
export type Values<V> = { readonly [K in keyof V]?: V[K] | Inherit<V[K]> }

/** What a base has, and an extension must not declare again. */
type Not<K extends PropertyKey> = { readonly [N in K]?: never }

/** What `base.extend` takes. `V` and `H`: the base's values and hooks. */
export interface Extension<
  V,
  H,
  P,
  D,
  A extends ArgumentLists,
  R,
  M extends readonly Mixin<any>[] = [],
  A2 extends ArgumentLists = {},
  R2 = {},
  I = unknown,
> {
  /** Values for the base's parameters; `inherit(…)` makes them of what they were. */
  readonly override?: Values<V>
  /** New parameters, and those of this extension's mixins, in place of their defaults. */
  readonly parameters?: P & Not<keyof V>
  /** New derived parameters, or another way to compute one of the base's. */
  readonly derived?: { readonly [K in keyof D]: (p: Readonly<V & MixedIn<M, keyof P> & ValuesOf<P>>) => D[K] } & {
    readonly [K in keyof V]?: (p: any) => V[K]
  }
  /** Implementations of the base's hooks: in place of those that are there, unless they say `append`, `prepend` or `wrap`. */
  readonly implement?: LifecycleHooks<ExtendedValues<V, P, D, M>, ExtendedHooks<V, H, P, D, A2, R2, M>> & {
    readonly [K in Exclude<keyof H, Unfit<I, H>>]?:
      | Implementation<ExtendedValues<V, P, D, M>, ExtendedHooks<V, H, P, D, A2, R2, M>, H[K]>
      | Layered<ExtendedValues<V, P, D, M>, ExtendedHooks<V, H, P, D, A2, R2, M>, H[K]>
  } & { readonly [K in Unfit<I, H>]?: HookReturns<Awaited<HookResult<H[K]>>> } & As<I, unknown>
  /**
   * New hooks. Write them above `implement` and `run`, which see what stands above them. A hook can call the base's, not one
   * that is declared beside it: TypeScript infers all at once.
   */
  readonly hooks?: DeclaredHooks<ExtendedValues<V, P, D, M>, A, R, H> &
    SeenHooks<ExtendedValues<V, P, D, M>, A2, R2, H> &
    Not<keyof H>
  readonly mixins?: readonly [...M]
  /** In place of the base's. */
  readonly run?: (e: Run<ExtendedValues<V, P, D, M>, ExtendedHooks<V, H, P, D, A, R, M>>) => unknown
  readonly testing?: Partial<NoInfer<ExtendedValues<V, P, D, M>>>
  /** Besides the base's, or in place of those of the same names. */
  readonly analyses?: Analyses<ExtendedValues<V, P, D, M>>
  readonly kinds?: readonly Kind[]
  /** Besides the base's, or in place of those for the same series. */
  readonly visuals?: VisualRules
  /** Behind the base's, or in place of those of the same names. */
  readonly results?: readonly Result[]
  /** Behind the base's: of several that fit a name the last one counts. */
  readonly verify?: Tolerances
  readonly description?: string
}

type ExtendedValues<V, P, D, M> = Flat<V & MixedIn<M, keyof P | keyof V> & ValuesOf<P> & Omit<D, keyof V & keyof D>>
type ExtendedHooks<V, H, P, D, A extends ArgumentLists, R, M> = Flat<H & HooksOf<ExtendedValues<V, P, D, M>, A, R>>

/** How to run an experiment from code. */
export interface RunOptions<V> {
  /** Values in place of defaults. Unknown names and wrong types are refused before anything is created. */
  readonly parameters?: Values<V>
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
  /** The archive's folder, relative to the working directory; within a run that of the run, when left out. */
  readonly results?: string
  /** Seconds after a signal that `run` has where it has read `e.signal`, and then hooks and finalising; 10 by default. */
  readonly grace?: number
  /** Take the values that the experiment has for testing, in place of its defaults. */
  readonly testing?: boolean
  /** Mixins to include, after all others. */
  readonly include?: readonly Mixin<any>[]
  /** Whether `e.track` throws what it cannot track, in place of a warning; true by default with `debug` and `testing`. */
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
  /** The archive in which a name is looked for; `RUNLAB_RESULTS`, else that of the project around the working directory. */
  readonly results?: string
}

/** Which of an experiment's runs, and where. */
export interface OwnRuns extends RunSelection {
  /** The archive's folder, relative to the working directory; that to which its runs go, when left out. */
  readonly results?: string
}

/** An experiment: immutable; runs as often as wanted, also at the same time. */
export interface Experiment<V, H> {
  /** The parameters' defaults, by name; paths and secrets as they were defined. Mostly for its type: `typeof experiment.defaults`. */
  readonly defaults: Readonly<Partial<V>>
  /** Phantom: the hooks' types. */
  readonly '~hooks'?: H
  /**
   * Derives an experiment, which stays as it is.
   *
   * ```ts
   * export const experiment = base.extend(import.meta, {
   *   override: { numWords: inherit((n) => n * 2) },
   *   implement: { filterWords: (e, words) => words.filter((word) => word !== 'the') },
   * })
   * ```
   *
   * Throws as `defineExperiment`; PARAMETER_UNKNOWN and HOOK_UNKNOWN for what the base does not have.
   */
  extend<
    P = {},
    D = {},
    A extends ArgumentLists = {},
    R = {},
    M extends readonly Mixin<any>[] = [],
    A2 extends ArgumentLists = {},
    R2 = {},
    I = unknown,
  >(
    meta: ModuleMeta,
    extension: Extension<V, H, P, D, A, R, M, A2, R2, I>,
  ): Experiment<ExtendedValues<V, P, D, M>, ExtendedHooks<V, H, P, D, A, R, M>>
  /**
   * Runs the experiment in this process and gives its record.
   * Throws PARAMETERS_INVALID, NAME_INVALID, RUN_NAME_TAKEN, SEED_INVALID before anything is created; RUN_FAILED, with the
   * experiment's error as cause, when the experiment throws; RUN_INTERRUPTED when a signal comes.
   */
  run(options?: RunOptions<V>): Promise<RunReader<Recorded<V>>>
  /** Runs with the flags of the command line if the file that defines the experiment is the program; not awaited: starts once the file has finished evaluating. */
  runIfMain(): void
  /** Loads a run of this experiment, with its parameters typed; `run` as `loadRun` takes it. Throws RUN_NOT_FOUND, RUN_AMBIGUOUS, ARCHIVE_FORMAT, ARCHIVE_VERSION. */
  load(run: string | URL, options?: LoadOptions): Promise<RunReader<Recorded<V>>>
  /**
   * The runs of this experiment in its results folder, newest first: told by the file that defines it and the name under which
   * that exports it, wherever their folders lie. Those of configs and extensions are their own. None where it has not run yet.
   *
   * ```ts
   * for await (const run of experiment.runs({ where: 'status == "done"', sort: ['-data.accuracy'] })) run.params.numWords
   * ```
   *
   * Throws QUERY_INVALID, QUERY_FIELD_UNKNOWN; ARCHIVE_NOT_FOUND where `results` is no folder.
   */
  runs(options?: OwnRuns): AsyncIterable<RunReader<Recorded<V>>>
}

/** What tells where an experiment is defined: `import.meta` of an ES module, `module` of a CommonJS one. */
export type ModuleMeta =
  | { readonly url: string }
  | { readonly filename: string; readonly exports: unknown; readonly loaded: boolean }

/** The values of an experiment's parameters. */
export type ParametersOf<E> = E extends Experiment<infer V, infer _H> ? V : never
