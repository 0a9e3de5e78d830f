import type { PointChart, PointSet } from '../../../api/run-charts.ts'
import type { ScaleSpec } from '../axis-ticks.ts'
import { asksForLog } from '../choose-scale.ts'
import type { Drawing } from '../drawing.ts'
import { extentOf, widen } from '../extent.ts'
import type { Place } from '../frame.ts'
import { domainOfY } from '../line-scales.ts'
import { numberText } from '../number-text.ts'
import { heightOf } from './draw-curves.ts'
import { drawRunFrame } from './draw-run-frame.ts'
import { besideOf, drawMarker, groupLook, pointMarker, round } from './group-look.ts'
import type { GroupLook } from './group-look.ts'
import { runScaleOfY } from './run-scale-of-y.ts'

/** Pixels between points of several sets that have the same x. */
const BESIDE = 7
/** Pixels to each side over which dots of one name spread. */
const SPREAD = 14
/** Half of the bar at the end of an interval. */
const CAP = 4

/** Points as SVG, or why there is nothing to draw. */
export function drawPoints(chart: PointChart): Drawing {
  const sets = chart.sets.filter(({ x, y }) => Array.from(y).some((value, i) => Number.isFinite(value) && Number.isFinite(x[i])))
  const columns = sets.flatMap(({ x, y, low, high }) =>
    [y, low, high].flatMap((values) => (values === undefined ? [] : [{ x: Float64Array.from(x), y: values }])),
  )
  const extent = extentOf(columns.map(({ y }) => y))
  if (extent === null) return { note: 'Nothing to draw: it has no finite values.' }
  const x = axisOfX(chart, sets)
  const y = runScaleOfY(chart, columns, extent)
  const looks = sets.map((set, i) => lookOf(set, i, { of: sets.length, paper: chart.paper === true }))
  const body = (place: Place): string =>
    sets
      .map((set, i) =>
        drawSet(set, looks[i] as GroupLook, { place, y, shift: shiftOf(i, sets), isNamed: chart.categories !== undefined }),
      )
      .join('')
  const legend = sets.map(({ label, isJoined = false }, i) => ({ ...(looks[i] as GroupLook), label, isLine: isJoined }))
  const count = sets.reduce((sum, set) => sum + set.y.length, 0)
  const alt = `${count} ${count === 1 ? 'point' : 'points'}: ${chart.y.label} over ${chart.x.label}, from ${numberText(extent[0])} to ${numberText(extent[1])}.`
  return drawRunFrame(chart, { x, y, legend: [legend], alt, body })
}

/** Names, or numbers with some room beside them. */
export function axisOfX(
  { x, categories }: Pick<PointChart, 'x' | 'categories'>,
  sets: readonly Pick<PointSet, 'x'>[],
): ScaleSpec {
  if (categories !== undefined)
    return { label: x.label, isLog: false, names: categories, domain: [-0.6, categories.length - 0.4] }
  const columns = sets.map((set) => set.x)
  const extent = x.domain ?? extentOf(columns) ?? [0, 1]
  const isLog = x.scale === undefined ? asksForLog([distinctOf(columns)]) : x.scale === 'log' && extent[0] > 0
  const isWhole = columns.every((values) => Array.from(values).every(Number.isInteger))
  return { label: x.label, isLog, isWhole, domain: x.domain ?? (isLog ? domainOfY(columns, extent, true) : widen(extent, 0.05)) }
}

/** Each value once: where many runs have one of them, they ask for no other scale than their means do. */
function distinctOf(columns: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(new Set(columns.flatMap((values) => Array.from(values))))
}

function lookOf(
  { isJoined = false }: PointSet,
  index: number,
  { of, paper }: { readonly of: number; readonly paper: boolean },
): GroupLook {
  const look = groupLook(index, of, paper)
  return isJoined ? { ...look, marker: look.marker ?? pointMarker(index) } : { ...look, marker: pointMarker(index) }
}

/** Of sets with intervals, so that these do not lie on one another. */
function shiftOf(index: number, sets: readonly PointSet[]): number {
  return sets.some(({ low }) => low !== undefined) ? (index - (sets.length - 1) / 2) * Math.min(BESIDE, 28 / sets.length) : 0
}

interface DrawnSet {
  readonly place: Place
  readonly y: ScaleSpec
  readonly shift: number
  /** Whether x are names. */
  readonly isNamed: boolean
}

function drawSet(
  { x, y, low, high, isJoined = false }: PointSet,
  look: GroupLook,
  { place, y: scale, shift, isNamed }: DrawnSet,
): string {
  const height = heightOf(scale, place)
  const { colour, marker, dash } = look
  const there = Array.from({ length: y.length }, (_, i) => i).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]))
  const isCloud = low === undefined && !isJoined
  // Of names, dots lie beside one another; of numbers, where these are.
  const beside = (i: number): number => (isCloud && isNamed ? besideOf(i) * SPREAD : shift)
  const at = (i: number): readonly [number, number] => [round(place.x(x[i] as number) + beside(i)), height(y[i] as number)]
  const bars = there.map((i) => {
    const ends = [low?.[i], high?.[i]]
    if (!ends.every(Number.isFinite)) return ''
    const [left] = at(i)
    const [from, to] = [height(ends[0] as number), height(ends[1] as number)]
    return `<path d="M${left - CAP},${from}h${2 * CAP}M${left},${from}V${to}M${left - CAP},${to}h${2 * CAP}" fill="none" stroke="${colour}" stroke-width="1.3"/>`
  })
  const line =
    isJoined && there.length > 1
      ? `<path d="M${there.map((i) => at(i).join(',')).join('L')}" fill="none" stroke="${colour}" stroke-width="1.5"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`
      : ''
  const dots = there.map((i) => drawMarker(marker ?? pointMarker(0), at(i), colour)).join('')
  return [line, ...bars, isCloud ? `<g opacity="0.75">${dots}</g>` : dots].join('')
}
