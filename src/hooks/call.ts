import { runlabError } from '../errors.ts'
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
 * Throws HOOK_ABSTRACT where a wrapping implementation calls what nobody implements.
 */
export async function callHook(call: HookCall): Promise<unknown> {
  const { active } = call.hook
  let chain: Previous | null = null
  for (const one of active) chain = link(one, chain, call)
  return await chain?.(...call.args)
}

function link(one: Implementation, below: Previous | null, { hook, e, onFailure }: HookCall): Previous | null {
  if (one.how === 'abstract') return below
  const own: Previous = async (...args) => {
    try {
      return one.how === 'wrap' ? await one.run(below ?? nothingBelow(hook), e, ...args) : await one.run(e, ...args)
    } catch (error) {
      onFailure(one, error)
      throw error
    }
  }
  if (below === null || one.how === 'wrap') return own
  return one.how === 'prepend' ? inTurn(own, below) : inTurn(below, own)
}

/** Calls one after the other; gives the result of the last that has one. */
function inTurn(first: Previous, second: Previous): Previous {
  return async (...args) => {
    const before = await first(...args)
    const after = await second(...args)
    return after === undefined ? before : after
  }
}

/** There may be nothing to wrap: of a hook of the run's life, and where all was replaced. */
function nothingBelow({ name, implementations }: Hook): Previous {
  const isMissing = implementations.some(({ how, replaced }) => how === 'abstract' && replaced === null)
  return async () => {
    if (isMissing) throw runlabError('HOOK_ABSTRACT', { hooks: [name], where: 'the experiment' })
    return await Promise.resolve(undefined)
  }
}
