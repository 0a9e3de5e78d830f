import type { CurveChart, PlotBand } from '../../api/run-charts.ts'
import { capitalised } from '../../internal/capitalised.ts'
import type { RunFields } from '../run-fields.ts'
import { BAND_TEXT } from './band.ts'
import type { GroupCurve, RunCurves } from './curves.ts'
import { groupNames } from './group-names.ts'
import type { SeriesLook } from './series-look.ts'

export interface CurveChartOptions {
  readonly series: string
  readonly x: 'step' | 'time'
  readonly band: PlotBand
  readonly smoothing: number | undefined
  readonly look: SeriesLook
}

/** Curves as a chart, with what has to be known to read it. */
export function curveChart(runs: readonly RunFields[], found: RunCurves, options: CurveChartOptions): CurveChart {
  const { series, x, look } = options
  const { by, nameOf } = groupNames(runs, found.labels)
  const counts = found.curves.map(({ n }) => Math.max(0, ...n))
  const isSame = new Set(counts).size === 1
  const labelOf = ({ key, context }: GroupCurve, i: number): string =>
    [nameOf(key), context, ...(isSame ? [] : [`(n = ${counts[i]})`])].filter((part) => part !== '').join(' ')
  const name = series.slice(series.lastIndexOf('/') + 1)
  const label = look.unit === undefined || look.unit === '' ? name : `${name} (${look.unit})`
  return {
    type: 'curves',
    title: series,
    by: found.curves.some(({ context }) => context !== '') ? undefined : by,
    x: x === 'time' ? { label: 'time', scale: 'time' } : { label: look.step ?? 'step' },
    y: { label, scale: look.isLog === undefined ? undefined : look.isLog ? 'log' : 'linear' },
    notes: notesOf(found, options, isSame ? counts[0] : undefined),
    curves: found.curves.map((curve, i) => ({
      label: labelOf(curve, i),
      x: curve.x,
      y: curve.y,
      ...(counts[i] === 1 ? {} : { low: curve.low, high: curve.high }),
      n: curve.n,
    })),
  }
}

/** What a line and its band are, where fewer runs count, and what was done to them. */
function notesOf(
  { curves, nonFinite }: RunCurves,
  { band, smoothing }: CurveChartOptions,
  n: number | undefined,
): readonly string[] {
  const text = BAND_TEXT[band]
  const runs = n === undefined ? 'n runs' : `${n} ${n === 1 ? 'run' : 'runs'}`
  const what =
    n === 1 ? 'One run a line' : `${capitalised(text.centre)} of ${runs}${curves.length > 1 ? ' a line' : ''}; band: ${text.band}`
  const thin = curves.flatMap((curve) => [...curve.n].filter((count) => count < Math.max(...curve.n)))
  const chosen = curves.find(({ x, aligned }) => x.length < aligned.of)
  return [
    what,
    ...(thin.length === 0 ? [] : [`Thin: fewer runs have a value there, ${Math.min(...thin)} at the least`]),
    ...(nonFinite === 0
      ? []
      : [`${nonFinite.toLocaleString('en')} ${nonFinite === 1 ? 'value that is' : 'values that are'} not finite left out`]),
    ...(curves.some(({ aligned }) => aligned.isInterpolated) ? ['Interpolated between the points of each run'] : []),
    ...(chosen === undefined ? [] : [`${chosen.x.length} of ${chosen.aligned.of.toLocaleString('en')} steps, evenly chosen`]),
    ...(smoothing === undefined ? [] : [`Each run smoothed by ${smoothing}`]),
  ]
}
