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
  /** In the order in which the layers brought them, those that were replaced included. */
  readonly implementations: readonly Implementation[]
}

/** The hooks of an experiment, by name. */
export type HookTable = ReadonlyMap<string, Hook>

/** What an experiment has before it says anything. */
export const BARE_HOOKS: HookTable = new Map(
  LIFECYCLE_HOOKS.map((name) => [name, Object.freeze({ name, lifecycle: true, implementations: [] })]),
)

export function isLifecycleHook(name: string): name is LifecycleHook {
  return (LIFECYCLE_HOOKS as readonly string[]).includes(name)
}

/** What is called, in the order of the layers. */
export function activeOf({ implementations }: Hook): readonly Implementation[] {
  return implementations.filter(({ replaced }) => replaced === null)
}

/** Whether there is anything to call: what wraps nothing does not count. */
export function isImplemented(hook: Hook): boolean {
  return activeOf(hook).some(({ how }) => how !== 'wrap' && how !== 'abstract')
}

/** The layer that declares a hook and leaves it to others; null where there is an implementation. */
export function abstractIn(hook: Hook): number | null {
  if (isImplemented(hook)) return null
  return hook.implementations.find(({ how }) => how === 'abstract')?.layer ?? null
}
