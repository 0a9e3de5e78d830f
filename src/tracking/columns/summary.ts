import type { PointsSummary } from '../../format/series.ts'

/** Columns of points, in the order in which they were tracked. */
export interface PointColumns {
  readonly steps: Float64Array
  /** Milliseconds since the epoch. */
  readonly times: Float64Array
  readonly values: Float64Array
}

export const NO_POINTS: PointsSummary = {
  count: 0,
  firstStep: null,
  lastStep: null,
  firstTime: null,
  lastTime: null,
  last: null,
  min: null,
  max: null,
  mean: null,
  nonFinite: 0,
}

/** Summarises numbers. */
export function summariseNumbers({ steps, times, values }: PointColumns): PointsSummary {
  let min = Infinity
  let max = -Infinity
  let sum = 0
  let finite = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (value - value !== 0) continue // NaN or infinite
    finite++
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  const ends = summariseOrder(steps, times)
  const last = values.at(-1) ?? null
  const nonFinite = values.length - finite
  if (finite === 0) return { ...ends, last, min: null, max: null, mean: null, nonFinite }
  const mean = Number.isFinite(sum) ? sum / finite : meanOfLarge(values, finite)
  return { ...ends, last, min: min + 0, max: max + 0, mean: clamp(mean, min, max) + 0, nonFinite } // -0 is 0
}

/** Summarises points whose values are no numbers. */
export function summariseOrder(steps: Float64Array, times: Float64Array): PointsSummary {
  return {
    ...NO_POINTS,
    count: steps.length,
    firstStep: steps[0] ?? null,
    lastStep: steps.at(-1) ?? null,
    firstTime: times[0] ?? null,
    lastTime: times.at(-1) ?? null,
  }
}

/** The summary of points that come one after the other. */
export function joinSummaries(parts: readonly PointsSummary[]): PointsSummary {
  let whole = NO_POINTS
  for (const part of parts) if (part.count > 0) whole = whole.count === 0 ? part : join(whole, part)
  return whole
}

/** The summary of what several senders have tracked: it begins and ends as their points do, merged by time. */
export function mergeSummaries(parts: readonly PointsSummary[]): PointsSummary {
  const whole = joinSummaries(parts)
  let first = whole
  let last: PointsSummary | undefined
  for (const part of parts) {
    if ((part.firstTime ?? Infinity) < (first.firstTime ?? Infinity)) first = part
    if (part.lastTime !== null && part.lastTime >= (last?.lastTime ?? -Infinity)) last = part
  }
  const { firstStep, firstTime } = first
  const { lastStep, lastTime, last: lastValue } = last ?? whole
  return { ...whole, firstStep, firstTime, lastStep, lastTime, last: lastValue }
}

function join(a: PointsSummary, b: PointsSummary): PointsSummary {
  const finiteA = a.count - a.nonFinite
  const finiteB = b.count - b.nonFinite
  const share = finiteB / (finiteA + finiteB)
  const min = least(a.min, b.min, Math.min)
  const max = least(a.max, b.max, Math.max)
  const mean = a.mean === null ? b.mean : b.mean === null ? a.mean : a.mean * (1 - share) + b.mean * share
  return {
    count: a.count + b.count,
    firstStep: a.firstStep,
    lastStep: b.lastStep,
    firstTime: a.firstTime,
    lastTime: b.lastTime,
    last: b.last,
    min,
    max,
    mean: mean === null || min === null || max === null ? null : clamp(mean, min, max),
    nonFinite: a.nonFinite + b.nonFinite,
  }
}

function least(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : choose(a, b)
}

/** A mean whose sum is larger than a double. */
function meanOfLarge(values: Float64Array, finite: number): number {
  let mean = 0
  for (const value of values) if (Number.isFinite(value)) mean += value / finite
  return mean
}

/** Rounding must not put a mean outside of what it is the mean of. */
function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
