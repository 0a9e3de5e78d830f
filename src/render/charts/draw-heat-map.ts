import type { HeatMap, HeatMapColumn } from '../../api/visual.ts'
import { drawLegend, legendWidth } from './colour-legend.ts'
import { colourRamp, gridImage } from './colour-ramp.ts'
import type { Drawing } from './drawing.ts'
import { extentOf, widen } from './extent.ts'
import { drawFrame, innerWidth } from './frame.ts'
import type { Place } from './frame.ts'
import { numberText } from './number-text.ts'

/** A heat map as SVG, or why there is nothing to draw. Each column reaches half-way to its neighbours. */
export function drawHeatMap({ title, x, y, colour, isDensity, columns: given }: HeatMap): Drawing {
  const columns = given.filter(({ x: at, values }) => Number.isFinite(at) && values.length > 0).toSorted((a, b) => a.x - b.x)
  const span = extentOf(columns.map(({ edges }) => edges))
  const ramp = colourRamp(
    colour,
    columns.map(({ values }) => values),
    isDensity === true,
  )
  if (span === null || ramp === null) return { note: 'Nothing to draw: it has no finite values.' }
  const borders = bordersOf(columns.map(({ x: at }) => at))
  const xDomain: readonly [number, number] = [borders[0] as number, borders.at(-1) as number]
  const yDomain = span[0] === span[1] ? widen(span, 0) : span
  const alt = `Heat map: ${title}; ${y.label} from ${numberText(span[0])} to ${numberText(span[1])} over ${columns.length} ${columns.length === 1 ? 'step' : 'steps'}.`
  const right = legendWidth(ramp)
  const size = { width: Math.min(innerWidth(right), MOST_COLUMNS), height: ROWS }
  const image = gridImage(
    { ...size, valueAt: valuesIn(columns, { ...size, borders, yDomain, outside: isDensity === true ? 0 : Number.NaN }) },
    ramp,
  )
  const below = ({ left, right: end, top, bottom }: Place): string =>
    `<image x="${left}" y="${top}" width="${end - left}" height="${bottom - top}" preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${image}"/>`
  const above = (place: Place): string => drawLegend(ramp, colour.label, place)
  const scales = { x: { label: x.label, isLog: false, domain: xDomain }, y: { label: y.label, isLog: false, domain: yDomain } }
  return { svg: drawFrame({ title, ...scales, right, grid: false, below, above, alt }), alt }
}

const MOST_COLUMNS = 1200
const ROWS = 300

/** Half-way between neighbours, and as far beyond the first and the last. */
function bordersOf(at: readonly number[]): readonly number[] {
  const [first = 0] = at
  const last = at.at(-1) ?? 0
  const between = at.slice(1).map((x, i) => (x + (at[i] as number)) / 2)
  const before = between.length === 0 ? first - 0.5 : first - ((between[0] as number) - first || 0.5)
  const after = between.length === 0 ? last + 0.5 : last + (last - (between.at(-1) as number) || 0.5)
  return [before, ...between, after]
}

interface Raster {
  readonly width: number
  readonly height: number
  readonly borders: readonly number[]
  readonly yDomain: readonly [number, number]
  /** The value where a column has none. */
  readonly outside: number
}

/** The value below the middle of each pixel. */
function valuesIn(
  columns: readonly HeatMapColumn[],
  { width, height, borders, yDomain, outside }: Raster,
): (column: number, row: number) => number {
  const [left, right] = [borders[0] as number, borders.at(-1) as number]
  const indices = Array.from({ length: width }, (_, i) => intervalOf(left + ((i + 0.5) / width) * (right - left), borders))
  const heights = Array.from({ length: height }, (_, i) => yDomain[1] - ((i + 0.5) / height) * (yDomain[1] - yDomain[0]))
  return (column, row) => {
    const { edges, values } = columns[indices[column] as number] as HeatMapColumn
    const bin = intervalOf(heights[row] as number, edges)
    return values[bin] ?? outside
  }
}

/** Which interval between ascending borders holds a value; −1 outside of them. */
function intervalOf(value: number, borders: ArrayLike<number>): number {
  let [low, high] = [0, borders.length - 1]
  if (!(value >= (borders[low] as number) && value <= (borders[high] as number))) return -1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (value < (borders[middle] as number)) high = middle
    else low = middle
  }
  return low
}
