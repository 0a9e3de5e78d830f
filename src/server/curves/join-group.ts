import { alignTraces, valuesAt } from '../../query/figures/align-traces.ts'
import type { AlignedTraces } from '../../query/figures/align-traces.ts'
import { centreOf } from '../../query/figures/band.ts'
import { chooseEvenly } from '../../internal/choose-evenly.ts'
import type { CurvesTask } from './curves-task.ts'
import { rangeOf, shownX } from './placed-line.ts'
import type { DrawnLine, PlacedLine } from './placed-line.ts'
import { placesIn } from './thin-line.ts'

/** The most x of a group: an interval is computed at each of them. */
const MOST_X = { ci: 200, quartiles: 1000, range: 1000 } as const
/** Points of runs with different x that are put together one by one; of more, x are evenly spaced. */
const MOST_POINTS = 200_000

interface Points {
  readonly x: Float64Array
  readonly y: Float64Array
}

/** The centre of several runs, and a band around it, at x that they share. */
export function joinGroup(found: readonly PlacedLine[], task: CurvesTask): DrawnLine {
  const { band, smoothing, width, x: below } = task
  const options = { most: Math.max(2, Math.min(MOST_X[band], Math.floor(width / 4))), isTime: below !== 'step' }
  const points = found.map((placed) => pointsIn(placed, placed.line.y, task))
  const raw = alignPoints(points, options)
  const repeated = points.reduce((sum, own) => sum + own.repeated, 0)
  const nonFinite = found.reduce((sum, placed) => sum + oddIn(placed, task), 0)
  const counts = { shown: raw.x.length, of: raw.of, nonFinite, repeated, oddX: [], isInterpolated: raw.isInterpolated }
  if (smoothing === null) return { ...counts, columns: { x: raw.x, ...bandOf(raw, task) } }
  const smooth = alignPoints(
    found.map((placed) => pointsIn(placed, placed.line.smoothed(smoothing), task)),
    options,
  )
  const { y, ...around } = bandOf(smooth, task)
  const means = Float64Array.from(raw.x, (_, i) => meanAt(raw.rows, i))
  return { ...counts, columns: { x: raw.x, y: means, smooth: y, ...around } }
}

function bandOf(
  { x, rows }: AlignedTraces,
  { band, draws }: CurvesTask,
): Readonly<Record<'y' | 'low' | 'high' | 'n', Float64Array>> {
  const points = Array.from(x, (_, i) =>
    centreOf(
      rows.map((row) => row[i] as number),
      band,
      draws,
    ),
  )
  return {
    y: Float64Array.from(points, ({ centre }) => centre),
    low: Float64Array.from(points, ({ low }) => low),
    high: Float64Array.from(points, ({ high }) => high),
    n: Float64Array.from(points, ({ n }) => n),
  }
}

function meanAt(rows: readonly Float64Array[], i: number): number {
  const values = rows.map((row) => row[i] as number).filter(Number.isFinite)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The points of a run in the range and one on either side, of those at the same x the last one. */
function pointsIn(placed: PlacedLine, values: Float64Array, task: CurvesTask): Points & { readonly repeated: number } {
  const { x } = placed.line
  const [first, until] = placesIn(x, rangeOf(placed, task))
  const [from, to] = [Math.max(0, first - 1), Math.min(x.length, until + 1)]
  const places: number[] = []
  for (let i = from; i < to; i++) if (i === to - 1 || x[i] !== x[i + 1]) places.push(i)
  return {
    repeated: to - from - places.length,
    x: Float64Array.from(places, (i) => shownX(placed, x[i] as number)),
    y: Float64Array.from(places, (i) => values[i] as number),
  }
}

function oddIn(placed: PlacedLine, task: CurvesTask): number {
  const [first, until] = placesIn(placed.line.x, rangeOf(placed, task))
  return placed.line.pyramid.extremes(first, until).odd
}

interface AlignChoice {
  readonly most: number
  readonly isTime: boolean
}

/** As `alignTraces` does, which looks at every x of every run: where all have the x of the longest one, or are many, without that. */
function alignPoints(runs: readonly Points[], { most, isTime }: AlignChoice): AlignedTraces {
  const longest = runs.reduce((one, other) => (other.x.length > one.x.length ? other : one))
  const starts = runs.map((run) => startIn(longest.x, run.x))
  if (isTold(starts)) return onLongest(runs, { longest, starts, most })
  const points = runs.reduce((sum, { x }) => sum + x.length, 0)
  if (points <= MOST_POINTS) return alignTraces(runs, { most, isTime })
  const ends = runs.flatMap(({ x }) => (x.length === 0 ? [] : [x[0] as number, x.at(-1) as number]))
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const x = Float64Array.from({ length: most }, (_, i) => low + ((high - low) * i) / (most - 1))
  return { x, rows: runs.map((run) => valuesAt(run, x)), isInterpolated: true, of: points }
}

interface OnLongest {
  readonly longest: Points
  /** Where in it each run begins. */
  readonly starts: readonly number[]
  readonly most: number
}

function onLongest(runs: readonly Points[], { longest, starts, most }: OnLongest): AlignedTraces {
  const places = chooseEvenly(Array.from(longest.x.keys()), most)
  const rows = runs.map(({ y }, run) => Float64Array.from(places, (place) => finite(y[place - (starts[run] ?? 0)])))
  const x = Float64Array.from(places, (place) => longest.x[place] as number)
  return { x, rows, isInterpolated: false, of: longest.x.length }
}

/** Where some x begin in others of which they are a stretch without gaps; null where they are none. */
function startIn(all: Float64Array, x: Float64Array): number | null {
  if (x.length === 0) return 0
  const start = all.indexOf(x[0] as number)
  if (start < 0 || start + x.length > all.length) return null
  for (let i = 1; i < x.length; i++) if (x[i] !== all[start + i]) return null
  return start
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN
}

function isTold(starts: readonly (number | null)[]): starts is readonly number[] {
  return starts.every((start) => start !== null)
}
