import type { Curve, CurveChart, PlotBand } from '../../api/run-charts.ts'
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
  const partsOf = partsIn(found, { nameOf, counts: isSame ? [] : counts })
  const label = labelOfSeries(series, look.unit)
  return {
    type: 'curves',
    title: series,
    by: partsOf === null && found.curves.some(({ context }) => context !== '') ? undefined : by,
    x: x === 'time' ? { label: 'time', scale: 'time' } : { label: look.step ?? 'step' },
    y: { label, scale: look.isLog === undefined ? undefined : look.isLog ? 'log' : 'linear' },
    notes: notesOf(found, options, isSame ? counts[0] : undefined),
    curves: found.curves.map((curve, i) => ({
      label: joined(nameOf(curve.key), curve.context, isSame ? '' : `(n = ${counts[i]})`),
      ...partsOf?.(curve),
      x: curve.x,
      y: curve.y,
      ...(counts[i] === 1 ? {} : { low: curve.low, high: curve.high }),
      n: curve.n,
    })),
  }
}

/** `loss (J), split = val` of the series `train/loss split=val`. */
function labelOfSeries(series: string, unit: string | undefined): string {
  const [path = '', ...context] = series.split(' ')
  const name = path.slice(path.lastIndexOf('/') + 1)
  const measured = unit === undefined || unit === '' ? name : `${name} (${unit})`
  return context.length === 0 ? measured : `${measured}, ${spaced(context.join(' '))}`
}

/** `split = val, fold = 2` of the context `split=val,fold=2`. */
function spaced(context: string): string {
  return context.replaceAll('=', ' = ').replaceAll(/,(?! )/g, ', ')
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

type CurveParts = (curve: GroupCurve) => Pick<Curve, 'group' | 'context'>

/** What tells curves apart where there are several groups of several contexts; null where one of these alone does. */
function partsIn(
  { curves }: RunCurves,
  { nameOf, counts }: { readonly nameOf: (key: readonly unknown[]) => string; readonly counts: readonly number[] },
): CurveParts | null {
  const names = curves.map(({ key }) => nameOf(key))
  if (new Set(names).size < 2 || new Set(curves.map(({ context }) => context)).size < 2) return null
  const countsOf = (name: string): readonly number[] => [
    ...new Set(counts.filter((_, i) => names[i] === name).toSorted((a, b) => a - b)),
  ]
  const countText = (name: string): string => {
    const own = countsOf(name)
    return own.length === 0 ? '' : `(n = ${own.length === 1 ? own[0] : `${own[0]}–${own.at(-1)}`})`
  }
  return ({ key, context }) => ({
    group: joined(nameOf(key), countText(nameOf(key))),
    context: context === '' ? 'no context' : spaced(context),
  })
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
