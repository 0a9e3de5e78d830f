import { runlabError } from '../errors.ts'
import { activeOf } from './table.ts'
import type { Hook, Implementation, Previous } from './table.ts'

/** Told of the implementation that threw, and of what. */
export type OnFailure = (implementation: Implementation, error: unknown) => void

export interface HookCall {
  readonly hook: Hook
  /** The run, as implementations get it. */
  readonly e: unknown
  readonly args: readonly unknown[]
  readonly onFailure: OnFailure
}

/**
 * Calls a hook's implementations, one after the other, all with the arguments of the call. The result is that of the last
 * that gives one (not `undefined`). One that wraps is called in place of all before it. What one throws ends the call.
 * Throws HOOK_ABSTRACT where a wrapping implementation calls what is not there.
 */
export async function callHook({ hook, e, args, onFailure }: HookCall): Promise<unknown> {
  const run = async (implementation: Implementation, call: () => unknown): Promise<unknown> => {
    try {
      return await call()
    } catch (error) {
      onFailure(implementation, error)
      throw error
    }
  }
  let chain: Previous | null = null
  for (const one of activeOf(hook)) {
    if (one.how === 'abstract') continue
    const below: Previous | null = chain
    if (one.how === 'wrap') {
      const previous: Previous =
        below ?? (() => Promise.reject(runlabError('HOOK_ABSTRACT', { hooks: [hook.name], where: 'the experiment' })))
      chain = async (...given) => await run(one, () => one.run(previous, e, ...given))
    } else {
      const own: Previous = async (...given) => await run(one, () => one.run(e, ...given))
      if (below === null) chain = own
      else chain = one.how === 'prepend' ? inTurn(own, below) : inTurn(below, own)
    }
  }
  return await chain?.(...args)
}

/** Calls one after the other; gives the result of the last that has one. */
function inTurn(first: Previous, second: Previous): Previous {
  return async (...args) => {
    const before = await first(...args)
    const after = await second(...args)
    return after === undefined ? before : after
  }
}
