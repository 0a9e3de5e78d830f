import { describe, expect, test } from 'vitest'
import { abstract } from '../../src/hooks/abstract.ts'
import { declareHooks, implementHooks, includeHooks } from '../../src/hooks/compile.ts'
import { BARE_HOOKS, LIFECYCLE_HOOKS, abstractIn, makeHook } from '../../src/hooks/table.ts'
import type { HookTable } from '../../src/hooks/table.ts'

const nothing = (): void => {}
const something = (): void => {}
const FIRST = { layer: 0, levelStart: 0 }

const define = (declared: Record<string, unknown>, implemented: Record<string, unknown> = {}): HookTable =>
  implementHooks(declareHooks(BARE_HOOKS, FIRST, declared), FIRST, implemented)

/** What is called and what was replaced, lowest layer first: `0 default (replaced by 2)`. */
const stackOf = (hooks: HookTable, name: string): readonly string[] =>
  hooks
    .get(name)
    ?.implementations.map(
      ({ layer, how, replaced }) => `${layer} ${how}${replaced === null ? '' : ` (replaced by ${replaced})`}`,
    ) ?? []

describe('the hooks of an experiment', () => {
  test('are the lifecycle hooks, not implemented, where it says nothing', () => {
    const hooks = define({})
    expect([...hooks.keys()]).toEqual([...LIFECYCLE_HOOKS])
    expect([...hooks.values()].every((hook) => hook.lifecycle && hook.implementations.length === 0)).toBe(true)
  })

  test('are what it declares, with the default implementation', () => {
    const hook = define({ filterWords: nothing }).get('filterWords')
    expect(hook).toEqual({
      name: 'filterWords',
      lifecycle: false,
      implementations: [{ layer: 0, how: 'default', run: nothing, replaced: null }],
      active: [{ layer: 0, how: 'default', run: nothing, replaced: null }],
    })
  })

  test('have the implementation it gives, also one of its own', () => {
    const hooks = define({ own: nothing }, { own: something, afterRun: something })
    expect(stackOf(hooks, 'own')).toEqual(['0 default (replaced by 0)', '0 replace'])
    expect(stackOf(hooks, 'afterRun')).toEqual(['0 default'])
  })

  test('keep their part in the life of a run where they are declared again', () => {
    expect(define({ beforeRun: nothing }).get('beforeRun')).toMatchObject({
      lifecycle: true,
      implementations: [{ run: nothing }],
    })
    expect(stackOf(define({ beforeRun: nothing }, { beforeRun: something }), 'beforeRun')).toEqual([
      '0 default (replaced by 0)',
      '0 replace',
    ])
  })

  test('say nothing where they are undefined', () => {
    expect(stackOf(define({ load: nothing }, { load: undefined, afterRun: undefined, nowhere: undefined }), 'load')).toEqual([
      '0 default',
    ])
  })

  test('take no names from the prototype of objects', () => {
    expect(() => define({}, { toString: nothing })).toThrow(expect.objectContaining({ code: 'HOOK_UNKNOWN' }))
    expect(stackOf(define({ constructor: nothing }), 'constructor')).toEqual(['0 default'])
  })
})

describe('an extension', () => {
  const base = define({ load: nothing })
  const at = { layer: 2, levelStart: 1 } // layer 1 is a mixin of its own

  test('replaces what is below unless it says something else', () => {
    expect(stackOf(implementHooks(base, at, { load: something }), 'load')).toEqual(['0 default (replaced by 2)', '2 replace'])
    for (const mode of ['append', 'prepend', 'wrap']) {
      expect(stackOf(implementHooks(base, at, { load: { [mode]: something } }), 'load')).toEqual(['0 default', `2 ${mode}`])
    }
  })

  test('takes the place of what it replaces, the mixins of its own level go around it', () => {
    const mixed = includeHooks(base, { layer: 1, mixin: 'the mixin m.ts', experiment: 'the extension e.ts' }, { load: nothing })
    expect(stackOf(implementHooks(mixed, at, { load: something }), 'load')).toEqual([
      '0 default (replaced by 2)',
      '2 replace',
      '1 append',
    ])
    expect(stackOf(implementHooks(mixed, { layer: 3, levelStart: 3 }, { load: something }), 'load')).toEqual([
      '0 default (replaced by 3)',
      '1 append (replaced by 3)',
      '3 replace',
    ])
  })

  test('does not change the table it starts from', () => {
    implementHooks(base, at, { load: something })
    declareHooks(base, at, { more: nothing })
    expect(stackOf(base, 'load')).toEqual(['0 default'])
    expect(base.has('more')).toBe(false)
  })

  test('cannot declare a hook that the base has', () => {
    expect(() => declareHooks(base, at, { load: nothing })).toThrow(
      expect.objectContaining({
        message: 'The experiment\'s definition is wrong: the hook "load" is the base\'s already.',
        hint: 'Put it under `implement`: implement: { load: (e) => … }',
      }),
    )
  })
})

describe('a mixin', () => {
  const base = define({ load: nothing }, { afterRun: nothing })
  const into = { layer: 1, mixin: 'the mixin m.ts', experiment: 'the experiment word_count.ts' }

  test('appends unless it says something else', () => {
    expect(stackOf(includeHooks(base, into, { load: something, afterRun: something }), 'afterRun')).toEqual([
      '0 default',
      '1 append',
    ])
    expect(stackOf(includeHooks(base, into, { load: { prepend: something } }), 'load')).toEqual(['0 default', '1 prepend'])
    expect(stackOf(includeHooks(base, into, { load: { replace: something } }), 'load')).toEqual([
      '0 default (replaced by 1)',
      '1 replace',
    ])
  })

  test('is refused with the nearest name for a hook that there is not, unless that is optional', () => {
    expect(() => includeHooks(base, into, { laod: something })).toThrow(
      expect.objectContaining({
        code: 'MIXIN_HOOK',
        message: 'the mixin m.ts implements a hook "laod", which the experiment word_count.ts does not have.',
        hint: 'Did you mean load?',
      }),
    )
    const hooks = includeHooks(base, into, {
      laod: { append: something, optional: true },
      load: { append: something, optional: true },
    })
    expect(hooks.has('laod')).toBe(false)
    expect(stackOf(hooks, 'load')).toEqual(['0 default', '1 append'])
  })
})

describe('an abstract hook', () => {
  const base = define({ score: abstract<() => number>(), load: nothing })

  test('is one until something implements it', () => {
    const at = { layer: 1, levelStart: 1 }
    expect(stackOf(base, 'score')).toEqual(['0 abstract'])
    const abstractOf = (hooks: HookTable): number | null => abstractIn(hooks.get('score') ?? makeHook('', []))
    expect(abstractOf(base)).toBe(0)
    expect(abstractOf(implementHooks(base, at, { score: { wrap: nothing } }))).toBe(0)
    expect(abstractOf(implementHooks(base, at, { score: { append: nothing } }))).toBeNull()
    expect(abstractOf(implementHooks(base, at, { score: nothing }))).toBeNull()
    expect(stackOf(implementHooks(base, at, { score: nothing }), 'score')).toEqual(['0 abstract (replaced by 1)', '1 replace'])
  })

  test('stands under hooks only', () => {
    expect(() => define({ load: nothing }, { load: abstract<() => void>() })).toThrow('is implemented by abstract()')
  })
})

describe('what cannot be a hook is refused', () => {
  test('with HOOK_UNKNOWN and the nearest name where it implements none', () => {
    expect(() => define({ filterWords: nothing }, { filterWord: nothing })).toThrow(
      expect.objectContaining({ code: 'HOOK_UNKNOWN', hint: 'Did you mean filterWords?' }),
    )
    expect(() => define({}, { befoerRun: nothing })).toThrow(expect.objectContaining({ hint: 'Did you mean beforeRun?' }))
    expect(() => define({}, { xyzzy: nothing })).toThrow(expect.objectContaining({ hint: 'Declare it under `hooks`.' }))
  })

  test.each([
    ['null', null],
    ['an array', []],
    ['a string', 'x'],
  ])('with DEFINITION_INVALID where it is %s', (what, value) => {
    const refused = expect.objectContaining({
      code: 'DEFINITION_INVALID',
      message: `The experiment's definition is wrong: the hook "afterRun" is ${what}, not a function.`,
    })
    expect(() => define({ afterRun: value })).toThrow(refused)
    expect(() => define({}, { afterRun: value })).toThrow(refused)
  })

  test.each([
    [
      'with a mode that there is not',
      { apend: nothing },
      'has "apend", not append, prepend, wrap or replace',
      'Did you mean append?',
    ],
    ['with no mode', {}, 'has nothing of append, prepend, wrap or replace', 'Write: { append: (e, …) => … }'],
    ['with two modes', { append: nothing, wrap: nothing }, 'has both append and wrap', 'Write one of them.'],
    ['with a mode of what is no function', { append: 3 }, 'is a number, not a function', 'Write: load: (e) => { … }'],
    [
      'optional by what is no flag',
      { append: nothing, optional: 1 },
      'has an `optional` that is neither true nor false',
      undefined,
    ],
  ])('%s', (_, value, what, hint) => {
    expect(() => define({ load: nothing }, { load: value })).toThrow(
      expect.objectContaining({ message: `The experiment's definition is wrong: the hook "load" ${what}.`, hint }),
    )
  })
})
