/** A hook without an implementation. */
export interface AbstractHook {
  (e: unknown, ...args: readonly unknown[]): never
  readonly '~runlab': 'abstract'
}

/**
 * Declares a hook that whoever extends the experiment has to implement: without, it cannot be run.
 *
 * ```ts
 * hooks: {
 *   /** The score of an answer, 0 … 1. *\/
 *   score: abstract<(answer: string) => number>(),
 * }
 * ```
 */
export function abstract<F extends (...args: never[]) => unknown>(): (e: unknown, ...args: Parameters<F>) => ReturnType<F> {
  const hook = (): never => {
    throw new TypeError('an abstract hook was called by itself')
  }
  return Object.assign(hook, { '~runlab': 'abstract' as const })
}

export function isAbstract(value: unknown): value is AbstractHook {
  return typeof value === 'function' && '~runlab' in value && value['~runlab'] === 'abstract'
}
