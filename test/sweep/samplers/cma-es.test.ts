import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../src/random/random.ts'
import { eigenOf } from '../../../src/sweep/samplers/cma-es/eigen.ts'
import { strategyOf } from '../../../src/sweep/samplers/cma-es/strategy.ts'
import { createSampler } from '../../../src/sweep/samplers/create-sampler.ts'
import { defineSpace, readSpace } from '../../../src/sweep/space/define-space.ts'
import { choice, range } from '../../../src/sweep/space/dimension.ts'
import type { Point } from '../../../src/sweep/space/point.ts'
import { describeSampler } from './contract.ts'
import { simulate } from './simulate.ts'

describeSampler({ sampler: 'cma-es' }, { orderedOnly: true })
describeSampler({ sampler: 'cma-es', population: 4, sigma: 0.5 }, { orderedOnly: true })

const best = (costs: readonly number[]): number => Math.min(...costs)

describe('CMA-ES', () => {
  const space = defineSpace({ x: range(-5, 5), y: range(-5, 5), z: range(-5, 5) })
  /** Long, narrow, and across all axes. */
  const cost = ({ x, y, z }: Point): number => {
    const [a, b, c] = [Number(x) - 1, Number(y) + 2, Number(z)]
    return (a + b + c) ** 2 + 1e3 * (a - b) ** 2 + 1e4 * (a - c) ** 2
  }
  const costs = (jobs: number): readonly number[] =>
    simulate(createSampler(space, { sampler: 'cma-es', seed: 1 }), { trials: 400, jobs, evaluate: (point) => [cost(point)] }).map(
      ({ suggestion }) => cost(suggestion.parameters),
    )

  test('learns the shape of a valley that lies across all parameters', () => {
    expect(best(costs(1))).toBeLessThan(1e-4)
  })

  test('does so in parallel, and what others have ended since changes no generation that has begun', () => {
    expect(best(costs(4))).toBeLessThan(0.1)
    const sampler = createSampler(space, { sampler: 'cma-es', seed: 2 })
    const ledger = simulate(sampler, { trials: 120, jobs: 6, evaluate: (point) => [cost(point)] })
    const parents = new Map<number, string>()
    for (const { suggestion } of ledger) {
      const note = suggestion.note as unknown as { generation: number; parents: number[] }
      const known = parents.get(note.generation) ?? JSON.stringify(note.parents)
      parents.set(note.generation, known)
      expect(JSON.stringify(note.parents)).toBe(known)
    }
    expect(parents.size).toBeGreaterThan(8)
  })

  test('finds the best integers and steps, and does not stand still between two', () => {
    const mixed = defineSpace({ n: '0..1000', step: '0..1:0.25', g: [1, 2, 4, 8], real: range(0, 1) })
    const far = ({ n, step, g, real }: Point): number =>
      (Number(n) - 777) ** 2 / 1e4 + (Number(step) - 0.75) ** 2 + (Number(g) - 8) ** 2 + (Number(real) - 0.2) ** 2
    for (const seed of [1, 2, 3]) {
      const ledger = simulate(createSampler(mixed, { sampler: 'cma-es', seed }), {
        trials: 400,
        evaluate: (point) => [far(point)],
      })
      const { parameters } = ledger
        .map(({ suggestion }) => suggestion)
        .toSorted((a, b) => far(a.parameters) - far(b.parameters))[0]!
      expect(parameters).toMatchObject({ step: 0.75, g: 8 })
      expect(Math.abs(Number(parameters['n']) - 777)).toBeLessThan(10)
    }
  })

  test('maximises as it minimises', () => {
    const points = (direction: 'minimize' | 'maximize') =>
      simulate(createSampler(space, { sampler: 'cma-es', seed: 1, directions: [direction] }), {
        trials: 60,
        evaluate: (point) => [(direction === 'minimize' ? 1 : -1) * cost(point)],
      }).map(({ suggestion }) => suggestion)
    expect(points('maximize')).toEqual(points('minimize'))
  })

  test('refuses what has no order, and conditions', () => {
    const refused = (definition: unknown) => () => createSampler(readSpace(definition), { sampler: 'cma-es', seed: 1 })
    expect(refused({ x: '0..1', kind: choice(['a', 'b']) })).toThrow('cannot search "kind": its values have no order')
    expect(refused({ x: '0..1', y: range(0, 1, { when: 'x == 1' }) })).toThrow('it is there only when x == 1')
    expect(refused({ x: '0..1', kind: ['a', 'b'] })).toThrow(expect.objectContaining({ code: 'SAMPLER_SPACE' }))
    expect(refused({ x: '0..1', kind: ['a'] })).not.toThrow()
  })

  test("has the constants of Hansen's tutorial", () => {
    // As the package cmaes 0.13 calculates them, for 5 parameters.
    const strategy = strategyOf(5, 8)
    expect(strategy.effective).toBeCloseTo(2.6001788261, 9)
    expect(strategy.weights[0]).toBeCloseTo(0.5299301845, 9)
    expect(strategy.weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)).toBeCloseTo(1, 12)
    expect([strategy.cSigma, strategy.cC, strategy.c1, strategy.cMu].map((value) => Number(value.toFixed(4)))).toEqual([
      0.3651, 0.4502, 0.0473, 0.0382,
    ])
    expect(strategy.chi).toBeCloseTo(2.1285237558, 9)
    expect(strategy.weights[7]).toBeCloseTo(-0.9134980955, 9)
  })
})

describe('the eigenvalues of a symmetric matrix', () => {
  test('and its eigenvectors put it together again', () => {
    const random = createRandom(1, ['test'])
    for (const n of [1, 2, 7, 20]) {
      const rows = Array.from({ length: n }, () => Float64Array.from({ length: n }, () => random.normal()))
      for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) rows[i]![j] = rows[j]![i]!
      const { values, vectors } = eigenOf(rows)
      let worst = 0
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const again = values.reduce((sum, value, k) => sum + vectors[i]![k]! * value * vectors[j]![k]!, 0)
          const product = vectors.reduce((sum, row) => sum + row[i]! * row[j]!, 0)
          worst = Math.max(worst, Math.abs(again - rows[i]![j]!), Math.abs(product - (i === j ? 1 : 0)))
        }
      }
      expect(worst).toBeLessThan(1e-12)
    }
  })
})
