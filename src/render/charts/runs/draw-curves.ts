import type { Curve, CurveChart } from '../../../api/run-charts.ts'
import type { ScaleSpec } from '../axis-ticks.ts'
import type { Drawing } from '../drawing.ts'
import { clamp, extentOf } from '../extent.ts'
import type { Place } from '../frame.ts'
import { scaleOfX } from '../line-scales.ts'
import { numberText } from '../number-text.ts'
import { curveLooks } from './curve-looks.ts'
import { drawRunFrame } from './draw-run-frame.ts'
import { drawMarker, round } from './group-look.ts'
import type { GroupLook } from './group-look.ts'
import { runScaleOfY } from './run-scale-of-y.ts'

/** Pixels of a line where all runs count, and where fewer do. */
const [FULL, FEWER] = [2, 0.8]
/** Markers along a line on paper. */
const MARKERS = 6

/** Lines with bands as SVG, or why there is nothing to draw. */
export function drawCurves(chart: CurveChart): Drawing {
  const curves = chart.curves.filter(({ y }) => Array.from(y).some(Number.isFinite))
  const columns = curves.flatMap(({ x, y, low, high }) =>
    [y, low, high].flatMap((values) => (values === undefined ? [] : [{ x: Float64Array.from(x), y: values }])),
  )
  const extent = extentOf(columns.map(({ y }) => y))
  if (extent === null) return { note: 'Nothing to draw: it has no finite values.' }
  const x = scaleOfX(chart, columns)
  const y = runScaleOfY(chart, columns, extent)
  const { looks, legend } = curveLooks(curves, chart.paper === true)
  const place = (at: Place): Placing => ({ x: (value) => round(at.x(value / x.size)), y: heightOf(y, at) })
  const body = (at: Place): string => {
    const drawn = curves.map((curve, i) => ({ curve, look: looks[i] as GroupLook }))
    const bands = drawn.map(({ curve, look }) => drawBand(curve, look, place(at)))
    const lines = drawn.map(({ curve, look }, i) => drawCurve(curve, look, { ...place(at), i, of: curves.length }))
    return [...bands, ...lines].join('')
  }
  const range =
    extent[0] === extent[1] ? `all ${numberText(extent[0])}` : `from ${numberText(extent[0])} to ${numberText(extent[1])}`
  const what = curves.length === 1 ? 'Line with a band' : `${curves.length} lines with bands`
  const alt = `${what}: ${chart.y.label} over ${chart.x.label}, ${range}.`
  return drawRunFrame(chart, { x, y, legend, alt, body })
}

interface Placing {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

/** What has no logarithm lies at the lower edge. */
export function heightOf({ isLog, domain }: ScaleSpec, place: Place): (value: number) => number {
  return (value) => round(place.y(isLog && value <= 0 ? domain[0] : clamp(value)))
}

function drawBand({ x, low, high }: Curve, { colour }: GroupLook, place: Placing): string {
  if (low === undefined || high === undefined) return ''
  const isThere = (i: number): boolean => Number.isFinite(low[i]) && Number.isFinite(high[i]) && Number.isFinite(x[i])
  return stretches(x.length, isThere)
    .map((indices) => {
      const ends = (values: ArrayLike<number>): readonly string[] =>
        indices.map((i) => `${place.x(x[i] as number)},${place.y(values[i] as number)}`)
      const path = `M${[...ends(high), ...ends(low).toReversed()].join('L')}Z`
      return `<path d="${path}" fill="${colour}" fill-opacity="0.17" stroke="${colour}" stroke-opacity="0.35" stroke-width="0.5"/>`
    })
    .join('')
}

interface DrawnCurve extends Placing {
  readonly i: number
  readonly of: number
}

function drawCurve({ x, y, n }: Curve, look: GroupLook, { i: index, of, ...place }: DrawnCurve): string {
  const isThere = (i: number): boolean => Number.isFinite(x[i]) && Number.isFinite(y[i])
  const most = n === undefined ? 0 : Math.max(...Array.from(n))
  const isFull = (i: number): boolean => n === undefined || (n[i] as number) >= most
  const point = (i: number): string => `${place.x(x[i] as number)},${place.y(y[i] as number)}`
  const paths = stretches(x.length, isThere).flatMap((indices) => {
    if (indices.length === 1)
      return drawMarker(
        { shape: 'circle', isFilled: true },
        [place.x(x[indices[0] as number] as number), place.y(y[indices[0] as number] as number)],
        look.colour,
        3,
      )
    return splitWhere(indices, isFull).map(({ indices: part, isFull: full }) =>
      pathOf(`M${part.map(point).join('L')}`, look, full ? FULL : FEWER),
    )
  })
  return [...paths, ...markersOn(x, isThere, { index, of, look, place, y })].join('')
}

function pathOf(d: string, { colour, dash }: GroupLook, width: number): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`
}

interface Marked {
  readonly index: number
  readonly of: number
  readonly look: GroupLook
  readonly place: Placing
  readonly y: ArrayLike<number>
}

/** A few markers along a line, those of several lines at different places. */
function markersOn(
  x: ArrayLike<number>,
  isThere: (i: number) => boolean,
  { index, of, look, place, y }: Marked,
): readonly string[] {
  const { marker, colour } = look
  if (marker === null) return []
  const all = Array.from({ length: x.length }, (_, i) => i).filter(isThere)
  const chosen =
    all.length <= 2 * MARKERS
      ? all
      : Array.from({ length: MARKERS }, (_, k) => all[Math.floor(((k + (index + 0.5) / of) / MARKERS) * all.length)] as number)
  return chosen.map((i) => drawMarker(marker, [place.x(x[i] as number), place.y(y[i] as number)], colour))
}

/** Indices in a row for which something holds. */
function stretches(length: number, holds: (i: number) => boolean): readonly (readonly number[])[] {
  const found: number[][] = []
  for (let i = 0; i < length; i++) {
    if (!holds(i)) continue
    if (i > 0 && holds(i - 1)) found.at(-1)?.push(i)
    else found.push([i])
  }
  return found
}

/** A stretch in parts between whose points all runs count, or not all. */
function splitWhere(
  indices: readonly number[],
  isFull: (i: number) => boolean,
): readonly { readonly indices: readonly number[]; readonly isFull: boolean }[] {
  const parts: { indices: number[]; isFull: boolean }[] = []
  for (let at = 1; at < indices.length; at++) {
    const [before, here] = [indices[at - 1] as number, indices[at] as number]
    const full = isFull(before) && isFull(here)
    const last = parts.at(-1)
    if (last !== undefined && last.isFull === full) last.indices.push(here)
    else parts.push({ indices: [before, here], isFull: full })
  }
  return parts
}
