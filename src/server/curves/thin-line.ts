import type { Pyramid } from './pyramid.ts'

/** Points by x, ascending. */
export interface Line {
  readonly x: Float64Array
  readonly y: Float64Array
  /** Of y. */
  readonly pyramid: Pyramid
}

export interface Range {
  /** Inclusive, both of them. */
  readonly from: number
  readonly to: number
}

export interface ThinLine {
  /** Places of the chosen points, ascending; of values that are not finite where a stretch has no others. */
  readonly places: readonly number[]
  /** Of them, those in the range: beside these, the neighbours on either side, so that the line goes on to the edge. */
  readonly shown: number
  /** Points in the range. */
  readonly of: number
  /** Values in the range that are not finite, and x of stretches that have some. */
  readonly nonFinite: number
  readonly oddX: readonly number[]
}

/**
 * The points of a line that are seen at so many pixels: all where they are no more than two a pixel, else the min and the max of each
 * bucket of 2ᵏ points, which are tracked points themselves, and the first and the last one.
 */
export function thinLine({ x, y, pyramid }: Line, range: Range, width: number): ThinLine {
  const [first, until] = placesIn(x, range)
  const of = until - first
  const { places, oddX } = of <= 2 * width ? allOf({ x, y }, first, until) : extremesOf({ x, y, pyramid }, first, until, width)
  const around = [first - 1, ...places, until].filter((place) => place >= 0 && place < x.length)
  return { places: around, shown: places.length, of, nonFinite: pyramid.extremes(first, until).odd, oddX }
}

interface Chosen {
  readonly places: readonly number[]
  readonly oddX: readonly number[]
}

function allOf({ x, y }: Pick<Line, 'x' | 'y'>, first: number, until: number): Chosen {
  const places: number[] = []
  const oddX: number[] = []
  for (let place = first; place < until; place++) {
    places.push(place)
    if (!Number.isFinite(y[place])) oddX.push(x[place] as number)
  }
  return { places, oddX }
}

function extremesOf({ x, pyramid }: Line, first: number, until: number, width: number): Chosen {
  let size = 2
  // One bucket more than whole ones fit: the range begins and ends within one. Two points are the first and the last one.
  while (Math.ceil(until / size) - Math.floor(first / size) > Math.max(1, width - 1)) size *= 2
  const places: number[] = []
  const oddX: number[] = []
  const add = (place: number): void => {
    if (places.at(-1) !== place) places.push(place)
  }
  add(first)
  for (let start = Math.floor(first / size) * size; start < until; start += size) {
    const [low, high] = [Math.max(first, start), Math.min(until, start + size)]
    const { least, most, odd } = pyramid.extremes(low, high)
    if (odd > 0) oddX.push(x[low] as number)
    if (least < 0) add(low)
    else {
      add(Math.min(least, most))
      add(Math.max(least, most))
    }
  }
  add(until - 1)
  return { places, oddX }
}

/** The places of ascending numbers in a range: the first one, and the one behind the last. */
export function placesIn(sorted: Float64Array, { from, to }: Range): readonly [first: number, until: number] {
  const first = firstWhere(sorted, (number) => number >= from)
  return [
    first,
    Math.max(
      first,
      firstWhere(sorted, (number) => number > to),
    ),
  ]
}

function firstWhere(sorted: Float64Array, isBehind: (number: number) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBehind(sorted[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}
