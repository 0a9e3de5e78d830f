import { describe, expect, test } from 'vitest'
import { compileHooks } from '../../src/hooks/compile.ts'
import { LIFECYCLE_HOOKS } from '../../src/hooks/table.ts'

const nothing = (): void => {}
const something = (): void => {}

describe('the hooks of an experiment', () => {
  test('are the lifecycle hooks, not implemented, where it says nothing', () => {
    const hooks = compileHooks({}, {})
    expect([...hooks.keys()]).toEqual([...LIFECYCLE_HOOKS])
    expect([...hooks.values()].every((hook) => hook.lifecycle && hook.implementation === null)).toBe(true)
  })

  test('are what it declares, with the default implementation', () => {
    const hook = compileHooks({ filterWords: nothing }, {}).get('filterWords')
    expect(hook).toEqual({ name: 'filterWords', lifecycle: false, implementation: nothing })
  })

  test('have the implementation it gives, also one of its own', () => {
    const hooks = compileHooks({ own: nothing }, { own: something, afterRun: something })
    expect(hooks.get('own')?.implementation).toBe(something)
    expect(hooks.get('afterRun')).toEqual({ name: 'afterRun', lifecycle: true, implementation: something })
  })

  test('keep their part in the life of a run where they are declared again', () => {
    expect(compileHooks({ beforeRun: nothing }, {}).get('beforeRun')).toMatchObject({ lifecycle: true, implementation: nothing })
    expect(compileHooks({ beforeRun: nothing }, { beforeRun: something }).get('beforeRun')?.implementation).toBe(something)
  })

  test('take no names from the prototype of objects', () => {
    expect(() => compileHooks({}, { toString: nothing })).toThrow(expect.objectContaining({ code: 'HOOK_UNKNOWN' }))
    expect(compileHooks({ constructor: nothing }, {}).get('constructor')?.implementation).toBe(nothing)
  })
})

describe('what cannot be a hook is refused', () => {
  test('with HOOK_UNKNOWN and the nearest name where it implements none', () => {
    expect(() => compileHooks({ filterWords: nothing }, { filterWord: nothing })).toThrow(
      expect.objectContaining({ code: 'HOOK_UNKNOWN', hint: 'Did you mean filterWords?' }),
    )
    expect(() => compileHooks({}, { befoerRun: nothing })).toThrow(expect.objectContaining({ hint: 'Did you mean beforeRun?' }))
    expect(() => compileHooks({}, { xyzzy: nothing })).toThrow(expect.objectContaining({ hint: 'Declare it under `hooks`.' }))
  })

  test.each([
    ['null', null],
    ['of type object', []],
    ['of type undefined', undefined],
    ['of type string', 'x'],
  ])('with DEFINITION_INVALID where it is %s', (what, value) => {
    const refused = expect.objectContaining({
      code: 'DEFINITION_INVALID',
      message: `The experiment's definition is wrong: the hook "afterRun" is ${what}, not a function.`,
    })
    expect(() => compileHooks({ afterRun: value }, {})).toThrow(refused)
    expect(() => compileHooks({}, { afterRun: value })).toThrow(refused)
  })
})
