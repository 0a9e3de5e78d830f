import type * as ObservablePlot from '@observablehq/plot'
import type { Line, LineChart } from '../../api/visual.ts'
import { isCssColour } from '../../internal/css-colours.ts'
import type { Drawing } from './drawing.ts'
import { clamp, extentOf } from './extent.ts'
import { drawFrame, innerWidth } from './frame.ts'
import type { ScaleSpec } from './axis-ticks.ts'
import type { Margins, Place } from './frame.ts'
import { drawEndLabels, labelsWidth, mostLabels } from './line-labels.ts'
import type { EndLabel } from './line-labels.ts'
import { lineColours } from './line-colours.ts'
import { lineEnds } from './line-ends.ts'
import { calendarOf, scaleOfX, scaleOfY, withLogarithm } from './line-scales.ts'
import { numberText } from './number-text.ts'
import { reduceLine } from './reduce-line.ts'
import type { GapMark, ReducedLine } from './reduce-line.ts'
import { smooth } from './smooth.ts'
import { BLACK, DASHES, HEIGHT } from './theme.ts'
import { Plot } from './plot.ts'

/** Of marks, above the first. */
const MOST_ROWS = 5
/** As many as fit below each other. */
const MOST_LABELS = mostLabels(HEIGHT - 100)

/** Lines as SVG, or why there is nothing to draw. */
export function drawLines(chart: LineChart, least?: Margins): Drawing {
  const isDate = chart.lines.some(({ x: all }) => isDates(all))
  const placed = chart.lines.map(withNumbers).map(withKnownColour).filter(hasPlace)
  const colours = lineColours(placed)
  const given = placed.map((line, i): ColouredLine => ({ ...line, colour: colours[i] as string }))
  const lines = given.map(ascending)
  const extent = extentOf(lines.map(({ y }) => y))
  if (extent === null) return { note: nothingFinite(lines) }
  const x = isDate ? calendarOf(chart, lines) : scaleOfX(chart, lines)
  const y = scaleOfY(chart, lines, extent)
  const scaled = lines.map((line) => ({
    ...line,
    x: x.size === 1 ? line.x : Float64Array.from(line.x, (value) => value / x.size),
    y: y.isLog ? withLogarithm(line.y) : line.y,
  }))
  const { labels: ends, note } = lineEnds(
    // The last value as it was tracked: neither smoothed nor sorted by x.
    given.map((line) => (x.size === 1 ? line : { ...line, x: Float64Array.from(line.x, (value) => value / x.size) })),
    { domain: y.domain, isLog: y.isLog, most: MOST_LABELS },
  )
  const right = labelsWidth(ends)
  const count = innerWidth(right)
  const [from, to] = x.domain
  const marks = scaled.flatMap((line, i) => marksOf(line, { chart, i, of: lines.length, columns: { from, to, count }, y }))
  const alt = describe(chart, lines, extent, ends)
  const above = (place: Place): string => drawEndLabels(ends, place)
  const notes = [...notesOf(chart, lines, y.isLog), ...(note === null ? [] : [note])]
  return { ...drawFrame({ title: chart.title, x, y, notes, right, grid: true, marks, above, alt, least }), alt }
}

/** What has to be known to read the plot. */
function notesOf({ smoothing }: LineChart, lines: readonly Line[], isLog: boolean): readonly string[] {
  const odd = new Set(lines.flatMap(({ y }) => [...oddOf(y, isLog)]))
  return [
    ...(isWeight(smoothing) ? [`smoothed by ${numberText(smoothing)} over the raw line`] : []),
    ...ODD.filter((note) => odd.has(note)),
  ]
}

const ODD = ['▲ ∞', '▼ −∞', '▼ 0 or less', '× NaN'] as const

/** What is marked of values that have no place on the scale. */
function oddOf(values: ArrayLike<number>, isLog: boolean): ReadonlySet<(typeof ODD)[number]> {
  const odd = new Set<(typeof ODD)[number]>()
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (isLog ? value > 0 && value !== Infinity : Number.isFinite(value)) continue
    odd.add(Number.isNaN(value) ? '× NaN' : value > 0 ? '▲ ∞' : isLog ? '▼ 0 or less' : '▼ −∞')
  }
  return odd
}

function hasPlace({ x }: NumberLine): boolean {
  for (let i = 0; i < x.length; i++) if (Number.isFinite(x[i])) return true
  return false
}

/** Of colours that are none, those of the palette take the place; black is written in one way. */
function withKnownColour(line: NumberLine): NumberLine {
  if (line.colour === undefined) return line
  if (!isCssColour(line.colour)) return { ...line, colour: undefined }
  return /^(?:black|#0{3}|#0{6})$/i.test(line.colour) ? { ...line, colour: BLACK } : line
}

interface NumberLine extends Line {
  readonly x: ArrayLike<number>
}

function isDates(x: Line['x']): x is readonly Date[] {
  return Array.isArray(x) && x.some((value) => value instanceof Date)
}

/** Dates as milliseconds since the epoch. */
function withNumbers(line: Line): NumberLine {
  const { x } = line
  return { ...line, x: isDates(x) ? Float64Array.from(x, Number) : x }
}

interface ColouredLine extends NumberLine {
  readonly colour: string
}

interface SortedLine extends ColouredLine {
  readonly x: Float64Array
}

/** Sorted by x where it is not; points with the same x in the order in which they came. Without those that have no x. */
function ascending(line: ColouredLine): SortedLine {
  const { x, y } = line
  let isSorted = true
  for (let i = 0; i < x.length; i++) {
    if (!(Number.isFinite(x[i]) && (i === 0 || (x[i] as number) >= (x[i - 1] as number)))) isSorted = false
  }
  if (isSorted) return { ...line, x: x instanceof Float64Array ? x : Float64Array.from(x) }
  const order = Array.from({ length: x.length }, (_, i) => i).filter((i) => Number.isFinite(x[i]))
  order.sort((a, b) => (x[a] as number) - (x[b] as number) || a - b)
  return { ...line, x: Float64Array.from(order, (i) => x[i] as number), y: Float64Array.from(order, (i) => y[i] as number) }
}

interface Drawn {
  readonly chart: LineChart
  readonly i: number
  readonly of: number
  readonly columns: { readonly from: number; readonly to: number; readonly count: number }
  readonly y: ScaleSpec
}

function marksOf(line: SortedLine, { chart, i, of, columns, y }: Drawn): readonly ObservablePlot.Markish[] {
  const stroke = line.colour
  const dash = of > 1 && of <= DASHES.length ? DASHES[i] : undefined
  const raw = reduceLine(line.x, line.y, columns)
  const clip = chart.x.domain !== undefined || chart.y.domain !== undefined
  const style = { stroke, clip, strokeWidth: of > 8 ? 1.2 : 1.75, ...(dash === undefined ? {} : { strokeDasharray: dash }) }
  const isSmoothed = isWeight(chart.smoothing)
  const smoothed = isSmoothed ? [pathOf(reduceLine(line.x, smooth(line.y, chart.smoothing ?? 0), columns), style)] : []
  return [
    pathOf(raw, isSmoothed ? { stroke, clip, strokeWidth: 1, strokeOpacity: 0.35 } : style),
    ...smoothed,
    loneDots(raw, stroke),
    gapMarks(raw.marks, { y, stroke, i }),
  ]
}

export function isWeight(value: number | undefined): value is number {
  return value !== undefined && value > 0 && value < 1
}

function pathOf({ x, y }: ReducedLine, style: ObservablePlot.LineOptions): ObservablePlot.Markish {
  return Plot.line({ length: x.length }, { x, y: y.map(clamp), ...style })
}

/** Points without neighbours, which a line does not show. */
function loneDots({ x, y }: ReducedLine, fill: string): ObservablePlot.Markish {
  const alone = Array.from(x.keys()).filter((i) => {
    const isGap = (at: number): boolean => at < 0 || at >= y.length || Number.isNaN(y[at])
    return !isGap(i) && isGap(i - 1) && isGap(i + 1)
  })
  const columns = { x: alone.map((i) => x[i] as number), y: alone.map((i) => y[i] as number) }
  return Plot.dot({ length: alone.length }, { ...columns, r: 2.5, fill })
}

interface GapStyle {
  readonly y: ScaleSpec
  readonly stroke: string
  /** Which line of the plot: those of several stand above each other. */
  readonly i: number
}

/** Infinities at the edge where they went, NaN at the bottom. */
function gapMarks(marks: readonly GapMark[], { y: { domain }, stroke, i }: GapStyle): ObservablePlot.Markish {
  return Plot.text(marks, {
    x: 'x',
    y: ({ value }: GapMark) => (value === Infinity ? domain[1] : domain[0]),
    text: ({ value }: GapMark) => (Number.isNaN(value) ? '×' : value > 0 ? '▲' : '▼'),
    fill: stroke,
    fontSize: 9,
    dy: -5 - 8 * Math.min(i, MOST_ROWS),
  })
}

function nothingFinite(lines: readonly SortedLine[]): string {
  const count = lines.reduce((sum, { y }) => sum + y.length, 0)
  if (count === 0) return 'Nothing to draw: it has no points.'
  if (count === 1) return 'Nothing to draw: its only value is not finite.'
  return `Nothing to draw: none of the ${count.toLocaleString('en')} values are finite.`
}

function describe(
  chart: LineChart,
  lines: readonly SortedLine[],
  [min, max]: readonly [number, number],
  [end]: readonly EndLabel[],
): string {
  const points = lines.reduce((sum, { y }) => sum + y.length, 0)
  const what = lines.length === 1 ? 'Line plot' : `Line plot of ${lines.length} series`
  const range = min === max ? `all ${numberText(min)}` : `from ${numberText(min)} to ${numberText(max)}`
  const last = lines.length === 1 && end !== undefined ? `, last ${end.text}` : ''
  return `${what}: ${chart.title} over ${chart.x.label}; ${points.toLocaleString('en')} ${points === 1 ? 'point' : 'points'}, ${range}${last}.`
}
