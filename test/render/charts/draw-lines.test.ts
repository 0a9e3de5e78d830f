import { describe, expect, test } from 'vitest'
import type { Line, LineChart } from '../../../src/api/visual.ts'
import { drawLines } from '../../../src/render/charts/draw-lines.ts'
import type { Drawing } from '../../../src/render/charts/drawing.ts'
import type { Margins } from '../../../src/render/charts/frame.ts'
import { loadPlot } from '../../../src/render/charts/plot.ts'

await loadPlot()

function lineOf(label: string, y: readonly number[]): Line {
  return { label, x: y.map((_, i) => i), y }
}

function draw(lines: readonly Line[], more: Partial<LineChart> = {}): Extract<Drawing, { svg: string }> {
  const drawing = drawLines({ type: 'lines', title: 'loss', x: { label: 'step' }, y: { label: 'loss' }, lines, ...more })
  if ('note' in drawing) throw new Error(drawing.note)
  return drawing
}

function svgOf(lines: readonly Line[], more: Partial<LineChart> = {}): string {
  return draw(lines, more).svg
}

function marginsOf(more: Partial<LineChart> = {}): Margins {
  return draw([lineOf('a', [1, 2, 3])], more).margins ?? { left: 0, right: 0, top: 0 }
}

/** The texts of a chart, without their marks. */
function textsOf(lines: readonly Line[], more: Partial<LineChart> = {}): readonly string[] {
  return [...svgOf(lines, more).matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text = '']) => text.replaceAll(/<[^>]*>/g, ''))
}

describe('a smoothed line', () => {
  test('has its true last value at its end, not the smoothed one', () => {
    const rising = Array.from({ length: 50 }, (_, i) => i * 2.1 + 0.7)
    expect(textsOf([lineOf('loss', rising)], { smoothing: 0.9 })).toContain('103.6')
  })
})

describe('an axis', () => {
  test('is around a constant: whole numbers beside a whole one, as a count is', () => {
    const ticks = (value: number): readonly string[] =>
      textsOf([lineOf('a', [value, value, value])], { x: { label: '' }, y: { label: '' } })
    expect(ticks(1)).toEqual(['loss', '0', '1', '2', '0', '1', '2', '1'])
    expect(ticks(0.5)).toEqual(['loss', '0', '1', '2', '0.46', '0.48', '0.5', '0.52', '0.54', '0.5'])
  })

  test('of whole numbers has no ticks between them', () => {
    expect(textsOf([lineOf('a', [1, 2, 3])])).not.toContain('1.5')
  })

  test('has its label beside it, and the scale that is not linear with the label', () => {
    const svg = svgOf([lineOf('a', [1, 10, 100])], { y: { label: 'loss (nats)', scale: 'log' } })
    expect(svg).toMatch(/<text transform="translate\(18 \d+\) rotate\(-90\)" [^>]*>loss \(nats\) \(logarithmic\)<\/text>/)
  })

  test('without a label has more room, and so has a picture without a title', () => {
    const [labelled, bare] = [marginsOf({ y: { label: 'nats' } }), marginsOf({ title: '', y: { label: '' } })]
    expect(bare).toEqual({ ...labelled, left: labelled.left - 22, top: labelled.top - 24 })
    expect(svgOf([lineOf('a', [1, 2, 3])], { title: '' })).not.toContain('font-weight="bold" text-anchor="start"')
  })
})

describe('thirty lines', () => {
  const ising = (group: boolean): readonly Line[] =>
    Array.from({ length: 30 }, (_, i) => {
      const context = `temperature=${(2.2 + 0.03 * Math.floor(i / 6)).toFixed(5)}`
      return { ...lineOf(`${context},seed=${i % 6}`, [0, i]), ...(group ? { group: context } : {}) }
    })

  test('of groups have a colour for each, and the name of each at its middle line', () => {
    const svg = svgOf(ising(true))
    const texts = textsOf(ising(true))
    expect(texts).toContain('30 lines, of each colour the middle one named by temperature')
    expect(texts.filter((text) => text.startsWith('2.'))).toEqual([
      '2.20000 2',
      '2.23000 8',
      '2.26000 14',
      '2.29000 20',
      '2.32000 26',
    ])
    expect(
      new Set([...svg.matchAll(/<g [^>]*stroke="(#[0-9a-f]{6})"[^>]* aria-label="line"/g)].map(([, colour]) => colour)).size,
    ).toBe(5)
  })

  test('with long names are named by what differs, and it is said what that is', () => {
    const texts = textsOf(ising(false))
    expect(texts).toContainEqual(expect.stringMatching(/^30 lines, \d+ of them named by temperature, seed$/))
    expect(texts).toContain('2.20000, 0 0')
    expect(texts).toContain('2.32000, 5 29')
  })
})
