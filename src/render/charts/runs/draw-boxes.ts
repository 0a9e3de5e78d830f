import type { Box, BoxChart } from '../../../api/run-charts.ts'
import type { ScaleSpec } from '../axis-ticks.ts'
import type { Drawing } from '../drawing.ts'
import { extentOf } from '../extent.ts'
import type { Place } from '../frame.ts'
import { numberText } from '../number-text.ts'
import { INK, LINE_COLOURS } from '../theme.ts'
import { heightOf } from './draw-curves.ts'
import { drawRunFrame } from './draw-run-frame.ts'
import { besideOf, round } from './group-look.ts'
import { runScaleOfY } from './run-scale-of-y.ts'

/** Pixels of a box from left to right. */
const WIDEST = 46

/** Boxes as SVG, or why there is nothing to draw. */
export function drawBoxes(chart: BoxChart): Drawing {
  const boxes = chart.boxes.filter(({ values }) => Array.from(values).some(Number.isFinite))
  const extent = extentOf(boxes.map(({ values }) => values))
  if (extent === null) return { note: 'Nothing to draw: it has no finite values.' }
  const columns = boxes.map(({ values }) => ({ x: Float64Array.from(values, () => 0), y: values }))
  const y = runScaleOfY(chart, columns, extent)
  const x: ScaleSpec = {
    label: chart.x.label,
    isLog: false,
    names: boxes.map(({ label }) => label),
    domain: [-0.6, boxes.length - 0.4],
  }
  const body = (place: Place): string => boxes.map((box, i) => drawBox(box, i, { place, y, of: boxes.length })).join('')
  const alt = `${boxes.length} ${boxes.length === 1 ? 'box' : 'boxes'}: ${chart.y.label} by ${chart.x.label}, from ${numberText(extent[0])} to ${numberText(extent[1])}.`
  return drawRunFrame(chart, { x, y, legend: [], alt, body })
}

interface DrawnBox {
  readonly place: Place
  readonly y: ScaleSpec
  readonly of: number
}

function drawBox(
  { values, quartiles: [q1, median, q3], whiskers: [low, high] }: Box,
  index: number,
  { place, y, of }: DrawnBox,
): string {
  const height = heightOf(y, place)
  const half = Math.min(WIDEST, ((place.right - place.left) / (of + 0.2)) * 0.55) / 2
  const x = round(place.x(index))
  const [left, right] = [round(x - half), round(x + half)]
  const colour = LINE_COLOURS[0]
  const style = `fill="none" stroke="${colour}" stroke-width="1.3"`
  const box = `<rect x="${left}" y="${height(q3)}" width="${round(right - left)}" height="${round(height(q1) - height(q3))}" fill="${colour}" fill-opacity="0.14" stroke="${colour}" stroke-width="1.3"/>`
  const lines = `<path d="M${x},${height(q3)}V${height(high)}M${x},${height(q1)}V${height(low)}M${round(x - half / 2)},${height(high)}h${round(half)}M${round(x - half / 2)},${height(low)}h${round(half)}" ${style}/>`
  const middle = `<path d="M${left},${height(median)}H${right}" fill="none" stroke="${colour}" stroke-width="2.6"/>`
  const dots = Array.from(values).flatMap((value, i) => {
    if (!Number.isFinite(value)) return []
    return [
      `<circle cx="${round(x + besideOf(i) * half * 0.7)}" cy="${height(value)}" r="2.4" fill="${INK}" fill-opacity="0.55"/>`,
    ]
  })
  return box + lines + middle + dots.join('')
}
