import { chooseEvenly } from '../../internal/choose-evenly.ts'
import type { Trace } from './traces.ts'

type Points = Pick<Trace, 'x' | 'y'>

/** Several runs over the same x. */
export interface AlignedTraces {
  readonly x: Float64Array
  /** For each run its value at each x; NaN where it has none. */
  readonly rows: readonly Float64Array[]
  /** Whether values lie on straight lines between the tracked ones, since runs were tracked at different x. */
  readonly isInterpolated: boolean
  /** How many x there were before they were chosen evenly. */
  readonly of: number
}

export interface AlignOptions {
  /** The most x that there are to be. */
  readonly most: number
  /** Whether x are times, which runs share by chance only. */
  readonly isTime: boolean
}

/** Of the points that a run has while others go on, so many have to be shared by all that go on. */
const SHARED = 0.5

/**
 * Puts runs on the x that they share: all at which each run that has begun and not ended has a value, at most so many of them. Where they
 * share too few, as times, on evenly chosen x of all, between whose neighbours each run is interpolated. Beyond its ends a run has no value.
 */
export function alignTraces(traces: readonly Points[], { most, isTime }: AlignOptions): AlignedTraces {
  const filled = traces.filter(({ x }) => x.length > 0)
  const { shared, going } = sharedX(filled)
  const isInterpolated = isTime ? filled.length > 1 : filled.some(({ x }) => sharesTooFew(x, shared, going))
  const all = (isInterpolated ? [...going.keys()] : [...shared]).toSorted((a, b) => a - b)
  const x = Float64Array.from(chooseEvenly(all, most))
  return { x, rows: traces.map((trace) => valuesAt(trace, x)), isInterpolated, of: all.length }
}

interface Shared {
  /** The x at which all runs have a value that have begun and not ended. */
  readonly shared: ReadonlySet<number>
  /** For each x of any run how many runs have begun and not ended. */
  readonly going: ReadonlyMap<number, number>
}

function sharedX(traces: readonly Points[]): Shared {
  const times = new Map<number, number>()
  for (const { x } of traces) for (const value of x) times.set(value, (times.get(value) ?? 0) + 1)
  const starts = Float64Array.from(traces, ({ x }) => x[0] as number).toSorted()
  const ends = Float64Array.from(traces, ({ x }) => x.at(-1) as number).toSorted()
  const going = new Map<number, number>()
  let [begun, ended] = [0, 0]
  for (const value of Float64Array.from(times.keys()).toSorted()) {
    while (begun < starts.length && (starts[begun] as number) <= value) begun++
    while (ended < ends.length && (ends[ended] as number) < value) ended++
    going.set(value, begun - ended)
  }
  return { shared: new Set([...times].flatMap(([value, count]) => (count === going.get(value) ? [value] : []))), going }
}

function sharesTooFew(x: Float64Array, shared: ReadonlySet<number>, going: ReadonlyMap<number, number>): boolean {
  const met = x.filter((value) => (going.get(value) ?? 0) > 1)
  return met.filter((value) => shared.has(value)).length < SHARED * met.length
}

/** On the straight line between its neighbours; NaN beyond the ends, and beside what is not finite. */
export function valuesAt({ x, y }: Points, wanted: Float64Array): Float64Array {
  let at = 0
  return wanted.map((value) => {
    while (at < x.length && (x[at] as number) < value) at++
    if (x[at] === value) return finite(y[at])
    const [left, right] = [x[at - 1], x[at]]
    if (left === undefined || right === undefined) return Number.NaN
    const share = (value - left) / (right - left)
    return finite((y[at - 1] as number) * (1 - share) + (y[at] as number) * share)
  })
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN
}
