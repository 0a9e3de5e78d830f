import { describe, expect, test } from 'vitest'
import { createSampler } from '../../../src/sweep/samplers/create-sampler.ts'
import type { Trial } from '../../../src/sweep/samplers/trial.ts'
import { defineSpace } from '../../../src/sweep/space/define-space.ts'
import { choice, range } from '../../../src/sweep/space/dimension.ts'
import { describeSampler } from './contract.ts'
import { simulate } from './simulate.ts'

describeSampler({ sampler: 'random' })
describeSampler({ sampler: 'grid' }, { finite: true })

describe('a grid', () => {
  const space = defineSpace({ optimizer: ['adam', 'sgd'], layers: '1..3', extra: range(0, 1, { count: 2, when: 'layers > 2' }) })
  const points = (retries = 0) =>
    simulate(createSampler(space, { sampler: 'grid', seed: 1, retries }), {
      trials: 100,
      evaluate: ({ layers, optimizer }) => (layers === 2 && optimizer === 'sgd' ? 'failed' : [1]),
    }).map(({ suggestion }) => suggestion.parameters)

  test('has every combination once, the last parameter fastest, and conditions make no copies', () => {
    expect(points()).toEqual([
      { optimizer: 'adam', layers: 1 },
      { optimizer: 'adam', layers: 2 },
      { optimizer: 'adam', layers: 3, extra: 0 },
      { optimizer: 'adam', layers: 3, extra: 1 },
      { optimizer: 'sgd', layers: 1 },
      { optimizer: 'sgd', layers: 2 },
      { optimizer: 'sgd', layers: 3, extra: 0 },
      { optimizer: 'sgd', layers: 3, extra: 1 },
    ])
  })

  test('knows its size, also where it is too large to be written out', () => {
    expect(createSampler(space, { sampler: 'grid', seed: 1 }).size).toBe(8)
    const names = Array.from({ length: 12 }, (_, i) => [`p${i}`, range(1, 100, { integer: true })] as const)
    const huge = createSampler(defineSpace(Object.fromEntries(names)), { sampler: 'grid', seed: 1 })
    expect(huge.size).toBe(1e24)
    expect(huge.ask(0, [])?.parameters['p11']).toBe(1)
  })

  test('suggests what has failed again as often as it is told', () => {
    const failed = points(2).filter(({ layers, optimizer }) => layers === 2 && optimizer === 'sgd')
    expect(failed).toHaveLength(3)
    expect(points(2)).toHaveLength(10)
  })

  test('that was extended goes on with what is new', () => {
    const done: Trial[] = ['adam', 'sgd'].map((optimizer, number) => ({
      state: 'done',
      number,
      parameters: { optimizer },
      note: null,
      values: [1],
    }))
    const longer = createSampler(defineSpace({ optimizer: choice(['lion', 'adam', 'sgd']) }), { sampler: 'grid', seed: 1 })
    expect(longer.ask(2, done)?.parameters).toEqual({ optimizer: 'lion' })
    expect(createSampler(defineSpace({ optimizer: ['sgd', 'adam'] }), { sampler: 'grid', seed: 1 }).ask(2, done)).toBeNull()
  })

  test('refuses a range that never ends, and says what to give it', () => {
    const refused = () => createSampler(defineSpace({ rate: range(0, 1) }), { sampler: 'grid', seed: 1 })
    expect(refused).toThrow(expect.objectContaining({ code: 'SAMPLER_SPACE', hint: expect.stringContaining('count') }))
    expect(refused).toThrow('The sampler grid cannot search "rate": there are infinitely many numbers from 0 to 1.')
  })
})

describe('a sampler', () => {
  const space = defineSpace({ rate: range(0, 1) })

  test('of a name that does not exist is refused with the one that was meant', () => {
    expect(() => createSampler(space, { sampler: 'radnom' as 'random', seed: 1 })).toThrow(
      expect.objectContaining({ code: 'SWEEP_OPTION', hint: 'Did you mean random?' }),
    )
    expect(() => createSampler(space, { sampler: 'random', seed: -1 })).toThrow(expect.objectContaining({ code: 'SEED_INVALID' }))
  })

  test('says which trial does not fit the objectives', () => {
    const trial: Trial = { state: 'done', number: 3, parameters: {}, note: null, values: [1, 2] }
    expect(() => createSampler(space, { sampler: 'random', seed: 1 }).ask(4, [trial])).toThrow(
      expect.objectContaining({
        code: 'SWEEP_HISTORY',
        message: 'The record of trial 3 does not fit the sweep: it has 2 values, and the sweep 1 objective.',
      }),
    )
  })

  test('that is random is uniform', () => {
    const sampler = createSampler(space, { sampler: 'random', seed: 3 })
    const drawn = Array.from({ length: 1000 }, (_, number) => Number(sampler.ask(number, [])?.parameters['rate']))
    const tenths = Array.from({ length: 10 }, (_, i) => drawn.filter((value) => Math.floor(value * 10) === i).length)
    for (const count of tenths) expect(Math.abs(count - 100)).toBeLessThan(40)
  })
})

describe('the options of a sampler', () => {
  const space = defineSpace({ rate: range(0, 1) })
  const refusal = (options: object): string => {
    try {
      createSampler(space, { seed: 1, ...options } as never)
    } catch (error) {
      return `${(error as { code: string }).code} ${(error as Error).message} ${(error as { hint?: string }).hint ?? ''}`
    }
    return ''
  }

  test('are refused with what they may be', () => {
    expect(refusal({ sampler: 'tpe', startup: -1 })).toContain(
      'SWEEP_OPTION The option tpe.startup of a sweep cannot be -1: expected an integer of at least 0.',
    )
    expect(refusal({ sampler: 'tpe', candidate: 9 })).toContain('Did you mean candidates?')
    expect(refusal({ sampler: 'random', startup: 9 })).toContain('random takes no options')
    expect(refusal({ sampler: 'cma-es', sigma: 0 })).toContain('expected a number above 0, at most 1')
    expect(refusal({ sampler: 'cma-es', population: 2.5 })).toContain('expected an integer of at least 4')
    expect(refusal({ sampler: 'nsga2', directions: [] })).toContain('expected minimize or maximize')
    expect(refusal({ sampler: 'nsga2', directions: ['minimise'] })).toContain('Did you mean minimize?')
    expect(refusal({ sampler: 'tpe', startup: undefined })).toBe('')
  })
})
