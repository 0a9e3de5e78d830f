import type { Line } from './parse-curves.ts'

/** Where a value comes to lie, in pixels. */
export type ToPixel = (value: number, axis: 'x' | 'y') => number

export interface NearPoint {
  readonly line: Line
  /** Its place among the line's points. */
  readonly index: number
  /** Pixels. */
  readonly x: number
  readonly y: number
}

/** Pixels sideways beyond which a point is not meant. */
const REACH = 40

/** The line that is nearest to a place, at the point of it that is nearest sideways; null where none is near. */
export function nearestPoint(
  lines: readonly Line[],
  at: { readonly x: number; readonly y: number },
  toPixel: ToPixel,
): NearPoint | null {
  let found: NearPoint | null = null
  let least = Infinity
  for (const line of lines) {
    const index = nearestIndex(line, at.x, toPixel)
    if (index === null) continue
    const [x, y] = [toPixel(line.numbers.x?.[index] ?? 0, 'x'), toPixel(shownY(line, index), 'y')]
    const distance = Math.hypot(x - at.x, y - at.y)
    if (Math.abs(x - at.x) > REACH || !(distance < least)) continue
    least = distance
    found = { line, index, x, y }
  }
  return found
}

/** What the line is drawn at: smoothed where it is. */
export function shownY({ numbers }: Line, index: number): number {
  return (numbers.smooth ?? numbers.y)?.[index] ?? Number.NaN
}

/** The point with a value that is nearest sideways; points are ascending in x. */
export function nearestIndex(line: Line, pixel: number, toPixel: ToPixel): number | null {
  const x = line.numbers.x ?? new Float64Array(0)
  let [low, high] = [0, x.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (toPixel(x[middle] ?? 0, 'x') < pixel) low = middle + 1
    else high = middle
  }
  let [left, right] = [low - 1, low]
  while (left >= 0 && !Number.isFinite(shownY(line, left))) left--
  while (right < x.length && !Number.isFinite(shownY(line, right))) right++
  const [toLeft, toRight] = [left, right].map((index) =>
    index < 0 || index >= x.length ? Infinity : Math.abs(toPixel(x[index] ?? 0, 'x') - pixel),
  )
  if (toLeft === Infinity && toRight === Infinity) return null
  return (toLeft ?? Infinity) < (toRight ?? Infinity) ? left : right
}
