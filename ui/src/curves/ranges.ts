import type { Line } from './parse-curves.ts'

export type Range = readonly [low: number, high: number]

/** The part of an axis above which points lie, a little wider; null where there are none. */
export function yRange(lines: readonly Line[], x: Range, isLog: boolean): Range | null {
  let [low, high] = [Infinity, -Infinity]
  for (const { numbers } of lines) {
    const steps = numbers.x ?? []
    for (const column of [numbers.y, numbers.smooth, numbers.low, numbers.high]) {
      for (let i = 0; i < (column?.length ?? 0); i++) {
        const [at, value] = [steps[i] ?? Number.NaN, column?.[i] ?? Number.NaN]
        if (!Number.isFinite(value) || (isLog && value <= 0) || at < x[0] || at > x[1]) continue
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
    }
  }
  return low > high ? null : widened([low, high], isLog)
}

/** With some room at both ends, and never empty. */
export function widened([low, high]: Range, isLog: boolean): Range {
  if (isLog) {
    const room = low === high ? 2 : (high / low) ** 0.05
    return [low / room, high * room]
  }
  const room = low === high ? Math.abs(low) * 0.1 || 1 : (high - low) * 0.05
  return [low - room, high + room]
}

/** All x of some lines; null where they have none. On a logarithmic axis only what is above zero has a place. */
export function xRange(lines: readonly Line[], isLog: boolean): Range | null {
  const extents = lines.flatMap(({ extent }) => (extent === null ? [] : [extent]))
  const highs = extents.map(([, high]) => high)
  const lows = isLog ? lines.flatMap(({ numbers }) => (numbers.x ?? []).find((x) => x > 0) ?? []) : extents.map(([low]) => low)
  if (lows.length === 0 || highs.length === 0) return null
  const [low, high] = [Math.min(...lows), Math.max(...highs)]
  return low < high ? [low, high] : isLog ? [low / 2, low * 2] : [low - 0.5, high + 0.5]
}

/** The smallest range with both in it. */
export function bothRanges(one: Range | null, other: Range | null): Range | null {
  if (one === null || other === null) return one ?? other
  return [Math.min(one[0], other[0]), Math.max(one[1], other[1])]
}
