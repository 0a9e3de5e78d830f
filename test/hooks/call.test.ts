import { describe, expect, test } from 'vitest'
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
      await new Promise((settle) => setTimeout(settle, 20))
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
