import type { HookArguments, HookResult, Run, RunCore } from './run.ts'

// The argument lists of an experiment's hooks, by name. Inferred as tuples, apart from the results, so that `e` is typed
// even where the other arguments are annotated. `any` is what lets the tuples be inferred at all.
export type ArgumentLists = Record<string, readonly any[]>

/** Hooks with their default implementations, by name. */
export type HooksOf<V, A extends ArgumentLists, R> = {
  [K in keyof A]: (e: RunCore<V>, ...args: [...A[K]]) => R[K & keyof R]
}

// Arguments and results are inferred from two views of the same object: together they would be `any`. `H`: the hooks that
// they can call; those that are being declared cannot be in their own types.
export type DeclaredHooks<V, A extends ArgumentLists, R, H> = {
  [K in keyof A]: (e: Run<V, H>, ...args: [...A[K]]) => unknown
} & { [K in keyof R]: (e: Run<V, H>, ...args: any) => R[K] } & {
  // Every experiment has them: they stand under `implement`.
  readonly [K in keyof LifecycleHooks<V, H>]?: never
}

// Infers the same from the same object once more: what stands above it, and asks for these hooks, then fixes none of the others.
export type SeenHooks<V, A extends ArgumentLists, R, H> = {
  readonly [K in keyof A]: (e: Run<V, H>, ...args: [...A[K]]) => unknown
} & { readonly [K in keyof R]: (e: Run<V, H>, ...args: any) => R[K] }

/** What an implementation may give: at once or later; anything where nobody asks for it. */
type Given<R> = [Awaited<R>] extends [void] ? unknown : Awaited<R> | Promise<Awaited<R>>

// `I` is inferred as what is given, which is checked as `T`.
export type As<I, T> = [I] extends [never] ? I : T

/** The hooks whose implementations in `I` give another type: told apart, so that the error says that and nothing else. */
export type Unfit<I, H> = { [K in keyof I & keyof H]: Fits<ResultIn<I[K]>, HookResult<H[K]>> extends true ? never : K }[keyof I &
  keyof H]

/** Unknown where the exact types have to judge: what is generic, or no implementation at all. */
type ResultIn<F> = F extends (...args: never) => infer R
  ? R
  : F extends { readonly wrap: (...args: never) => infer R } | { readonly replace: (...args: never) => infer R }
    ? R
    : F extends { readonly append: (...args: never) => infer R } | { readonly prepend: (...args: never) => infer R }
      ? Exclude<Awaited<R>, void | undefined>
      : unknown

type Fits<G, R> = unknown extends G ? true : [Awaited<G>] extends [Given<R>] ? true : false

type Mode = 'append' | 'prepend' | 'wrap' | 'replace'

/** Stands in errors: an implementation has to return `R`, or a promise of it. */
export interface HookReturns<R> extends Readonly<Partial<Record<Mode, HookReturns<R>>>> {
  readonly '~returns': R
}

/** An implementation of a hook. */
export type Implementation<V, H, F> = (e: Run<V, H>, ...args: HookArguments<F>) => Given<HookResult<F>>

/** One beside others: what gives nothing leaves the result to them. */
export type Companion<V, H, F> = (e: Run<V, H>, ...args: HookArguments<F>) => Given<HookResult<F>> | void | Promise<void>

/** One around those below, which it calls with `previous`, or not. */
export type Wrapper<V, H, F> = (
  previous: (...args: HookArguments<F>) => Promise<Awaited<HookResult<F>>>,
  e: Run<V, H>,
  ...args: HookArguments<F>
) => Given<HookResult<F>>

/** An implementation and how it goes with those below: after them, before them, around them, in their place. */
export type Layered<V, H, F> =
  | ({ readonly append: Companion<V, H, F> } & Without<'prepend' | 'wrap' | 'replace'>)
  | ({ readonly prepend: Companion<V, H, F> } & Without<'append' | 'wrap' | 'replace'>)
  | ({ readonly wrap: Wrapper<V, H, F> } & Without<'append' | 'prepend' | 'replace'>)
  | ({ readonly replace: Implementation<V, H, F> } & Without<'append' | 'prepend' | 'wrap'>)

type Without<K extends string> = { readonly [N in K]?: never }

interface LifecycleFunctions {
  readonly beforeTesting: (e: unknown) => unknown
  readonly beforeRun: (e: unknown) => unknown
  readonly onError: (e: unknown, error: unknown) => unknown
  readonly afterRun: (e: unknown) => unknown
}

/** Hooks that every experiment has. */
export interface LifecycleHooks<V, H> {
  /** Before anything else, with `--testing`. */
  readonly beforeTesting?: ((e: Run<V, H>) => unknown) | Layered<V, H, LifecycleFunctions['beforeTesting']>
  /** Before `run`. Throwing ends the run as failed. */
  readonly beforeRun?: ((e: Run<V, H>) => unknown) | Layered<V, H, LifecycleFunctions['beforeRun']>
  /** After `run` threw (or `beforeRun`). The run is failed whatever this does. */
  readonly onError?: ((e: Run<V, H>, error: unknown) => unknown) | Layered<V, H, LifecycleFunctions['onError']>
  /** Last, however the run ended; `e.status` says how. */
  readonly afterRun?: ((e: Run<V, H>) => unknown) | Layered<V, H, LifecycleFunctions['afterRun']>
}

/** Hooks that are not known: called with anything. */
export type AnyHooks = Readonly<Record<string, (e: unknown, ...args: any) => any>>
