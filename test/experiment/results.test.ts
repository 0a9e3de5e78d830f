import { describe, expect, test } from 'vitest'
import type { ModuleMeta } from '../../src/api/experiment.ts'
import { extend, specify } from '../../src/experiment/define.ts'

const meta = import.meta as ModuleMeta
const define = (results: unknown): ReturnType<typeof specify> => specify(meta, { run() {}, results })
const ACCURACY = { name: 'metrics/accuracy', direction: null, unit: null }

describe('results of a definition', () => {
  test('are names, with a direction and a unit where they are given', () => {
    expect(define(['metrics/accuracy', { name: 'loss', direction: 'min', unit: 'nats' }]).results).toEqual([
      ACCURACY,
      { name: 'loss', direction: 'min', unit: 'nats' },
    ])
    expect(specify(meta, { run() {} }).results).toEqual([])
  })

  test('of an extension stand behind those of its base, or in place of those of the same names', () => {
    const base = define(['loss', 'metrics/accuracy'])
    const { results } = extend(base, meta, { results: [{ name: 'loss', direction: 'min' }, 'f1'] })
    expect(results).toEqual([
      { name: 'loss', direction: 'min', unit: null },
      ACCURACY,
      { name: 'f1', direction: null, unit: null },
    ])
    expect(base.results.map(({ name }) => name)).toEqual(['loss', 'metrics/accuracy'])
    expect(extend(base, meta, {}).results).toEqual(base.results)
  })

  test.each([
    ['loss', '`results` is a string, expected a list', 'Write: results: ['],
    [[3], '`results[0]` is 3, expected a name or an object', 'Write: results: ['],
    [['loss', ''], '`results[1]` is "", expected the key of a value or the name of a series', ''],
    [['/loss'], '`results[0]` is "/loss", expected the key of a value', ''],
    [[{ direction: 'min' }], '`results[0].name` is undefined, expected the key', ''],
    [[{ name: 'loss', direction: 'down' }], '`results[0].direction` is "down", expected "max" or "min"', ''],
    [[{ name: 'loss', unit: 3 }], '`results[0].unit` is 3, expected text', ''],
    [[{ name: 'loss', units: 's' }], '`results[0]` has an option "units", which there is not', 'Did you mean "unit"?'],
    [['loss', { name: 'loss' }], '`results` has "loss" twice', 'Leave one of them out.'],
  ])('are refused: %j', (results, message, hint) => {
    expect(() => define(results)).toThrow(
      expect.objectContaining({
        code: 'DEFINITION_INVALID',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    )
  })
})
