import { describe, expect, test } from 'vitest'
import type { HeatMap } from '../../../src/api/visual.ts'
import { massIn, quantilesOf, shareOutside, spreadOver, sumOf } from '../../../src/render/charts/binned-mass.ts'
import type { BinnedMass } from '../../../src/render/charts/binned-mass.ts'
import { drawBars } from '../../../src/render/charts/draw-bars.ts'
import { drawHeatMap } from '../../../src/render/charts/draw-heat-map.ts'
import type { Drawing } from '../../../src/render/charts/drawing.ts'
import { labelWith, logBeyond, rangeOfMass, sayOutside } from '../../../src/render/charts/mass-range.ts'
import { loadPlot } from '../../../src/render/charts/plot.ts'

await loadPlot()

function binned(edges: readonly number[], counts: readonly number[]): BinnedMass {
  return massIn(edges, (i) => counts[i] as number)
}

function even(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count)
}

/** Nearly all in the middle of a hundred bins, one in each of the others. */
const TAILED = Array.from({ length: 101 }, (_, i) => (i >= 49 && i <= 51 ? 50_000 : 1))

describe('the range of a distribution', () => {
  test('is all of it where it has no tails', () => {
    const all = [binned([0, 1, 2, 3], [5, 9, 5])]
    expect(rangeOfMass(all, [0, 3])).toEqual({ domain: [0, 3], outside: 0 })
  })

  test('leaves out tails, and says how much is in them', () => {
    const { domain, outside } = rangeOfMass([binned(even(-50.5, 50.5, 101), TAILED)], [-50.5, 50.5])
    expect(domain[0]).toBeCloseTo(-1.8)
    expect(domain[1]).toBeCloseTo(1.8)
    expect(outside * (150_000 + 98)).toBeCloseTo(98 - 0.6)
  })

  test('takes no notice of edges that nothing is near', () => {
    expect(rangeOfMass([binned([-1e9, 0, 1, 2, 1e9], [0, 4, 4, 0])], [-1e9, 1e9])).toMatchObject({ outside: 0 })
  })

  test('is of all steps together', () => {
    const steps = Array.from({ length: 1000 }, (_, i) => binned(even(i, i + 1, 4), [1, 1, 1, 1]))
    expect(rangeOfMass(steps, [0, 1001])).toEqual({ domain: [0, 1001], outside: 0 })
  })

  test('is whole where nothing is in it', () => {
    expect(rangeOfMass([binned([0, 1], [0])], [0, 1])).toEqual({ domain: [0, 1], outside: 0 })
    expect(quantilesOf([], 0.1)).toBeNull()
    expect(shareOutside([], [0, 1])).toBe(0)
  })

  test('is logarithmic where many steps would be in one row of pixels', () => {
    const growing = Array.from({ length: 20 }, (_, i) => binned(even(0, 3 * 10 ** (i / 2), 4), [1, 1, 1, 1]))
    expect(logBeyond(growing, [0, 3e9])).toBe(10)
    expect(logBeyond(growing.slice(0, 4), [0, 90])).toBeNull()
  })
})

describe('bins over rows of pixels', () => {
  test('keep all that is in them, wherever they begin and end', () => {
    const bins = binned([0, 0.01, 0.02, 3.3, 9.99, 10], [5, 1, 7, 2, 3])
    const rows = spreadOver(bins, [0, 10], 7)
    expect(sumOf([...rows]) * (10 / 7)).toBeCloseTo(18)
  })

  test('are where they belong, from the top', () => {
    expect([...spreadOver(binned([0, 1, 4], [1, 6]), [0, 4], 4)]).toEqual([2, 2, 2, 1])
    expect([...spreadOver(binned([0, 1, 4], [1, 6]), [1, 3], 2)]).toEqual([2, 2])
  })
})

describe('what is said of it', () => {
  test.each([
    [0, ''],
    [1e-7, 'less than 0.01 % lie outside'],
    [0.0123, '1.2 % lie outside'],
  ])('of %s', (share, text) => expect(sayOutside(share)).toBe(text))

  test('stays where the label is too long', () => {
    expect(labelWith('gradients of the very first layer', ['', '1 % lie outside'], 200)).toMatch(/^grad.*… \(1 % lie outside\)$/)
    expect(labelWith('loss', [''], 200)).toBe('loss')
  })

  test('counts bars without an end', () => {
    const axes = { x: { label: 'x' }, y: { label: 'count' } }
    const drawn = drawBars({ type: 'bars', title: 't', ...axes, edges: [-Infinity, 0, 1, Infinity], heights: [1, 2, 1] })
    expect('svg' in drawn && drawn.svg).toContain('x (50 % lie outside)')
  })
})

describe('distributions at the limits', () => {
  function draw(columns: HeatMap['columns']): Drawing {
    const axes = { x: { label: 'step' }, y: { label: 'y' }, colour: { label: 'share' } }
    return drawHeatMap({ type: 'heat-map', title: 't', ...axes, isDensity: true, columns })
  }
  test.each([
    ['the largest numbers', [-Number.MAX_VALUE, 0, Number.MAX_VALUE]],
    ['the smallest numbers', [0, 5e-324, 1e-323]],
    ['infinite ends', [-Infinity, 0, 1, Infinity]],
    ['bins as narrow as numbers are', [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON]],
  ])('%s make a picture', (_, edges) => {
    const counts = edges.slice(1).map(() => 1 / edges.length)
    const values = counts.map((share, i) => share / ((edges[i + 1] as number) - (edges[i] as number)))
    const drawn = draw([
      { x: 0, edges, values },
      { x: 1, edges: [0, 1, 2], values: [0.5, 0.5] },
      { x: 2, edges: [0, 1e6, 2e6], values: [5e-7, 5e-7] },
    ])
    expect('svg' in drawn && !/NaN[^<]|undefined/.test(drawn.svg.replaceAll(/base64,[^"]*/g, ''))).toBe(true)
  })

  test.each([[[]], [[{ x: 0, edges: [0, 1], values: [0] }]], [[{ x: 0, edges: [0, 1], values: [Number.NaN] }]]])(
    'empty ones make a sentence: %j',
    (columns) => {
      expect(draw(columns)).toEqual({ note: 'Nothing to draw: all its bins are empty.' })
    },
  )
})
