/** Hooks that every experiment has, in the order in which a run meets them. */
export const LIFECYCLE_HOOKS = ['beforeTesting', 'beforeRun', 'onError', 'afterRun'] as const

export type LifecycleHook = (typeof LIFECYCLE_HOOKS)[number]

/** A hook's implementation: `e`, then the arguments of the call. */
export type HookFunction = (e: unknown, ...args: readonly unknown[]) => unknown

/** Calls what is below a wrapping implementation. */
export type Previous = (...args: readonly unknown[]) => Promise<unknown>

/** An implementation around those below: calls them, or not. */
export type WrapFunction = (previous: Previous, e: unknown, ...args: readonly unknown[]) => unknown

/** What a layer does about a hook. Immutable. */
export type Implementation = {
  /** By its place among the layers. */
  readonly layer: number
  /** The layer that replaced it: then it is not called. */
  readonly replaced: number | null
} & (
  | { readonly how: 'default' | 'replace' | 'append' | 'prepend'; readonly run: HookFunction }
  | { readonly how: 'wrap'; readonly run: WrapFunction }
  | { readonly how: 'abstract' }
)

/** One hook of an experiment. Immutable. */
export interface Hook {
  readonly name: string
  readonly lifecycle: boolean
  /** In the order in which they are put together, those that were replaced included. */
  readonly implementations: readonly Implementation[]
  /** Those that are called. */
  readonly active: readonly Implementation[]
}

/** The hooks of an experiment, by name. */
export type HookTable = ReadonlyMap<string, Hook>

/** What an experiment has before it says anything. */
export const BARE_HOOKS: HookTable = new Map(LIFECYCLE_HOOKS.map((name) => [name, makeHook(name, [])]))

export function isLifecycleHook(name: string): name is LifecycleHook {
  return (LIFECYCLE_HOOKS as readonly string[]).includes(name)
}

export function makeHook(name: string, implementations: readonly Implementation[]): Hook {
  const active = implementations.filter(({ replaced, how }) => replaced === null && how !== 'abstract')
  return Object.freeze({ name, lifecycle: isLifecycleHook(name), implementations, active })
}

/** Whether there is anything to call: what wraps nothing does not count. */
export function isImplemented({ active }: Hook): boolean {
  return active.some(({ how }) => how !== 'wrap')
}

/** The layer that declares a hook and leaves it to others; null where there is an implementation. */
export function abstractIn(hook: Hook): number | null {
  if (isImplemented(hook)) return null
  return hook.implementations.find(({ how }) => how === 'abstract')?.layer ?? null
}
