import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { abstract } from '../../src/hooks/abstract.ts'
import { callHook } from '../../src/hooks/call.ts'
import { declareHooks, implementHooks, includeHooks } from '../../src/hooks/compile.ts'
import { BARE_HOOKS } from '../../src/hooks/table.ts'
import type { HookTable, Implementation } from '../../src/hooks/table.ts'

const E = { name: 'the run' }

/** An experiment whose hook `h` gives `base`, with layers on top. Each notes in `calls` that it was called, with what. */
class Layers {
  readonly calls: string[] = []
  readonly failures: (readonly [layer: number, error: unknown])[] = []
  #hooks: HookTable
  #layer = 0

  constructor() {
    this.#hooks = declareHooks(BARE_HOOKS, { layer: 0, levelStart: 0 }, { h: this.does('base', 'base') })
  }

  does(name: string, result?: unknown) {
    return (e: unknown, ...args: readonly unknown[]): unknown => {
      expect(e).toBe(E)
      this.calls.push([name, ...args].join(' '))
      return result
    }
  }

  extend(implementation: unknown): this {
    this.#layer += 1
    this.#hooks = implementHooks(this.#hooks, { layer: this.#layer, levelStart: this.#layer }, { h: implementation })
    return this
  }

  include(implementation: unknown): this {
    this.#layer += 1
    this.#hooks = includeHooks(this.#hooks, { layer: this.#layer, mixin: 'm', experiment: 'e' }, { h: implementation })
    return this
  }

  async call(...args: readonly unknown[]): Promise<unknown> {
    const hook = this.#hooks.get('h')
    if (hook === undefined) throw new Error('no hook')
    const onFailure = ({ layer }: Implementation, error: unknown): void => void this.failures.push([layer, error])
    return await callHook({ hook, e: E, args, onFailure })
  }
}

describe('a hook is called', () => {
  test('with e and the arguments of the call', async () => {
    const layers = new Layers()
    expect(await layers.call(1, 'x')).toBe('base')
    expect(layers.calls).toEqual(['base 1 x'])
  })

  test('in the order of the layers: before, below, after', async () => {
    const layers = new Layers()
    layers
      .extend({ append: layers.does('after') })
      .extend({ prepend: layers.does('before') })
      .include(layers.does('mixed'))
      .extend({ prepend: layers.does('first') })
    expect(await layers.call(7)).toBe('base')
    expect(layers.calls).toEqual(['first 7', 'before 7', 'base 7', 'after 7', 'mixed 7'])
  })

  test('gives the result of the last that has one', async () => {
    const layers = new Layers()
    layers.extend({ append: layers.does('after', 'after') }).include(layers.does('silent'))
    expect(await layers.call()).toBe('after')
    const falsy = new Layers()
    falsy.extend({ append: falsy.does('null', null) }).extend({ append: async () => await Promise.resolve(undefined) })
    expect(await falsy.call()).toBeNull()
  })

  test('replaced: those below are not called', async () => {
    const layers = new Layers()
    layers.extend({ append: layers.does('gone') }).extend(layers.does('own', 'own'))
    expect(await layers.call()).toBe('own')
    expect(layers.calls).toEqual(['own'])
  })

  test('wrapped: those below are called when and how the wrapper wants', async () => {
    const layers = new Layers()
    layers
      .extend({ append: layers.does('after') })
      .extend({
        wrap: async (previous: (...args: unknown[]) => Promise<unknown>, e: unknown, n: number) => {
          expect(e).toBe(E)
          return [await previous(n + 1), await previous(n + 2)]
        },
      })
      .extend({
        wrap: async (previous: (...args: unknown[]) => Promise<unknown>, _e: unknown, n: number) => ({
          of: await previous(n * 10),
        }),
      })
    expect(await layers.call(1)).toEqual({ of: ['base', 'base'] })
    expect(layers.calls).toEqual(['base 11', 'after 11', 'base 12', 'after 12'])
    expect(await new Layers().extend({ wrap: () => 'without' }).call()).toBe('without')
  })

  test('one after the other, also where they are asynchronous', async () => {
    const order: string[] = []
    const slow = async (): Promise<void> => {
      order.push('begins')
      await setImmediate()
      order.push('ends')
    }
    await new Layers()
      .extend({ prepend: slow })
      .extend({ append: () => void order.push('after') })
      .call()
    expect(order).toEqual(['begins', 'ends', 'after'])
  })
})

describe('an implementation that throws', () => {
  test('ends the call, and is named', async () => {
    const layers = new Layers()
    const error = new RangeError('too many')
    layers
      .extend({
        append: () => {
          throw error
        },
      })
      .extend({ append: layers.does('never') })
    await expect(layers.call()).rejects.toBe(error)
    expect(layers.calls).toEqual(['base'])
    expect(layers.failures).toEqual([[1, error]])
  })

  test('inside of a wrapper is named first, and the wrapper may go on', async () => {
    const layers = new Layers()
    layers
      .extend(() => Promise.reject(new Error('below')))
      .extend({ wrap: async (previous: () => Promise<unknown>) => await previous().catch(() => 'rescued') })
    expect(await layers.call()).toBe('rescued')
    expect(layers.failures.map(([layer]) => layer)).toEqual([1])
    const through = new Layers()
      .extend(() => Promise.reject(new Error('below')))
      .extend({ wrap: async (previous: () => Promise<unknown>) => await previous() })
    await expect(through.call()).rejects.toThrow('below')
    expect(through.failures.map(([layer]) => layer)).toEqual([1, 2])
  })
})

describe('a mixin of the level', () => {
  test('wraps what its level replaces, and follows it', async () => {
    const calls: string[] = []
    const noting = (name: string, result?: string) => (): string | undefined => {
      calls.push(name)
      return result
    }
    const base = declareHooks(BARE_HOOKS, { layer: 0, levelStart: 0 }, { h: noting('base', 'base') })
    const wrap = async (previous: () => Promise<unknown>): Promise<string> => `[${String(await previous())}]`
    const wrapped = includeHooks(base, { layer: 1, mixin: 'm', experiment: 'e' }, { h: { wrap } })
    const mixed = includeHooks(wrapped, { layer: 2, mixin: 'n', experiment: 'e' }, { h: noting('mixed') })
    const hooks = implementHooks(mixed, { layer: 3, levelStart: 1 }, { h: noting('own', 'own') })
    const hook = hooks.get('h')
    expect(hook).toBeDefined()
    if (hook === undefined) return
    expect(await callHook({ hook, e: E, args: [], onFailure: () => undefined })).toBe('[own]')
    expect(calls).toEqual(['own', 'mixed'])
  })

  test('that replaces does away with the default that its level declares', async () => {
    const declared = declareHooks(BARE_HOOKS, { layer: 1, levelStart: 0 }, { h: () => 'default' })
    const hook = includeHooks(declared, { layer: 0, mixin: 'm', experiment: 'e' }, { h: { replace: () => 'mixin' } }).get('h')
    expect(hook?.active).toMatchObject([{ layer: 0, how: 'replace' }])
    expect(hook?.implementations).toMatchObject([{ layer: 1, replaced: 0 }, { layer: 0 }])
  })

  test('that wraps a hook of the run with nothing below it calls nothing', async () => {
    const wrap = async (previous: () => Promise<unknown>): Promise<unknown> => [await previous()]
    const hook = includeHooks(BARE_HOOKS, { layer: 0, mixin: 'm', experiment: 'e' }, { afterRun: { wrap } }).get('afterRun')
    if (hook === undefined) throw new Error('no hook')
    expect(await callHook({ hook, e: E, args: [], onFailure: () => undefined })).toEqual([undefined])
  })

  test('that wraps what nobody implements is told so when it calls it', async () => {
    const declared = declareHooks(BARE_HOOKS, { layer: 1, levelStart: 0 }, { h: abstract<() => number>() })
    const wrap = async (previous: () => Promise<unknown>): Promise<unknown> => await previous()
    const hook = includeHooks(declared, { layer: 0, mixin: 'm', experiment: 'e' }, { h: { wrap } }).get('h')
    if (hook === undefined) throw new Error('no hook')
    const calling = callHook({ hook, e: E, args: [], onFailure: () => undefined })
    await expect(calling).rejects.toMatchObject({ code: 'HOOK_ABSTRACT' })
  })
})
