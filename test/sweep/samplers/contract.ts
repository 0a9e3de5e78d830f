import { describe, expect, test } from 'vitest'
import { createSampler } from '../../../src/sweep/samplers/create-sampler.ts'
import type { SamplerChoice } from '../../../src/sweep/samplers/create-sampler.ts'
import type { Sampler } from '../../../src/sweep/samplers/sampler.ts'
import type { Direction, Trial } from '../../../src/sweep/samplers/trial.ts'
import { axisOf } from '../../../src/sweep/space/axis.ts'
import { holds } from '../../../src/sweep/space/condition.ts'
import { defineSpace } from '../../../src/sweep/space/define-space.ts'
import { choice, grid, range } from '../../../src/sweep/space/dimension.ts'
import type { Point } from '../../../src/sweep/space/point.ts'
import type { Space } from '../../../src/sweep/space/space.ts'
import { simulate } from './simulate.ts'

export interface ContractOptions {
  /** Where it takes no ranges without a step: the number of points is finite. */
  readonly finite?: boolean
  /** Where values without an order are refused, and so are conditions. */
  readonly orderedOnly?: boolean
  /** What it minimises; one objective by default. */
  readonly directions?: readonly Direction[]
}

/** What every sampler keeps to: the guarantees of its interface. */
export function describeSampler(sampler: SamplerChoice, options: ContractOptions = {}): void {
  const { directions = ['minimize'] } = options
  const space = spaceFor(options)
  const make = (seed = 7, over = space): Sampler => createSampler(over, { ...sampler, seed, directions })
  const values = (point: Point): readonly number[] => directions.map((_, i) => measure(point, i))
  const outcomes = (point: Point, number: number): readonly number[] | 'pruned' | 'failed' =>
    number % 5 === 3 ? 'failed' : number % 7 === 4 ? 'pruned' : values(point)

  describe(`the sampler ${sampler.sampler}`, () => {
    test('suggests the same again for the same seed and the same trials, whatever it was asked before', () => {
      const ledger = simulate(make(), { trials: 70, jobs: 4, evaluate: outcomes })
      const again = make()
      for (const { number, suggestion, known } of ledger.toReversed()) expect(again.ask(number, known)).toEqual(suggestion)
      for (const { number, suggestion, known } of ledger) expect(make().ask(number, known)).toEqual(suggestion)
    })

    test('replays from what a ledger keeps as JSON', () => {
      const ledger = simulate(make(), { trials: 60, jobs: 3, evaluate: outcomes })
      const copy = JSON.parse(JSON.stringify(ledger)) as typeof ledger
      for (const { number, suggestion, known } of copy) expect(make().ask(number, known)).toEqual(suggestion)
    })

    test('does not mind in which order trials have ended', () => {
      for (const { number, suggestion, known } of simulate(make(), { trials: 60, jobs: 5, evaluate: outcomes })) {
        expect(make().ask(number, known.toReversed())).toEqual(suggestion)
      }
    })

    test('changes nothing that it is told', () => {
      const { known } = simulate(make(), { trials: 60, jobs: 5, evaluate: outcomes }).at(-1)!
      const before = JSON.stringify(known)
      make().ask(
        99,
        known.map((trial) => Object.freeze(trial)),
      )
      expect(JSON.stringify(known)).toBe(before)
    })

    test('stays in the space, on its steps, with parameters exactly where their conditions hold', () => {
      for (const jobs of [1, 8]) {
        for (const { suggestion } of simulate(make(jobs), { trials: 150, jobs, evaluate: outcomes })) {
          expectInside(space, suggestion.parameters)
        }
      }
    })

    test('goes on beside trials that are all pending, all failed or all pruned', () => {
      for (const evaluate of [() => 'failed' as const, () => 'pruned' as const]) {
        const ledger = simulate(make(), { trials: 40, evaluate })
        for (const { suggestion } of ledger) expectInside(space, suggestion.parameters)
        expect(ledger.length).toBe(Math.min(40, make().size ?? 40))
      }
      const ledger = simulate(make(), { trials: 40, jobs: 40, evaluate: values })
      expect(ledger.map(({ known }) => known.every(({ state }) => state === 'pending'))).not.toContain(false)
      expectDistinct(ledger.map(({ suggestion }) => suggestion.parameters))
    })

    test('goes on beside values that are not finite, and trials of another space', () => {
      const strange = simulate(make(), {
        trials: 60,
        evaluate: (point, number) => directions.map((_, i) => [Number.NaN, Infinity, -Infinity, measure(point, i)][number % 4]!),
      })
      for (const { suggestion } of strange) expectInside(space, suggestion.parameters)
      const foreign = Array.from({ length: 40 }, (_, number): Trial => {
        const parameters = number % 2 === 0 ? { other: 1 } : { layers: 99, rate: 'fast', momentum: -5 }
        return {
          state: 'done',
          number,
          parameters,
          note: number % 3 === 0 ? null : { generation: 'x' },
          values: directions.map(() => 1),
        }
      })
      expectInside(space, make().ask(40, foreign)!.parameters)
    })

    test('refuses a trial with another number of values than there are objectives', () => {
      const trial: Trial = { state: 'done', number: 0, parameters: {}, note: null, values: [...directions.map(() => 1), 2] }
      expect(() => make().ask(1, [trial])).toThrow(expect.objectContaining({ code: 'SWEEP_HISTORY' }))
    })

    test('suggests the first of one trial, and the last of a thousand', () => {
      expectInside(space, make().ask(0, [])!.parameters)
      const beginning = simulate(createSampler(space, { sampler: 'random', seed: 1, directions }), {
        trials: 990,
        jobs: 2,
        evaluate: outcomes,
      })
      const going = simulate(make(), { trials: 1000, jobs: 2, known: beginning.at(-1)!.known, evaluate: outcomes })
      expect(going.at(-1)!.number).toBe(999)
      for (const { suggestion } of going) expectInside(space, suggestion.parameters)
    })

    test('takes a space of one value', () => {
      const single = defineSpace({ only: [3] })
      expect(make(1, single).ask(0, [])?.parameters).toEqual({ only: 3 })
      const done: Trial[] = Array.from({ length: 30 }, (_, number) => ({
        state: 'done',
        number,
        parameters: { only: 3 },
        note: null,
        values: directions.map(() => 1),
      }))
      expect(make(1, single).ask(30, done)?.parameters ?? { only: 3 }).toEqual({ only: 3 })
    })

    test('suggests something else for another seed', () => {
      if (options.finite === true) return
      expect(make(8).ask(0, [])).not.toEqual(make(7).ask(0, []))
    })
  })
}

function spaceFor({ finite = false, orderedOnly = false }: ContractOptions): Space {
  return defineSpace({
    rate: finite ? range(1e-5, 1e-1, { log: true, count: 9 }) : range(1e-5, 1e-1, { log: true }),
    momentum: finite ? grid([0.9, 0.99]) : range(0, 1),
    layers: '1..4',
    width: finite ? [32, 64] : range(8, 512, { integer: true, log: true }),
    dropout: '0..0.5:0.1',
    temperature: grid([2.5, 1.5, 2]),
    ...(orderedOnly
      ? {}
      : {
          optimizer: choice(['adam', 'sgd', 'lion']),
          dropout2: range(0, 0.5, { step: 0.25, when: 'layers > 2' }),
          nesterov: choice([true, false], { when: 'optimizer == "sgd" && layers in [1, 4]' }),
        }),
  })
}

/** Something with a minimum inside. */
function measure(point: Point, objective: number): number {
  const numbers = Object.values(point).map((value) => (typeof value === 'number' ? value : value === 'adam' ? 0 : 1))
  return numbers.reduce((sum, value, i) => sum + (value - (objective + i) / 10) ** 2, 0)
}

function expectInside(space: Space, point: Point): void {
  expect(findOutside(space, point)).toBeNull()
}

function findOutside(space: Space, point: Point): string | null {
  for (const dimension of space.dimensions) {
    const value = point[dimension.name]
    const is = `${dimension.name} = ${JSON.stringify(value)} in ${JSON.stringify(point)}`
    if ((value !== undefined) !== holds(dimension.when, point)) return is
    if (value !== undefined && axisOf(dimension).encode(value) === null) return is
  }
  return Object.keys(point).find((name) => !space.dimensions.some((dimension) => dimension.name === name)) ?? null
}

function expectDistinct(points: readonly Point[]): void {
  expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(points.length)
}
