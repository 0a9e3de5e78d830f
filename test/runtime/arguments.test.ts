import { describe, expect, test } from 'vitest'
import { parseChildTask } from '../../src/runtime/process/child-task.ts'
import { loadSeedOf } from '../../src/runtime/loading/loader-state.ts'
import { checkRunOptions } from '../../src/runtime/run-options.ts'
import { seedArgument } from '../../src/runtime/command-line/seed-argument.ts'

describe('the options of experiment.run()', () => {
  test('are taken as they are', () => {
    const options = {
      parameters: { n: 1 },
      seed: 1,
      debug: true,
      prefix: 'p',
      name: 'n',
      namespace: 'a/b',
      results: 'r',
      panels: true,
    }
    expect(checkRunOptions(options)).toBe(options)
    expect(checkRunOptions({ seed: undefined } as never)).toEqual({ seed: undefined })
  })

  test.each([
    [{ parmeters: {} }, 'there is no option "parmeters"', 'Did you mean parameters?'],
    [
      { qqqq: 1 },
      'there is no option "qqqq"',
      'Options: parameters, seed, debug, testing, include, strict, visuals, system, prefix, name, namespace, results, panels, grace.',
    ],
    [{ constructor: 1 }, 'there is no option "constructor"', expect.any(String)],
    [{ seed: '1' }, 'the option "seed" is no number', undefined],
    [{ parameters: [1] }, 'the option "parameters" is no object', undefined],
    [{ parameters: null }, 'the option "parameters" is no object', undefined],
    [5, 'it takes an object', undefined],
    [null, 'it takes an object', undefined],
  ])('%j is refused with RUN_OPTION_INVALID', (options, reason, hint) => {
    const expected = { code: 'RUN_OPTION_INVALID', message: `experiment.run(): ${reason}.`, hint }
    expect(() => checkRunOptions(options as never)).toThrow(expect.objectContaining(expected))
  })
})

describe('the seed on a command line', () => {
  test.each([
    ['--seed 5', 5],
    ['--seed=5', 5],
    ['-p seed=5', 5],
    ['--parameter seed=5', 5],
    ['--seed 5 --seed 6', 6],
    ['--n 3', null],
    ['seed=5', null],
    ['--seed', null],
    ['--seed -1', null],
    ['--seed 1.5', null],
    ['--seed 9007199254740992', null],
    ['-- --seed 5', null],
    ['--seed 0', 0],
  ])('of %j is %j', (line, seed) => {
    expect(seedArgument(line.split(' '))).toBe(seed)
  })

  test('becomes one that Node takes, the same for the same', () => {
    for (const seed of [0, 1, 2 ** 31 - 3, 2 ** 31 - 2, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      const loadSeed = loadSeedOf(seed)
      expect(loadSeed).toBeGreaterThanOrEqual(1)
      expect(loadSeed).toBeLessThanOrEqual(2 ** 31 - 2)
      expect(loadSeedOf(seed)).toBe(loadSeed)
    }
    expect(loadSeedOf(1)).not.toBe(loadSeedOf(2))
  })
})

describe('the task of a child process', () => {
  const supervision = { socket: '/tmp/s', columns: 80, ignoresHangup: true, ownTerminal: false }
  const task = { file: '/a.ts', name: null, drawnSeed: 7, original: null, supervision }

  test('comes as it was sent', () => {
    expect(parseChildTask(JSON.stringify(task))).toEqual({ ...task, launch: null })
    expect(parseChildTask(JSON.stringify({ ...task, name: 'other' })).name).toBe('other')
  })

  test.each([
    '[]',
    '{}',
    '{ "file": 1, "drawnSeed": 1 }',
    '{ "file": "a", "drawnSeed": "1" }',
    '{ "file": "a", "drawnSeed": 1 }',
  ])('that is none is refused: %s', (text) => {
    expect(() => parseChildTask(text)).toThrow(TypeError)
  })
})
