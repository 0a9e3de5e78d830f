/** Hooks that every experiment has, in the order in which a run meets them. */
export const LIFECYCLE_HOOKS = ['beforeRun', 'onError', 'afterRun'] as const

export type LifecycleHook = (typeof LIFECYCLE_HOOKS)[number]

/** A hook's implementation: `e`, then the arguments of the call. */
export type HookFunction = (e: unknown, ...args: readonly unknown[]) => unknown

/** One hook of an experiment. Immutable. */
export interface Hook {
  readonly name: string
  readonly lifecycle: boolean
  /** Null for a lifecycle hook that the experiment does not implement. */
  readonly implementation: HookFunction | null
}

/** The hooks of an experiment, by name. */
export type HookTable = ReadonlyMap<string, Hook>

export function isLifecycleHook(name: string): name is LifecycleHook {
  return (LIFECYCLE_HOOKS as readonly string[]).includes(name)
}
