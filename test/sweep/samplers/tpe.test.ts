import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../src/random/random.ts'
import { createSampler } from '../../../src/sweep/samplers/create-sampler.ts'
import { bandwidths } from '../../../src/sweep/samplers/tpe/bandwidths.ts'
import { normalMass } from '../../../src/sweep/samplers/tpe/normal-mass.ts'
import { fitParzen } from '../../../src/sweep/samplers/tpe/parzen.ts'
import type { Trial } from '../../../src/sweep/samplers/trial.ts'
import { defineSpace } from '../../../src/sweep/space/define-space.ts'
import { choice, range } from '../../../src/sweep/space/dimension.ts'
import { cubeOf } from '../../../src/sweep/space/encode-point.ts'
import type { Point } from '../../../src/sweep/space/point.ts'
import { describeSampler } from './contract.ts'
import { simulate } from './simulate.ts'

describeSampler({ sampler: 'tpe' })
describeSampler({ sampler: 'tpe', startup: 0, candidates: 5 })

const done = (number: number, parameters: Point, value: number): Trial => ({
  state: 'done',
  number,
  parameters,
  note: null,
  values: [value],
})

describe('TPE', () => {
  test('finds the best choices, and the better for more trials', () => {
    const space = defineSpace({ x: range(-5, 5), n: '0..20', kind: choice(['a', 'b', 'c']) })
    const cost = ({ x, n, kind }: Point) => (Number(x) - 2) ** 2 + Math.abs(Number(n) - 7) + (kind === 'b' ? 0 : 3)
    const bests = (sampler: 'tpe' | 'random') =>
      [1, 2, 3, 4, 5].map((seed) => {
        const ledger = simulate(createSampler(space, { sampler, seed }), { trials: 100, evaluate: (point) => [cost(point)] })
        return Math.min(...ledger.map(({ suggestion }) => cost(suggestion.parameters)))
      })
    expect(Math.max(...bests('tpe'))).toBeLessThan(0.5)
    expect(median(bests('tpe'))).toBeLessThan(median(bests('random')) / 3)
  })

  test('maximises as it minimises', () => {
    const space = defineSpace({ x: range(-5, 5) })
    const points = (direction: 'minimize' | 'maximize') =>
      simulate(createSampler(space, { sampler: 'tpe', seed: 1, directions: [direction] }), {
        trials: 40,
        evaluate: ({ x }) => [(direction === 'minimize' ? 1 : -1) * Number(x) ** 2],
      }).map(({ suggestion }) => suggestion)
    expect(points('maximize')).toEqual(points('minimize'))
  })

  test('sees how parameters depend on each other', () => {
    const space = defineSpace({ x: range(0, 1), y: range(0, 1) })
    const ledger = simulate(createSampler(space, { sampler: 'tpe', seed: 3 }), {
      trials: 200,
      evaluate: ({ x, y }) => [Math.abs(Number(x) - Number(y))],
    })
    const late = ledger
      .slice(100)
      .map(({ suggestion: { parameters } }) => Math.abs(Number(parameters['x']) - Number(parameters['y'])))
    expect(median(late)).toBeLessThan(0.1)
  })

  test('keeps a parallel trial away from those that are pending', () => {
    const space = defineSpace({ x: range(0, 1) })
    const ended = Array.from({ length: 20 }, (_, number) => done(number, { x: number / 20 }, (number / 20 - 0.5) ** 2))
    const sampler = createSampler(space, { sampler: 'tpe', seed: 1 })
    const spread = (pending: readonly Trial[]): number[] =>
      Array.from({ length: 30 }, (_, i) => Number(sampler.ask(100 + i, [...ended, ...pending])?.parameters['x']))
    const near = (xs: readonly number[]): number => xs.filter((x) => Math.abs(x - 0.5) < 0.05).length
    const pending = Array.from({ length: 8 }, (_, i): Trial => ({
      state: 'pending',
      number: 50 + i,
      parameters: { x: 0.48 + i / 200 },
      note: null,
    }))
    expect(near(spread([]))).toBeGreaterThan(2 * near(spread(pending)))
  })

  test('leaves a region where trials fail', () => {
    const space = defineSpace({ x: range(0, 1) })
    const ledger = simulate(createSampler(space, { sampler: 'tpe', seed: 2 }), {
      trials: 120,
      evaluate: ({ x }) => (Number(x) > 0.5 ? 'failed' : [1 - Number(x)]),
    })
    const late = ledger.slice(60).filter(({ suggestion }) => Number(suggestion.parameters['x']) > 0.5)
    expect(late.length).toBeLessThan(35)
  })

  test('takes pruned trials for worse than those that are done, and the sooner pruned for the worse', () => {
    const space = defineSpace({ x: range(0, 1) })
    const trials = Array.from({ length: 40 }, (_, number): Trial => {
      const x = number / 40
      if (number % 4 === 0) return done(number, { x }, x)
      return { state: 'pruned', number, parameters: { x }, note: null, reached: { step: number, value: -1 } }
    })
    const drawn = Array.from({ length: 30 }, (_, i) =>
      Number(createSampler(space, { sampler: 'tpe', seed: i }).ask(40, trials)?.parameters['x']),
    )
    expect(median(drawn)).toBeLessThan(0.35)
  })

  test('takes one objective only', () => {
    const refused = () =>
      createSampler(defineSpace({ x: [1, 2] }), { sampler: 'tpe', seed: 1, directions: ['minimize', 'maximize'] })
    expect(refused).toThrow(expect.objectContaining({ code: 'SAMPLER_SPACE', hint: expect.stringContaining('nsga2') }))
  })
})

describe('its densities', () => {
  test('sum to one over each kind of parameter', () => {
    const { axes } = cubeOf(defineSpace({ real: range(0, 1), step: '0..1:0.1', integer: '1..30:log', kind: ['a', 'b', 'c'] }))
    const random = createRandom(1, ['test'])
    for (const axis of axes) {
      const places = Float64Array.from({ length: 40 }, () => axis.encode(axis.decode(random.uniform()))!)
      const { logDensity } = fitParzen([axis], [places])
      const points = axis.cells ?? 20_000
      let sum = 0
      for (let cell = 0; cell < points; cell++) {
        const [low, high] = axis.cells === null ? [cell / points, (cell + 1) / points] : [axis.edge(cell), axis.edge(cell + 1)]
        sum += Math.exp(logDensity(Float64Array.of((low + high) / 2))) * (axis.cells === null ? high - low : 1)
      }
      expect(sum, axis.name).toBeCloseTo(1, 4)
    }
  })

  test('draw what they say', () => {
    const { axes } = cubeOf(defineSpace({ real: range(0, 1), step: '0..1:0.1', kind: ['a', 'b', 'c'] }))
    const random = createRandom(2, ['test'])
    for (const axis of axes) {
      const places = Float64Array.from({ length: 12 }, () => axis.encode(axis.decode(random.uniform()))!)
      const parzen = fitParzen([axis], [places])
      const cells = axis.cells ?? 10
      const counts = new Array<number>(cells).fill(0)
      for (let i = 0; i < 20_000; i++) {
        const [place] = parzen.draw(random)
        const cell = axis.cells === null ? Math.floor(place! * cells) : axis.cellAt(place!)
        counts[cell] = counts[cell]! + 1
      }
      for (const [cell, count] of counts.entries()) {
        const fine = axis.cells === null ? 200 : 1
        let expected = 0
        for (let i = 0; i < fine; i++) {
          expected +=
            Math.exp(parzen.logDensity(Float64Array.of((cell + (i + 0.5) / fine) / cells))) /
            (axis.cells === null ? fine * cells : 1)
        }
        expect(Math.abs(count / 20_000 - expected), `${axis.name} ${cell}`).toBeLessThan(0.015)
      }
    }
  })

  test('are as wide as the further neighbour is away', () => {
    expect([...bandwidths(Float64Array.of(0.3))]).toEqual([0.7])
    const widths = bandwidths(Float64Array.of(0.9, 0.1, 0.2, 0.2))
    expect([...widths].map((width) => Number(width.toFixed(6)))).toEqual([0.7, 0.166667, 0.166667, 0.7])
    expect(bandwidths(new Float64Array(0))).toHaveLength(0)
  })

  test('know the normal distribution, tails included', () => {
    expect(normalMass(-1, 1)).toBeCloseTo(0.6826894921, 6)
    expect(normalMass(-Infinity, 0)).toBeCloseTo(0.5, 6)
    expect(normalMass(5, Infinity) / 2.866515719e-7).toBeCloseTo(1, 5)
    expect(normalMass(-7, -6) / 9.85308e-10).toBeCloseTo(1, 3)
    expect(normalMass(-9, 9)).toBe(1)
    expect(normalMass(40, 41)).toBe(0)
  })
})

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}
