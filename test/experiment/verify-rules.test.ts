import { describe, expect, test } from 'vitest'
import type { ModuleMeta } from '../../src/api/experiment.ts'
import { extend, specify } from '../../src/experiment/define.ts'

const meta = import.meta as ModuleMeta
const define = (verify: unknown): ReturnType<typeof specify> => specify(meta, { run() {}, verify })

describe('`verify` of a definition', () => {
  test('says by name how repeated runs are compared; what an extension says counts above its base', () => {
    const base = define({ 'loss/*': { relative: 1e-6 }, x: { absolute: 2 }, 'curve.png': 'pixels' })
    expect(base.verify).toEqual([
      { name: 'loss/*', how: 'numbers', relative: 1e-6, absolute: 0 },
      { name: 'x', how: 'numbers', relative: 0, absolute: 2 },
      { name: 'curve.png', how: 'pixels', relative: 0, absolute: 0 },
    ])
    expect(extend(base, meta, { verify: { x: 'ignore' } }).verify.map(({ name, how }) => `${name} ${how}`)).toEqual([
      'loss/* numbers',
      'x numbers',
      'curve.png pixels',
      'x ignore',
    ])
    expect(specify(meta, { run() {} }).verify).toEqual([])
  })

  test.each([['loss'], [{ x: 'pixel' }], [{ x: -1 }], [{ x: { relativ: 1 } }], [{ '': 1 }], [{ x: null }]])(
    'is refused: %j',
    (verify) => {
      expect(() => define(verify)).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
    },
  )

  test('names the tolerance that is none, and shows what can be written', () => {
    expect(() => define({ took: 'ignored' })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('took=ignored'),
        hint: expect.stringContaining("verify: { 'loss/*': { relative: 1e-6 }"),
      }),
    )
  })
})
