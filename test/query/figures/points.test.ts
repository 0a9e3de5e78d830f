import { beforeAll, describe, expect, test } from 'vitest'
import type { BoxChart, ParallelChart, PointChart } from '../../../src/api/run-charts.ts'
import { loadLanguage } from '../../../src/query/filter/environment.ts'
import { boxOf } from '../../../src/query/figures/boxes.ts'
import { sayUnnamed } from '../../../src/query/figures/say-unnamed.ts'
import { plot } from '../../../src/query/figures/plot.ts'
import { axisOfX } from '../../../src/render/charts/runs/draw-points.ts'
import { summarise } from '../../../src/query/statistics/summarise.ts'
import { madeRun } from './made-runs.ts'

beforeAll(loadLanguage)

const RUNS = [0.1, 0.2].flatMap((rate) =>
  [8, 16].flatMap((size) => [1, 2, 3].map((seed) => madeRun({ rate, size, seed, accuracy: rate * size + seed }))),
)
const ODD = [
  madeRun({ seed: 4, accuracy: 1, status: 'failed' }),
  madeRun({ seed: 5 }),
  madeRun({ seed: 6, accuracy: Number.NaN }),
]

describe('figures of a number over runs', () => {
  test('means stand over the first key, with a line for each of the others, and the interval that groups have', () => {
    const chart = plot([...RUNS, ...ODD], { of: 'data.accuracy' }).chart as PointChart
    expect([chart.type, chart.x.label, chart.y.label, chart.by, chart.categories]).toEqual([
      'points',
      'rate (Hz)',
      'accuracy',
      'size',
      undefined,
    ])
    expect(chart.sets.map(({ label, x, isJoined }) => [label, x, isJoined])).toEqual([
      ['8', [0.1, 0.2], true],
      ['16', [0.1, 0.2], true],
    ])
    const expected = summarise([1.8, 2.8, 3.8])
    expect([chart.sets[0]?.y[0], chart.sets[0]?.low?.[0], chart.sets[0]?.high?.[0]]).toEqual([
      expected?.mean,
      ...(expected?.interval ?? []),
    ])
    expect(chart.notes).toEqual([
      'Mean of 3 runs a point; bar: 95 % interval of the mean (bootstrap)',
      'Points at the same rate stand side by side, so that their bars can be seen',
      'Left out: 1 failed: xxx4',
      'Left out: 1 no value: xxx5',
      'Left out: 1 NaN: xxx6',
    ])
  })

  test('say over what their groups are pooled, and on paper that the legend has no room for all', async () => {
    const pooled = { of: 'data.accuracy', by: ['params.rate'] }
    for (const kind of ['means', 'box'] as const)
      expect(plot(RUNS, { ...pooled, kind }).chart.notes).toContain('Pooled over size: 8, 16')
    expect(plot(RUNS, { ...pooled, kind: 'scatter', x: 'seed' }).chart.notes?.join()).not.toContain('Pooled')
    const many = Array.from({ length: 24 }, (_, i) => madeRun({ rate: i % 2, size: i >> 1, seed: 1, accuracy: i }))
    const figure = { of: 'data.accuracy', by: ['params.rate', 'params.size'], x: 'params.rate' }
    const onPaper = await sayUnnamed(plot(many, { ...figure, paper: true }).chart)
    expect(onPaper.notes?.at(-1)).toBe('The legend names 10 of 12 groups: there is no room for more')
    expect((await sayUnnamed(plot(many, figure).chart)).notes?.at(-1)).not.toContain('legend')
  })

  test('means stand only where runs count', () => {
    const failed = [1, 2].map((seed) => madeRun({ rate: 5, seed, status: 'failed' }))
    const { sets, notes = [] } = plot([...RUNS, ...failed], { of: 'data.accuracy', by: ['params.rate'] }).chart as PointChart
    expect(sets.map(({ x }) => x)).toEqual([[0.1, 0.2]])
    expect(notes).toContain('Left out: 2 failed: xxx1, xxx2')
  })

  test('a scatter has the scale that means over the same values have', () => {
    const values = [0.01, 0.1, 0.3, 5]
    const crowd = { x: [0.01, 0.1, 5, 0.3, 5, 5, 5, 5] }
    const scaleOf = (x: readonly number[]): boolean => axisOfX({ x: { label: 'rate' } }, [{ x }]).isLog
    expect([scaleOf(values), scaleOf(crowd.x)]).toEqual([true, true])
  })

  test('axes have the names and the scale that are asked for; parallel coordinates have none', () => {
    const asked = { of: 'data.accuracy', xLabel: 'Rate', yLabel: 'Accuracy (%)', log: true }
    for (const kind of ['means', 'scatter', 'box'] as const)
      expect(plot(RUNS, { ...asked, kind }).chart).toMatchObject({
        x: { label: 'Rate' },
        y: { label: 'Accuracy (%)', scale: 'log' },
      })
    expect(() => plot(RUNS, { ...asked, kind: 'parallel' })).toThrow(
      expect.objectContaining({ code: 'QUERY_OPTION', details: expect.objectContaining({ option: 'xLabel' }) }),
    )
  })

  test('means over what is no number stand at its names, and no line joins them', () => {
    const runs = ['sgd', 'adam'].flatMap((rate) => [1, 2].map((seed) => madeRun({ rate, seed, accuracy: seed })))
    const chart = plot(runs, { of: 'data.accuracy', kind: 'means' }).chart as PointChart
    expect([chart.categories, chart.sets.map(({ x, isJoined }) => [x, isJoined])]).toEqual([['adam', 'sgd'], [[[0, 1], false]]])
  })

  test('a scatter has a dot for each run that counts, by group', () => {
    const { chart, groups } = plot([...RUNS, ...ODD], {
      of: 'data.accuracy',
      kind: 'scatter',
      x: 'params.size',
      by: ['params.rate'],
    })
    const { sets, x } = chart as PointChart
    expect([x.label, sets.map(({ label, y }) => [label, y.length])]).toEqual([
      'size',
      [
        ['0.1', 6],
        ['0.2', 6],
      ],
    ])
    expect(sets[1]?.y[sets[1].x.length - 1]).toBeCloseTo(0.2 * (sets[1]?.x[5] ?? 0) + 3)
    expect(groups.map(({ runs }) => runs.length)).toEqual([6, 6])
  })

  test('boxes have quartiles, whiskers within one and a half of their distance, and all values', () => {
    const { boxes, x } = plot(RUNS, { of: 'data.accuracy', kind: 'box', by: ['params.size'] }).chart as BoxChart
    expect([x.label, boxes.map(({ label, values }) => [label, values.length])]).toEqual([
      'size',
      [
        ['8', 6],
        ['16', 6],
      ],
    ])
    expect(boxOf('', [1, 2, 3, 4, 100])).toMatchObject({ quartiles: [2, 3, 4], whiskers: [1, 4] })
  })

  test('parallel coordinates have an axis for each parameter that varies, and the number as the last', () => {
    const { axes } = plot([...RUNS, ...ODD], { of: 'data.accuracy', kind: 'parallel' }).chart as ParallelChart
    expect(axes.map(({ label, values }) => [label, values.length])).toEqual([
      ['rate (Hz)', 12],
      ['size', 12],
      ['accuracy', 12],
    ])
    for (const [kind, option] of [
      ['scatter', { band: 'range' }],
      ['box', { band: 'ci' }],
      ['box', { x: 'params.size' }],
      ['parallel', { x: 'params.size' }],
    ] as const)
      expect(() => plot([madeRun({ seed: 1, accuracy: 1 })], { of: 'data.accuracy', kind, ...option })).toThrow(
        `expected nothing with kind ${kind}; it is for curves, means`,
      )
    expect(() => plot([madeRun({ seed: 1, accuracy: 1 })], { of: 'data.accuracy', kind: 'parallel' })).toThrow(
      expect.objectContaining({ code: 'QUERY_OPTION' }),
    )
  })
})
