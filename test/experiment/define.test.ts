import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { ModuleMeta } from '../../src/api/experiment.ts'
import { specify } from '../../src/experiment/define.ts'

const run = (): void => {}
const define = (definition: unknown, meta: unknown = import.meta): ReturnType<typeof specify> =>
  specify(meta as ModuleMeta, definition)

describe('a definition becomes a specification', () => {
  test('with where it stands, parameters, hooks, run and description', () => {
    const specification = define({
      parameters: { n: 1, name: 'x' },
      derived: { twice: (p: { n: number }) => p.n * 2 },
      hooks: { draw: run },
      implement: { afterRun: run },
      run,
      description: 'Draws.',
    })
    expect(specification.location.file).toBe(fileURLToPath(import.meta.url))
    expect(specification.location.url).toBe(import.meta.url)
    expect([...specification.parameters.specs.keys()]).toEqual(['n', 'name', 'twice'])
    expect([...specification.hooks.keys()]).toEqual(['beforeTesting', 'beforeRun', 'onError', 'afterRun', 'draw'])
    expect(specification).toMatchObject({ run, layers: [{ kind: 'experiment', description: 'Draws.' }] })
  })

  test('that nothing changes afterwards', () => {
    const definition = { parameters: { n: 1, sizes: [1] }, run }
    const specification = define(definition)
    definition.parameters.n = 2
    definition.parameters.sizes.push(2)
    expect(specification.parameters.defaults).toEqual({ n: 1, sizes: [1] })
    expect(Object.isFrozen(specification)).toBe(true)
  })

  test('where sections are left out, or undefined', () => {
    expect(define({ run, parameters: undefined, hooks: undefined }).parameters.specs.size).toBe(0)
    expect(define({ run }).layers[0]?.description).toBeNull()
  })
})

describe('a definition is refused', () => {
  const invalid: readonly (readonly [string, unknown, string])[] = [
    ['without run', {}, 'it has no `run`'],
    ['whose run is no function', { run: 5 }, '`run` is not a function'],
    ['that is no object', 'x', 'its second argument is no object'],
    ['that is missing', undefined, 'its second argument is no object'],
    ['that is a list', [run], 'its second argument is no object'],
    ['whose parameters are a list', { run, parameters: ['n'] }, '`parameters` is not an object'],
    ['whose hooks are null', { run, hooks: null }, '`hooks` is not an object'],
    ['whose description is no text', { run, description: 5 }, '`description` is not a string'],
    ['that derives by what is no function', { run, derived: { twice: 2 } }, 'the derived parameter "twice" is not a function'],
    ['that defines a name twice', { run, parameters: { n: 1 }, derived: { n: run } }, 'the parameter "n" is defined twice'],
    ['with a hook that is no function', { run, hooks: { draw: 1 } }, 'the hook "draw" is a number, not a function'],
    ['with a parameter without a default', { run, parameters: { n: undefined } }, 'the parameter "n"'],
    ['with a name that is no flag', { run, parameters: { 'a b': 1 } }, 'the parameter "a b" has a name that is no identifier'],
  ]
  test.each(invalid)('with DEFINITION_INVALID %s', (_, definition, what) => {
    const message = `The experiment's definition is wrong: ${what}`
    expect(() => define(definition)).toThrow(
      expect.objectContaining({ code: 'DEFINITION_INVALID', message: expect.stringContaining(message) }),
    )
  })

  test('with DEFINITION_KEY_UNKNOWN and the nearest key, else all of them', () => {
    expect(() => define({ run, paramters: {} })).toThrow(
      expect.objectContaining({ code: 'DEFINITION_KEY_UNKNOWN', hint: 'Did you mean parameters?' }),
    )
    expect(() => define({ run, xyzzy: {} })).toThrow(
      expect.objectContaining({
        code: 'DEFINITION_KEY_UNKNOWN',
        hint: 'Known keys: parameters, derived, hooks, implement, mixins, run, testing, analyses, kinds, visuals, results, verify, description.',
      }),
    )
  })

  test('with HOOK_UNKNOWN where it implements a hook that it does not have', () => {
    expect(() => define({ run, implement: { draw: run } })).toThrow(expect.objectContaining({ code: 'HOOK_UNKNOWN' }))
  })
})
