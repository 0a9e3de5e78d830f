import type { HeatMap, HeatMapColumn } from '../../api/visual.ts'
import { besideTitle } from './beside-title.ts'
import { massIn, spreadOver } from './binned-mass.ts'
import { drawLegend, legendWidth } from './colour-legend.ts'
import { colourRamp, gridImage } from './colour-ramp.ts'
import type { ColourRamp } from './colour-ramp.ts'
import { WIDTH } from './theme.ts'
import type { Drawing } from './drawing.ts'
import { extentOf, widen } from './extent.ts'
import { drawFrame, innerWidth, Y_LABEL_ROOM } from './frame.ts'
import type { ScaleSpec } from './axis-ticks.ts'
import type { Margins, Place } from './frame.ts'
import { drawBeyond, drawImage, sayBeyond, scaleBeyond } from './heat-map-beyond.ts'
import { labelWith, logBeyond as chooseLogBeyond, rangeOfMass, sayOutside } from './mass-range.ts'
import type { MassRange } from './mass-range.ts'
import { numberText } from './number-text.ts'

/** A heat map as SVG, or why there is nothing to draw. Each column reaches half-way to its neighbours. */
export function drawHeatMap(map: HeatMap, least?: Margins): Drawing {
  const columns = map.columns.filter(({ x, values }) => Number.isFinite(x) && values.length > 0).toSorted((a, b) => a.x - b.x)
  const extent = map.y.domain ?? extentOf(columns.map(({ edges }) => edges))
  const content = extent === null ? null : contentOf(map, columns, extent[0] === extent[1] ? widen(extent, 0) : extent)
  if (content === null)
    return { note: `Nothing to draw: ${map.isDensity === true ? 'all its bins are empty' : 'it has no finite values'}.` }
  const { ramp, domain, logBeyond, outside, valueAt, colour, beyond } = content
  const { title, x, y } = map
  const at = columns.map((column) => column.x)
  const borders = bordersOf(at)
  const xDomain = x.domain ?? [borders[0] as number, borders.at(-1) as number]
  const steps = `${columns.length} ${columns.length === 1 ? 'step' : 'steps'}`
  const range = `${y.label} from ${numberText(domain[0])} to ${numberText(domain[1])}`
  const alt = `Heat map: ${title}; ${range} over ${steps}${outside === '' ? '' : `; ${outside}`}.`
  const right = legendWidth(ramp)
  const width = Math.min(innerWidth(right), MOST_COLUMNS)
  const indices = indicesOf(borders, xDomain, width)
  const image = gridImage({ width, height: ROWS, valueAt: (i, row) => valueAt(indices[i] as number, row) }, ramp)
  const below = (place: Place): string => {
    const [top, bottom] = [round(place.y(domain[1])), round(place.y(domain[0]))]
    return `${drawImage(image, place, [top, bottom])}${drawBeyond(columns, indices, place, [top, bottom])}`
  }
  const above = (place: Place): string => drawLegend(ramp, besideTitle(colour, title), place)
  const scale = logBeyond === null ? '' : `logarithmic beyond ${domain[0] < 0 ? '±' : ''}${numberText(logBeyond)}`
  const scales = {
    x: { label: x.label, isLog: false, domain: xDomain, isWhole: at.every(Number.isInteger) },
    y: {
      label: labelWith(y.label, [scale], Y_LABEL_ROOM),
      isLog: false,
      ...beyond,
      logBeyond,
      isWhole: columns.every(({ edges }) => isAroundWhole(edges)),
    },
  }
  const notes = outside === '' ? [] : [outside]
  return { ...drawFrame({ title, ...scales, notes, notesRoom: WIDTH / 2, right, grid: false, below, above, alt, least }), alt }
}

/** Beside the first and the last column. */
const NOTHING: HeatMapColumn = { x: 0, edges: [], values: [] }

const MOST_COLUMNS = 1200
const ROWS = 300

type Range = readonly [number, number]

interface Content {
  readonly ramp: ColourRamp
  /** What the colours mean. */
  readonly colour: string
  readonly domain: Range
  readonly logBeyond: number | null
  /** The scale, with room for what lies below and above all edges. */
  readonly beyond: Pick<ScaleSpec, 'domain' | 'within' | 'beyond'>
  /** What is said of what is not shown. */
  readonly outside: string
  readonly valueAt: (column: number, row: number) => number
}

function contentOf(map: HeatMap, columns: readonly HeatMapColumn[], extent: Range): Content | null {
  return map.isDensity === true ? densities(map, columns, extent) : given(map, columns, extent)
}

/** The value below the middle of each pixel. */
function given({ colour }: HeatMap, columns: readonly HeatMapColumn[], domain: Range): Content | null {
  const ramp = colourRamp(
    colour,
    columns.map((column) => column.values),
  )
  if (ramp === null) return null
  const heights = Array.from({ length: ROWS }, (_, i) => domain[1] - ((i + 0.5) / ROWS) * (domain[1] - domain[0]))
  const valueAt = (column: number, row: number): number => {
    const { edges, values } = columns[column] ?? NOTHING
    return values[intervalOf(heights[row] as number, edges)] ?? Number.NaN
  }
  return { ramp, colour: colour.label, domain, logBeyond: null, beyond: { domain }, outside: '', valueAt }
}

/** What bins hold, spread over the pixels that they cover: of a bin that is lower than one, its share of that. */
function densities({ colour }: HeatMap, columns: readonly HeatMapColumn[], extent: Range): Content | null {
  const binned = (place?: (value: number) => number) =>
    columns.map(({ edges, values }) => massIn(edges, (i, width) => (values[i] as number) * width, place))
  const linear = binned()
  if (linear.every(({ masses: found }) => found.length === 0)) return null
  // All is shown where somebody has chosen what lies outside.
  const rangeIn = (all: typeof linear, whole: Range): MassRange =>
    sayBeyond(columns) === '' ? rangeOfMass(all, whole) : { domain: whole, outside: 0 }
  const trimmed = rangeIn(linear, extent)
  const logBeyond = chooseLogBeyond(linear, trimmed.domain)
  const { place, placed } = symmetricLog(logBeyond)
  const masses = logBeyond === null ? linear : binned(place)
  const range = logBeyond === null ? trimmed : rangeIn(masses, [place(extent[0]), place(extent[1])])
  const rows = masses.map((column) => spreadOver(column, range.domain, ROWS))
  const ramp = colourRamp(colour, rows, true)
  if (ramp === null) return null
  const shown: Range = [placed(range.domain[0]), placed(range.domain[1])]
  return {
    ramp,
    colour: logBeyond === null ? colour.label : 'share per decade',
    domain: shown,
    logBeyond,
    beyond: scaleBeyond(columns, range.domain, placed),
    outside: range.outside === 0 ? sayBeyond(columns) : sayOutside(range.outside),
    valueAt: (column, row) => rows[column]?.[row] ?? 0,
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

interface Placing {
  readonly place: (value: number) => number
  readonly placed: (at: number) => number
}

/** As Plot's `symlog` has it, with a decade as the unit; as it is for null. */
function symmetricLog(logBeyond: number | null): Placing {
  if (logBeyond === null) return { place: (value) => value, placed: (at) => at }
  return {
    place: (value) => Math.sign(value) * Math.log10(1 + Math.abs(value) / logBeyond),
    placed: (at) => Math.sign(at) * (10 ** Math.abs(at) - 1) * logBeyond,
  }
}

/** Whether bins have whole numbers in their middle. */
function isAroundWhole(edges: ArrayLike<number>): boolean {
  return Array.from(edges).every((edge) => Number.isInteger(edge - 0.5))
}

/** Half-way between neighbours, and as far beyond the first and the last. */
function bordersOf(at: readonly number[]): readonly number[] {
  const [first = 0] = at
  const last = at.at(-1) ?? 0
  const between = at.slice(1).map((x, i) => (x + (at[i] as number)) / 2)
  const before = between.length === 0 ? first - 0.5 : first - ((between[0] as number) - first || 0.5)
  const after = between.length === 0 ? last + 0.5 : last + (last - (between.at(-1) as number) || 0.5)
  return [before, ...between, after]
}

/** Which column is at the middle of each pixel. */
function indicesOf(borders: readonly number[], [left, right]: Range, width: number): readonly number[] {
  return Array.from({ length: width }, (_, i) => intervalOf(left + ((i + 0.5) / width) * (right - left), borders))
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
