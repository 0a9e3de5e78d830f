import * as Plot from '@observablehq/plot'
import type { BarChart } from '../../api/visual.ts'
import { extentOf, widen } from './extent.ts'
import type { Drawing } from './drawing.ts'
import { drawFrame } from './frame.ts'
import { numberText } from './number-text.ts'
import { LINE_COLOURS, PAPER } from './theme.ts'

/** Bars as SVG, or why there is nothing to draw. */
export function drawBars({ title, x, y, edges, heights }: BarChart): Drawing {
  const span = extentOf([edges])
  const range = extentOf([heights])
  if (span === null || range === null) return { note: 'Nothing to draw: it has no bars.' }
  const total = heights.reduce((sum, height) => sum + (Number.isFinite(height) ? height : 0), 0)
  if (total === 0 && range[1] === 0) return { note: 'Nothing to draw: all its bars are empty.' }
  const alt = `Bar chart: ${title}; ${heights.length} bars over ${x.label} from ${numberText(span[0])} to ${numberText(span[1])}, the highest ${numberText(range[1])}.`
  const columns = { x1: edges.slice(0, -1), x2: edges.slice(1), y: heights, fill: LINE_COLOURS[0] }
  const mark = Plot.rectY({ length: heights.length }, { ...columns, stroke: PAPER, strokeWidth: heights.length > 150 ? 0 : 1 })
  const domain = widen(span, 0.01)
  const top: readonly [number, number] = [Math.min(0, range[0]), widen([0, range[1]], 0.05)[1]]
  const scales = { x: { label: x.label, isLog: false, domain }, y: { label: y.label, isLog: false, domain: top } }
  return { svg: drawFrame({ title, ...scales, right: 24, grid: true, marks: [mark], alt }), alt }
}
