import { POINT_FIELDS } from './point-fields.ts'
import type { PointColumns } from './summary.ts'

/** Doubles a point that grouping takes: a step, a time, a value. */
export const GROUPED_FIELDS = 3

/**
 * Sorts points by series, keeping the order within each; the series with the least number first. Each of `parts` holds
 * POINT_FIELDS doubles a point. The columns lie in `memory` where that is large enough.
 */
export function groupPoints(parts: readonly Float64Array[], memory?: Float64Array): ReadonlyMap<number, PointColumns> {
  const { places, counts } = countSeries(parts)
  // Parts of one column each: ten thousand buffers cost more than all that is done with them.
  const size = parts.reduce((sum, { length }) => sum + length, 0) / POINT_FIELDS
  const all = memory === undefined || memory.length < size * GROUPED_FIELDS ? new Float64Array(size * GROUPED_FIELDS) : memory
  const columns: PointColumns = {
    steps: all.subarray(0, size),
    times: all.subarray(size, 2 * size),
    values: all.subarray(2 * size, 3 * size),
  }
  const groups = new Map<number, PointColumns>()
  const next: number[] = counts.map(() => 0)
  let start = 0
  for (const [series, place] of [...places].toSorted(([a], [b]) => a - b)) {
    const end = start + (counts[place] as number)
    groups.set(series, cut(columns, start, end))
    next[place] = start
    start = end
  }
  for (const points of parts) sortInto(columns, points, { places, next })
  return groups
}

/** Gives each series a place, in the order in which they come, and counts its points. */
function countSeries(parts: readonly Float64Array[]): {
  readonly places: ReadonlyMap<number, number>
  readonly counts: number[]
} {
  const places = new Map<number, number>()
  const counts: number[] = []
  let series = Number.NaN
  let place = 0
  for (const points of parts) {
    for (let i = 0; i < points.length; i += POINT_FIELDS) {
      if (points[i] !== series) {
        series = points[i] as number
        const known = places.get(series)
        place = known ?? counts.push(0) - 1
        if (known === undefined) places.set(series, place)
      }
      counts[place] = (counts[place] as number) + 1
    }
  }
  return { places, counts }
}

/** Puts each point where the next one of its series goes. */
function sortInto(
  { steps, times, values }: PointColumns,
  points: Float64Array,
  { places, next }: { readonly places: ReadonlyMap<number, number>; readonly next: number[] },
): void {
  let series = Number.NaN
  let place = 0
  for (let i = 0; i < points.length; i += POINT_FIELDS) {
    if (points[i] !== series) {
      series = points[i] as number
      place = places.get(series) as number
    }
    const at = next[place] as number
    next[place] = at + 1
    steps[at] = points[i + 1] as number
    times[at] = points[i + 2] as number
    values[at] = points[i + 3] as number
  }
}

function cut({ steps, times, values }: PointColumns, start: number, end: number): PointColumns {
  return { steps: steps.subarray(start, end), times: times.subarray(start, end), values: values.subarray(start, end) }
}
