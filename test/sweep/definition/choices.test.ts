import { expect, test } from 'vitest'
import type { JsonValue } from '../../../src/format/json-value.ts'
import { choosePruner } from '../../../src/sweep/definition/choose-pruner.ts'
import { chooseSampler } from '../../../src/sweep/definition/choose-sampler.ts'
import { parseObjectives } from '../../../src/sweep/running/read-objectives.ts'
import { readSpace } from '../../../src/sweep/space/define-space.ts'

const LIST = readSpace({ layers: [1, 2] })
const RANGE = readSpace({ rate: '0.1..1' })
const MIN = { expression: 'series.loss.min', direction: 'minimize' } as const
const OPEN = { objectives: [], trials: null, time: null }
const coded = (code: string): unknown => expect.objectContaining({ code })

test('the sampler that nobody names is the grid where that ends, else one that fits the objectives', () => {
  const name = (space: typeof LIST, objectives: readonly (typeof MIN)[], trials: number | null): JsonValue | undefined =>
    chooseSampler(null, { space, objectives, trials, time: null })['sampler']
  expect(name(LIST, [], null)).toBe('grid')
  expect(name(LIST, [MIN], null)).toBe('grid')
  expect(name(RANGE, [], 9)).toBe('sobol')
  expect(name(RANGE, [MIN], 9)).toBe('tpe')
  expect(name(RANGE, [MIN, MIN], 9)).toBe('nsga2')
})

test('one that learns needs an objective, and one that goes on for ever an end', () => {
  expect(() => chooseSampler({ sampler: 'tpe' }, { ...OPEN, space: RANGE, trials: 5 })).toThrow(coded('SWEEP_OBJECTIVE'))
  expect(() => chooseSampler(null, { ...OPEN, space: RANGE })).toThrow(coded('SWEEP_ENDLESS'))
  expect(() => chooseSampler(null, { ...OPEN, space: RANGE })).toThrow('"rate" has too many values')
  expect(chooseSampler(null, { ...OPEN, space: RANGE, time: 60 })).toEqual({ sampler: 'sobol' })
})

test('a pruner judges the series of the objective, in its direction, or the one that it is told', async () => {
  const [loss] = await parseObjectives([MIN.expression])
  const expressions = loss === undefined ? [] : [loss]
  expect(choosePruner({ pruner: 'median' }, [MIN], expressions)).toEqual({
    series: 'loss',
    options: { direction: 'minimize', pruner: 'median' },
  })
  expect(choosePruner({ pruner: 'median', series: 'val' }, [MIN], expressions)?.series).toBe('val')
  expect(choosePruner(null, [MIN], expressions)).toBeNull()
  expect(() => choosePruner({ pruner: 'asha' }, [], [])).toThrow(coded('SWEEP_OBJECTIVE'))
  const data = { expression: 'data.loss', direction: 'maximize' } as const
  expect(() => choosePruner({ pruner: 'asha' }, [data], [])).toThrow(coded('SWEEP_SERIES'))
})

test('an objective that is a name alone is told how it may be meant', async () => {
  await expect(parseObjectives(['loss'])).rejects.toMatchObject({ hint: expect.stringContaining('series.loss.min') as string })
})
