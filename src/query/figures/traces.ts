import type { SeriesSummary } from '../../format/series.ts'
import { smooth } from '../../render/charts/smooth.ts'
import type { RunFields } from '../run-fields.ts'

/** The points of a series of one run. */
export interface Trace {
  readonly run: RunFields
  /** Ascending, each once. */
  readonly x: Float64Array
  /** What is not finite counts for nothing. */
  readonly y: Float64Array
}

export interface TraceOptions {
  /** Milliseconds since the run began for `time`. */
  readonly x: 'step' | 'time'
  readonly smoothing: number | undefined
}

/** Reads a series of numbers, sorted by x: of points that have the same x the last one. Throws ARCHIVE_FORMAT where it is damaged. */
export function readTrace(run: RunFields, { name, context, kind }: SeriesSummary, { x: over, smoothing }: TraceOptions): Trace {
  const series = run.run.series(name, { context, kind })
  const start = run.run.meta.start_time * 1000
  const x = over === 'time' ? series.times.map((time) => time - start) : series.steps
  const y = smoothing === undefined ? series.values : smooth(series.values, smoothing)
  const order = Array.from(x.keys()).filter((i) => Number.isFinite(x[i]))
  if (!order.every((i, at) => at === 0 || (x[i] as number) > (x[order[at - 1] as number] as number)))
    order.sort((a, b) => (x[a] as number) - (x[b] as number) || a - b)
  const kept = order.filter((i, at) => at === order.length - 1 || x[order[at + 1] as number] !== x[i])
  return { run, x: Float64Array.from(kept, (i) => x[i] as number), y: Float64Array.from(kept, (i) => y[i] as number) }
}
