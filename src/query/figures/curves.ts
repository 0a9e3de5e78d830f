import { RunlabError, runlabError } from '../../errors.ts'
import type { PlotBand } from '../../api/run-charts.ts'
import type { SeriesSummary } from '../../format/series.ts'
import { contextText, summaryKey } from '../../format/series-path.ts'
import { nearest } from '../../internal/nearest.ts'
import { groupRuns } from '../groups.ts'
import type { LeftOut } from '../groups.ts'
import type { RunFields } from '../run-fields.ts'
import { alignTraces } from './align-traces.ts'
import type { AlignedTraces } from './align-traces.ts'
import { centreOf } from './band.ts'
import { readTrace } from './traces.ts'
import type { Trace, TraceOptions } from './traces.ts'

export interface CurvesOptions extends TraceOptions {
  readonly series: string
  readonly by: readonly string[] | undefined
  readonly band: PlotBand
}

/** A series over the runs of a group. */
export interface GroupCurve {
  /** What tells the group from others, one for each of `labels`. */
  readonly key: readonly unknown[]
  /** Of the series, where a name has several: `split=val`. */
  readonly context: string
  readonly runs: readonly RunFields[]
  readonly x: Float64Array
  /** Mean or median of the runs that have a finite value there. */
  readonly y: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  /** How many these are. */
  readonly n: Float64Array
  readonly aligned: Pick<AlignedTraces, 'isInterpolated' | 'of'>
}

export interface RunCurves {
  readonly labels: readonly string[]
  readonly curves: readonly GroupCurve[]
  readonly leftOut: readonly LeftOut[]
  /** Values of the runs that count which are not finite. */
  readonly nonFinite: number
}

/** The most x of a curve: an interval is computed at each of them. */
const MOST = { ci: 200, quartiles: 1000, range: 1000 } as const

/** A curve for each group and context. Throws QUERY_FIELD_UNKNOWN where no run has the series, QUERY_INVALID. */
export function curvesOf(runs: readonly RunFields[], options: CurvesOptions): RunCurves {
  const { by, band } = options
  const key = findSeries(runs, options.series)
  const leftOut: LeftOut[] = []
  const { labels, groups } = groupRuns(runs, { by, values: [] })
  const found = groups.flatMap((group) => {
    const traces = group.runs.flatMap((run) => readTraces(run, key, options, leftOut))
    const contexts = [...new Set(traces.map(({ context }) => context))].toSorted()
    return contexts.map((context) => {
      const own = traces.flatMap((trace) => (trace.context === context ? [trace.trace] : []))
      return { curve: curveOf(own, { key: group.key, context, band, isTime: options.x === 'time' }), traces: own }
    })
  })
  const nonFinite = found.reduce((sum, { traces }) => sum + traces.reduce((count, { y }) => count + countOdd(y), 0), 0)
  return { labels, curves: found.map(({ curve }) => curve), leftOut, nonFinite }
}

/** The series as runs name it: also as expressions do, `series.loss`. */
function findSeries(runs: readonly RunFields[], wanted: string): string {
  const known = new Set(runs.flatMap(({ run }) => trackedBy(run).flatMap((summary) => [summary.name, summaryKey(summary)])))
  const bare = /^series\.(.+)$/.exec(wanted)?.[1]
  const found = [wanted, bare ?? wanted].find((name) => known.has(name))
  if (found !== undefined) return found
  const suggestion = nearest(wanted, [...known])
  throw runlabError('QUERY_FIELD_UNKNOWN', { text: wanted, at: 0, what: 'series', key: wanted, runs: runs.length, suggestion })
}

/** Whether any of some runs has a series of a name. */
export function hasSeries(runs: readonly RunFields[], name: string): boolean {
  return runs.some(({ run }) => trackedBy(run).some((summary) => summary.name === name || summaryKey(summary) === name))
}

/** What a run has tracked; nothing where that is damaged, which is said when it is left out. */
function trackedBy(run: RunFields['run']): readonly SeriesSummary[] {
  try {
    return run.tracked
  } catch (error) {
    if (error instanceof RunlabError) return []
    throw error
  }
}

interface NamedTrace {
  readonly context: string
  readonly trace: Trace
}

function readTraces(run: RunFields, key: string, options: TraceOptions, leftOut: LeftOut[]): readonly NamedTrace[] {
  if (run.run.status !== 'done') {
    leftOut.push({ run, why: run.run.status })
    return []
  }
  try {
    const own = run.run.tracked.filter((summary) => summary.name === key || summaryKey(summary) === key)
    const numbers = own.filter(({ kind, count }) => kind === 'number' && count > 0)
    if (numbers.length === 0) leftOut.push({ run, why: own[0] === undefined ? 'no such series' : `no numbers (${own[0].kind})` })
    return numbers.map((summary) => ({
      context: summary.name === key && summary.context !== null ? contextText(summary.context) : '',
      trace: readTrace(run, summary, options),
    }))
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    leftOut.push({ run, why: 'unreadable' })
    return []
  }
}

function curveOf(
  traces: readonly Trace[],
  { key, context, band, isTime }: Pick<GroupCurve, 'key' | 'context'> & { readonly band: PlotBand; readonly isTime: boolean },
): GroupCurve {
  const { x, rows, isInterpolated, of } = alignTraces(traces, { most: MOST[band], isTime })
  const points = Array.from(x, (_, i) =>
    centreOf(
      rows.map((row) => row[i] as number),
      band,
    ),
  )
  return {
    key,
    context,
    runs: traces.map(({ run }) => run),
    x,
    y: Float64Array.from(points, ({ centre }) => centre),
    low: Float64Array.from(points, ({ low }) => low),
    high: Float64Array.from(points, ({ high }) => high),
    n: Float64Array.from(points, ({ n }) => n),
    aligned: { isInterpolated, of },
  }
}

function countOdd(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0)
}
