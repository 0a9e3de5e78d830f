import { describe, expect, test } from 'vitest'
import { createSampler } from '../../../src/sweep/samplers/create-sampler.ts'
import { crowdingOf, dominates, frontsOf } from '../../../src/sweep/samplers/nsga2/fronts.ts'
import { defineSpace } from '../../../src/sweep/space/define-space.ts'
import { choice, range } from '../../../src/sweep/space/dimension.ts'
import type { Point } from '../../../src/sweep/space/point.ts'
import { describeSampler } from './contract.ts'
import { simulate } from './simulate.ts'

describeSampler({ sampler: 'nsga2', population: 10 }, { directions: ['minimize', 'maximize'] })
describeSampler({ sampler: 'nsga2' })

describe('NSGA-II', () => {
  const names = Array.from({ length: 8 }, (_, i) => `x${i}`)
  const space = defineSpace(Object.fromEntries(names.map((name) => [name, range(0, 1)])))
  /** ZDT1: the front is y = 1 − √x, where all but the first parameter are 0. */
  const zdt1 = (point: Point): readonly [number, number] => {
    const [x = 0, ...rest] = names.map((name) => Number(point[name]))
    const g = 1 + (9 * rest.reduce((sum, value) => sum + value, 0)) / rest.length
    return [x, g * (1 - Math.sqrt(x / g))]
  }
  const area = (sampler: 'nsga2' | 'random', jobs = 1): number => {
    const options = { sampler, seed: 1, directions: ['minimize', 'minimize'] as const }
    const ledger = simulate(createSampler(space, options), { trials: 500, jobs, evaluate: zdt1 })
    return hypervolume(
      ledger.map(({ suggestion }) => zdt1(suggestion.parameters)),
      [1.1, 6],
    )
  }

  test('comes near a front that random search is far from, in parallel as well', () => {
    const most = 1.1 * 6 - 0.1 - 1 / 3 - 1e-9
    const [random, alone, parallel] = [area('random'), area('nsga2'), area('nsga2', 7)]
    expect((most - alone) / (most - random)).toBeLessThan(0.55)
    expect((most - parallel) / (most - random)).toBeLessThan(0.6)
  })

  test('tries nothing twice while there is something else', () => {
    const small = defineSpace({ n: '1..12', kind: choice(['a', 'b', 'c']) })
    const ledger = simulate(createSampler(small, { sampler: 'nsga2', seed: 4, population: 6 }), {
      trials: 30,
      evaluate: ({ n }) => [Number(n)],
    })
    expect(new Set(ledger.map(({ suggestion }) => JSON.stringify(suggestion.parameters))).size).toBeGreaterThan(27)
  })

  test('takes the direction of each objective', () => {
    const space1 = defineSpace({ a: range(0, 1), b: range(0, 1) })
    const sampler = createSampler(space1, { sampler: 'nsga2', seed: 1, population: 10, directions: ['maximize', 'minimize'] })
    const ledger = simulate(sampler, { trials: 200, evaluate: ({ a, b }) => [Number(a), Number(b)] })
    const late = ledger.slice(150).map(({ suggestion }) => suggestion.parameters)
    expect(late.filter(({ a, b }) => Number(a) > 0.7 && Number(b) < 0.3).length).toBeGreaterThan(35)
  })
})

describe('fronts', () => {
  const costs = [
    [1, 5],
    [2, 2],
    [5, 1],
    [3, 3],
    [2, 6],
    [6, 6],
  ] as const

  test('hold what nothing before them dominates', () => {
    expect(frontsOf(costs)).toEqual([[0, 1, 2], [3, 4], [5]])
    expect(dominates([1, 1], [1, 1])).toBe(false)
    expect(dominates([1, 1], [1, 2])).toBe(true)
    expect(dominates([1, 3], [2, 2])).toBe(false)
    expect(frontsOf([])).toEqual([])
  })

  test('have more room at their ends', () => {
    expect(
      crowdingOf([
        [0, 4],
        [1, 3],
        [2, 1],
        [4, 0],
      ]),
    ).toEqual([Infinity, 0.5 + 0.75, 0.75 + 0.75, Infinity])
    expect(crowdingOf([[1, 1]])).toEqual([Infinity])
  })
})

/** What the points dominate, up to a reference. */
function hypervolume(points: readonly (readonly [number, number])[], [right, top]: readonly [number, number]): number {
  let [area, height] = [0, top]
  for (const [x, y] of points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (x >= right || y >= height) continue
    area += (right - x) * (height - y)
    height = y
  }
  return area
}
