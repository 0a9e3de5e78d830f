import { POINT_FIELDS } from './point-fields.ts'
import type { PointColumns } from './summary.ts'

/** Doubles a point that grouping takes: a step, a time, a value. */
export const GROUPED_FIELDS = 3

/**
 * Sorts points by series, keeping the order within each. `points` holds POINT_FIELDS doubles a point. The columns lie in
 * `memory` where that is large enough.
 */
export function groupPoints(points: Float64Array, memory?: Float64Array): ReadonlyMap<number, PointColumns> {
  const counts = countSeries(points)
  const groups = new Map<number, PointColumns>()
  const filled = new Map<number, number>()
  // Parts of one column each: ten thousand buffers cost more than all that is done with them.
  const size = points.length / POINT_FIELDS
  const needed = size * GROUPED_FIELDS
  const all = memory === undefined || memory.length < needed ? new Float64Array(needed) : memory
  const [steps, times, values] = [0, 1, 2].map((column) => all.subarray(column * size, (column + 1) * size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let start = 0
  for (const [series, count] of counts) {
    const end = start + count
    groups.set(series, {
      steps: steps.subarray(start, end),
      times: times.subarray(start, end),
      values: values.subarray(start, end),
    })
    filled.set(series, 0)
    start = end
  }
  let series = Number.NaN
  let group: PointColumns | undefined
  let at = 0
  for (let i = 0; i < points.length; i += POINT_FIELDS) {
    if (points[i] !== series) {
      filled.set(series, at)
      series = points[i] as number
      group = groups.get(series)
      at = filled.get(series) ?? 0
    }
    if (group === undefined) continue
    group.steps[at] = points[i + 1] as number
    group.times[at] = points[i + 2] as number
    group.values[at++] = points[i + 3] as number
  }
  return groups
}

function countSeries(points: Float64Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  let series = Number.NaN
  let run = 0
  for (let i = 0; i < points.length; i += POINT_FIELDS) {
    if (points[i] !== series) {
      if (run > 0) counts.set(series, (counts.get(series) ?? 0) + run)
      series = points[i] as number
      run = 0
    }
    run++
  }
  if (run > 0) counts.set(series, (counts.get(series) ?? 0) + run)
  return counts
}
