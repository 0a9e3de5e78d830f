import { beforeAll, describe, expect, test } from 'vitest'
import type { CurveChart } from '../../../src/api/run-charts.ts'
import { loadLanguage } from '../../../src/query/filter/environment.ts'
import { plot } from '../../../src/query/figures/plot.ts'
import type { RunFields } from '../../../src/query/run-fields.ts'
import { summarise } from '../../../src/query/statistics/summarise.ts'
import { madeRun } from './made-runs.ts'

beforeAll(loadLanguage)

const curvesOf = (runs: readonly RunFields[], options: Partial<Parameters<typeof plot>[1]> = {}): CurveChart =>
  plot(runs, { of: 'loss', ...options }).chart as CurveChart

const listOf = (values: ArrayLike<number> | undefined): readonly number[] => Array.from(values ?? [])

const SEEDS = [1, 2, 3, 4]

describe('curves over runs', () => {
  test('are the mean at each step with the interval that groups have, a line a group in the order of the parameter', () => {
    const runs = [0.3, 0.1].flatMap((rate) => SEEDS.map((seed) => madeRun({ rate, seed, loss: { values: [seed, 2 * seed] } })))
    const { curves, by, x, y } = curvesOf(runs)
    expect([by, x.label, y.label, curves.map(({ label }) => label)]).toEqual(['rate (Hz)', 'step', 'loss', ['0.1', '0.3']])
    const expected = summarise([2, 4, 6, 8])
    expect([curves[0]?.y[1], curves[0]?.low?.[1], curves[0]?.high?.[1]]).toEqual([expected?.mean, ...(expected?.interval ?? [])])
  })

  test('have the median and quartiles, or the mean between min and max, when that is asked for', () => {
    const runs = [1, 2, 4, 8, 100].map((value, seed) => madeRun({ seed, loss: { values: [value] } }))
    const bandOf = (band: 'quartiles' | 'range'): unknown => {
      const [curve] = curvesOf(runs, { band }).curves
      return [curve?.y[0], curve?.low?.[0], curve?.high?.[0]]
    }
    expect([bandOf('quartiles'), bandOf('range')]).toEqual([
      [4, 2, 8],
      [23, 1, 100],
    ])
  })

  test('count the runs at each step: where some have ended there are fewer, and it is said', () => {
    const runs = [3, 3, 1].map((length, seed) => madeRun({ seed, loss: { values: [6, 7, 8].slice(0, length) } }))
    const { curves, notes } = curvesOf(runs)
    expect(listOf(curves[0]?.n)).toEqual([3, 2, 2])
    expect(notes).toContain('Thin: fewer runs have a value there, 2 at the least')
  })

  test('leave out what is not finite, and say how many', () => {
    const runs = [Number.NaN, 1, 3].map((second, seed) => madeRun({ seed, loss: { values: [1, second, Infinity] } }))
    const { curves, notes } = curvesOf(runs)
    expect([listOf(curves[0]?.n), curves[0]?.y[1], curves[0]?.y[2]]).toEqual([[3, 2, 0], 2, Number.NaN])
    expect(notes).toContain('4 values that are not finite left out')
  })

  test('stand at the steps that all runs share, whatever the order in which these came', () => {
    const often = madeRun({ seed: 1, loss: { values: [40, 10, 20, 30, 0], steps: [4, 1, 2, 3, 0] } })
    const seldom = madeRun({ seed: 2, loss: { values: [2, 22, 42], steps: [0, 2, 4] } })
    const { curves, notes } = curvesOf([often, seldom])
    expect([listOf(curves[0]?.x), listOf(curves[0]?.y)]).toEqual([
      [0, 2, 4],
      [1, 21, 41],
    ])
    expect(notes?.join()).not.toContain('Interpolated')
  })

  test('are interpolated where runs share no steps, never beyond their ends, and it is said', () => {
    const even = madeRun({ seed: 1, loss: { values: [0, 20, 40], steps: [0, 2, 4] } })
    const odd = madeRun({ seed: 2, loss: { values: [10, 30], steps: [1, 3] } })
    const { curves, notes } = curvesOf([even, odd])
    expect([listOf(curves[0]?.y), listOf(curves[0]?.n)]).toEqual([
      [0, 10, 20, 30, 40],
      [1, 2, 2, 2, 1],
    ])
    expect(notes).toContain('Interpolated between the points of each run')
  })

  test('drop no run that shares its steps with none, though the others share all of theirs', () => {
    const steps = Array.from({ length: 101 }, (_, i) => 10 * i)
    const same = [1, 2].map((seed) => madeRun({ seed, loss: { values: steps.map(() => 1), steps } }))
    const odd = madeRun({ seed: 3, loss: { values: [7, 7, 7, 7], steps: [5, 15, 25, 35] } })
    const { curves, notes } = curvesOf([...same, odd])
    expect(Math.max(...listOf(curves[0]?.y))).toBe(3)
    expect(Math.max(...listOf(curves[0]?.n))).toBe(3)
    expect(notes).toContain('Interpolated between the points of each run')
  })

  test('of a step that was tracked twice the last value counts', () => {
    const [curve] = curvesOf([madeRun({ seed: 1, loss: { values: [1, 2, 3], steps: [0, 1, 1] } })]).curves
    expect(listOf(curve?.y)).toEqual([1, 3])
  })

  test('stand over the time since each run began', () => {
    const runs = [1, 2].map((seed) => madeRun({ seed, loss: { values: [1, 3], times: [0, 1000 * seed] } }))
    const { curves, x } = curvesOf(runs, { x: 'time' })
    expect([x.scale, listOf(curves[0]?.x), listOf(curves[0]?.y)]).toEqual(['time', [0, 1000, 2000], [1, 2.5, 3]])
  })

  test('have a line for each context of the series, or that which is named', () => {
    const runs = SEEDS.map((seed) => madeRun({ seed, contexts: { train: { values: [1] }, val: { values: [2] } } }))
    expect(curvesOf(runs).curves.map(({ label, y }) => [label, y[0]])).toEqual([
      ['split=train', 1],
      ['split=val', 2],
    ])
    expect(curvesOf(runs, { of: 'loss split=val' }).curves.map(({ y }) => y[0])).toEqual([2])
  })

  test('of several groups and contexts say both apart, the least and the most runs with the group', () => {
    const runs = [0.1, 0.3].flatMap((rate) =>
      [1, 2].map((seed) => {
        const train = { train: { values: [1] } }
        return madeRun({ rate, seed, contexts: rate === 0.1 && seed === 1 ? train : { ...train, val: { values: [2] } } })
      }),
    )
    const { curves, by } = curvesOf(runs)
    expect([by, curves.map(({ group, context }) => [group, context])]).toEqual([
      'rate (Hz)',
      [
        ['0.1 (n = 1–2)', 'split = train'],
        ['0.1 (n = 1–2)', 'split = val'],
        ['0.3 (n = 2)', 'split = train'],
        ['0.3 (n = 2)', 'split = val'],
      ],
    ])
  })

  test('of a named context say it at the axis in words, or what is asked for', () => {
    const runs = [1, 2].map((seed) => madeRun({ seed, contexts: { val: { values: [1] } } }))
    expect(curvesOf(runs, { of: 'loss split=val' }).y.label).toBe('loss, split = val')
    const { x, y, notes } = curvesOf(runs, { of: 'loss split=val', xLabel: 'Epoch', yLabel: 'Validation loss', log: true })
    expect([x.label, y.label, y.scale]).toEqual(['Epoch', 'Validation loss', 'log'])
    expect(notes).toContain('The axis of y is logarithmic')
  })

  test('are smoothed run by run', () => {
    const [curve] = curvesOf([madeRun({ seed: 1, loss: { values: [0, 1] } })], { smoothing: 0.5 }).curves
    expect(curve?.y[1]).toBeCloseTo(0.5 / 0.75)
  })

  test('are at 200 steps at the most, evenly chosen with both ends, since each has an interval', () => {
    const runs = [1, 2].map((seed) => madeRun({ seed, loss: { values: Array.from({ length: 1001 }, (_, i) => i) } }))
    const { curves, notes } = curvesOf(runs)
    expect([curves[0]?.x.length, curves[0]?.x[0], curves[0]?.x[199]]).toEqual([200, 0, 1000])
    expect(notes).toContain('200 of 1,001 steps, evenly chosen')
  })

  test('name the runs that do not count', () => {
    const runs = [
      madeRun({ seed: 1, loss: { values: [1] } }),
      madeRun({ seed: 2, loss: { values: [9] }, status: 'failed' }),
      madeRun({ seed: 3 }),
    ]
    const { notes, curves } = curvesOf(runs)
    expect(curves[0]?.y[0]).toBe(1)
    expect(notes).toEqual(expect.arrayContaining(['Left out: 1 failed: xxx2', 'Left out: 1 no such series: xxx3']))
  })

  test('of a name that no run has are a mistake, with the nearest name; of no runs there is nothing to draw', () => {
    const runs = [madeRun({ seed: 1, loss: { values: [1] } })]
    expect(() => curvesOf(runs, { of: 'los' })).toThrow(
      expect.objectContaining({ code: 'QUERY_FIELD_UNKNOWN', hint: 'Did you mean loss?' }),
    )
    expect(() => curvesOf([])).toThrow(expect.objectContaining({ code: 'PLOT_EMPTY' }))
    expect(() => curvesOf([madeRun({ seed: 1, loss: { values: [1] }, status: 'crashed' })])).toThrow('1 crashed: xxx1')
  })
})
