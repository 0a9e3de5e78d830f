import { describe, expect, test } from 'vitest'
import type { Line, LineChart } from '../../../src/api/visual.ts'
import { drawLines } from '../../../src/render/charts/draw-lines.ts'
import { loadPlot } from '../../../src/render/charts/plot.ts'

await loadPlot()

function lineOf(label: string, y: readonly number[]): Line {
  return { label, x: y.map((_, i) => i), y }
}

/** The texts of a chart, without their marks. */
function textsOf(lines: readonly Line[], more: Partial<LineChart> = {}): readonly string[] {
  const drawing = drawLines({ type: 'lines', title: 'loss', x: { label: 'step' }, y: { label: 'loss' }, lines, ...more })
  if ('note' in drawing) throw new Error(drawing.note)
  return [...drawing.svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text = '']) => text.replaceAll(/<[^>]*>/g, ''))
}

describe('a smoothed line', () => {
  test('has its true last value at its end, not the smoothed one', () => {
    const rising = Array.from({ length: 50 }, (_, i) => i * 2.1 + 0.7)
    expect(textsOf([lineOf('loss', rising)], { smoothing: 0.9 })).toContain('103.6')
  })
})
