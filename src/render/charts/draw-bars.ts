import type { BarChart } from '../../api/visual.ts'
import { massIn, shareOutside, sumOf } from './binned-mass.ts'
import type { Drawing } from './drawing.ts'
import { extentOf, widen } from './extent.ts'
import { drawFrame } from './frame.ts'
import type { ScaleSpec } from './axis-ticks.ts'
import type { Margins } from './frame.ts'
import { labelWith, rangeOfMass, sayOutside } from './mass-range.ts'
import type { MassRange, Range } from './mass-range.ts'
import { numberText } from './number-text.ts'
import { HEIGHT, LINE_COLOURS, MUTED, WIDTH } from './theme.ts'
import { Plot } from './plot.ts'

/** Fewer are chosen by somebody, and all shown. */
const MANY = 20
/** Bars between which there is no room for a gap. */
const DENSE = 150
/** Pixels of a bar that is not empty, at the least: beyond the axis. */
const LEAST = 2

/** Bars as SVG, or why there is nothing to draw. */
export function drawBars({ title, x, y, edges, heights, under = 0, over = 0 }: BarChart, least?: Margins): Drawing {
  const span = extentOf([edges])
  const extent = extentOf([heights, [under, over]])
  if (span === null || extent === null) return { note: 'Nothing to draw: it has no bars.' }
  if ([...heights, under, over].every((height) => !(Math.abs(height) > 0)))
    return { note: 'Nothing to draw: all its bars are empty.' }
  const isWhole = under > 0 || over > 0 // all is shown where somebody has chosen what lies outside
  const { domain, outside } = isWhole ? { domain: x.domain ?? span, outside: 0 } : rangeOf(edges, heights, x.domain ?? span)
  const said = sayOutside(outside)
  const alt = `Bar chart: ${title}; ${heights.length} bars over ${x.label} from ${numberText(span[0])} to ${numberText(span[1])}, the highest ${numberText(extent[1])}${sayBeyond(span, { under, over })}${said === '' ? '' : `; ${said} of the picture`}.`
  const top = y.domain ?? topOf(extent)
  const bars = [...barsIn(domain, edges, heights)]
  const beyond = beyondOf(domain, { under, over })
  const inset = bars.length > DENSE ? 0 : 0.5
  const lowest = (LEAST / (HEIGHT - 100)) * (top[1] - top[0])
  const marks = [
    Plot.rectY(bars, {
      x1: 'from',
      x2: 'to',
      y: ({ height }: Bar) => (height > 0 ? Math.max(height, lowest) : height),
      fill: LINE_COLOURS[0],
      insetLeft: inset,
      insetRight: inset,
    }),
    Plot.rectY(beyond.bars, { x1: 'from', x2: 'to', y: ({ height }: Bar) => Math.max(height, lowest), fill: MUTED }),
    Plot.ruleY([0], { stroke: MUTED }),
  ]
  const isAroundWhole = edges.every((edge) => Number.isInteger(edge - 0.5))
  const scales: { readonly x: ScaleSpec; readonly y: ScaleSpec } = {
    x: { label: labelWith(x.label, [said], WIDTH - 32), isLog: false, isWhole: isAroundWhole, ...beyond.scale },
    y: { label: y.label, isLog: false, domain: top, isWhole: heights.every(Number.isInteger) },
  }
  return { ...drawFrame({ title, ...scales, right: 24, grid: true, marks, alt, least }), alt }
}

interface Beyond {
  readonly under: number
  readonly over: number
}

/** Of the range of the others: how wide a bar beside them is, and how far away. */
const [BESIDE, APART] = [0.06, 0.02]

/** Bars of what lies below and above all edges, with a scale that has room for them. */
function beyondOf(
  [low, high]: Range,
  { under, over }: Beyond,
): { readonly bars: readonly Bar[]; readonly scale: Pick<ScaleSpec, 'domain' | 'within' | 'beyond'> } {
  const [wide, gap] = [(high - low) * BESIDE, (high - low) * APART]
  const bars = [
    ...(under > 0 ? [{ from: low - gap - wide, to: low - gap, height: under }] : []),
    ...(over > 0 ? [{ from: high + gap, to: high + gap + wide, height: over }] : []),
  ]
  if (bars.length === 0) return { bars, scale: { domain: widen([low, high], 0.01) } }
  const domain: Range = [under > 0 ? low - gap - wide : low, over > 0 ? high + gap + wide : high]
  const texts = { under: under > 0 ? `< ${numberText(low)}` : '', over: over > 0 ? `> ${numberText(high)}` : '' }
  return { bars, scale: { domain, within: [low, high], beyond: texts } }
}

function sayBeyond([low, high]: Range, { under, over }: Beyond): string {
  const said = [
    ...(under > 0 ? [`${numberText(under)} below ${numberText(low)}`] : []),
    ...(over > 0 ? [`${numberText(over)} above ${numberText(high)}`] : []),
  ]
  return said.length === 0 ? '' : `; ${said.join(', ')}`
}

/** From 0, with some room above. */
export function topOf([min, max]: Range): Range {
  return [Math.min(0, min), widen([0, max], 0.05)[1]]
}

/** Where nearly all is, by whole bins; those without an end lie outside. */
function rangeOf(edges: readonly number[], heights: readonly number[], whole: Range): MassRange {
  const bounded = massIn(edges, (i) => heights[i] as number)
  const inner = heights.length < MANY || heights.some((height) => height < 0) ? whole : rangeOfMass([bounded], whole).domain
  const domain: Range = [
    edges.findLast((edge) => edge <= inner[0]) ?? whole[0],
    edges.find((edge) => edge >= inner[1]) ?? whole[1],
  ]
  const all = sumOf(heights.filter((height) => height > 0 && height < Infinity))
  const inside = sumOf(bounded.masses) * (1 - shareOutside([bounded], domain))
  return { domain, outside: all - inside > all * 1e-9 ? 1 - inside / all : 0 }
}

interface Bar {
  readonly from: number
  readonly to: number
  readonly height: number
}

/** Those that are in a range; one without an end ends with the range. */
function* barsIn([low, high]: Range, edges: readonly number[], heights: readonly number[]): Generator<Bar> {
  for (const [i, height] of heights.entries()) {
    const [from, to] = [Math.max(low, edges[i] as number), Math.min(high, edges[i + 1] as number)]
    if (from < to) yield { from, to, height }
  }
}
