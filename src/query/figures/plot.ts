import type { PlotKind, RunPlot } from '../../api/run-charts.ts'
import type { RunChart } from '../../api/visual.ts'
import { runlabError } from '../../errors.ts'
import type { RunlabError } from '../../errors.ts'
import { readNamed } from '../named-expression.ts'
import { capitalised } from '../../internal/capitalised.ts'
import { leftOutTexts } from '../left-out-text.ts'
import { pooledText } from '../pooled.ts'
import type { RunFields } from '../run-fields.ts'
import { curveChart } from './curve-chart.ts'
import { curvesOf, hasSeries } from './curves.ts'
import { boxesOf } from './boxes.ts'
import { meansOf } from './means.ts'
import { parallelOf } from './parallel.ts'
import { scatterOf } from './scatter.ts'
import type { Compiled, PlottedRuns } from './plotted-runs.ts'
import { seriesLook } from './series-look.ts'

/** Draws nothing yet: the chart is data. Throws PLOT_EMPTY where no run counts, QUERY_FIELD_UNKNOWN, QUERY_INVALID. */
export function plot(runs: readonly RunFields[], options: RunPlot): PlottedRuns {
  const nothing = (reasons: readonly string[]): RunlabError =>
    runlabError('PLOT_EMPTY', { what: options.of, runs: runs.length, reasons })
  if (runs.length === 0) throw nothing([])
  const kind = options.kind ?? kindOf(runs, options.of)
  refuseUnused(kind, options)
  const plotted = compile(kind, runs, options)
  if (plotted.groups.every((group) => group.runs.length === 0)) throw nothing(leftOutTexts(plotted.leftOut))
  const { title, paper, size } = options
  const pooled = options.by !== undefined && POOLS.includes(kind) ? pooledText(plotted.groups) : null
  const notes = [
    ...(plotted.chart.notes ?? []),
    ...(pooled === null ? [] : [capitalised(pooled)]),
    ...(options.log === true ? ['The axis of y is logarithmic'] : []),
    ...leftOutTexts(plotted.leftOut).map((text) => `Left out: ${text}`),
  ]
  const chart = withAxes(plotted.chart, options)
  return { ...plotted, kind, chart: { ...chart, title: title ?? chart.title, notes, paper, size } }
}

/** Kinds that make one thing of the runs of a group. */
const POOLS: readonly PlotKind[] = ['curves', 'means', 'box']

/** As they are asked for. Throws QUERY_OPTION for parallel coordinates, which have neither x nor y. */
function withAxes(chart: RunChart, { xLabel, yLabel, log }: RunPlot): RunChart {
  const asked = Object.entries({ xLabel, yLabel, log }).find(([, value]) => value !== undefined)
  if (asked === undefined) return chart
  if (chart.type === 'parallel') {
    const [option, got] = asked
    throw runlabError('QUERY_OPTION', {
      option,
      got: JSON.stringify(got),
      expected: 'left out: parallel coordinates have no x and y',
    })
  }
  const x = { ...chart.x, label: xLabel ?? chart.x.label }
  const y = {
    ...chart.y,
    label: yLabel ?? chart.y.label,
    scale: log === undefined ? chart.y.scale : log ? 'log' : 'linear',
  } as const
  return { ...chart, x, y }
}

/** What draws a band, and what has an axis to choose. */
const USES: Readonly<Record<'band' | 'x', readonly PlotKind[]>> = { band: ['curves', 'means'], x: ['curves', 'means', 'scatter'] }

/** An option that would change nothing is a mistake. */
function refuseUnused(kind: PlotKind, options: RunPlot): void {
  for (const option of ['band', 'x'] as const) {
    const value = options[option]
    if (value === undefined || USES[option].includes(kind)) continue
    const expected = `nothing with kind ${kind}; it is for ${USES[option].join(', ')}`
    throw runlabError('QUERY_OPTION', { option, got: JSON.stringify(value), expected })
  }
}

/** Curves of what may be the name of a series, means of what is an expression. */
function kindOf(runs: readonly RunFields[], of: string): PlotKind {
  if (hasSeries(runs, of)) return 'curves'
  const { expression } = readNamed(of)
  return /^(?:params|data|duration|warnings|seed)\b|^series\b.*\.(?:last|min|max|mean|count)\b|[-+*/(]/.test(expression)
    ? 'means'
    : 'curves'
}

function compile(kind: PlotKind, runs: readonly RunFields[], options: RunPlot): Compiled {
  switch (kind) {
    case 'curves':
      return compileCurves(runs, options)
    case 'means':
      return meansOf(runs, options)
    case 'scatter':
      return scatterOf(runs, options)
    case 'box':
      return boxesOf(runs, options)
    case 'parallel':
      return parallelOf(runs, options)
  }
}

function compileCurves(runs: readonly RunFields[], { of, by, band = 'ci', x = 'step', smoothing }: RunPlot): Compiled {
  if (x !== 'step' && x !== 'time')
    throw runlabError('QUERY_OPTION', { option: 'x', got: JSON.stringify(x), expected: 'step or time for curves' })
  const found = curvesOf(runs, { series: of, by, band, x, smoothing })
  const series = of.replace(/^series\./, hasSeries(runs, of) ? 'series.' : '')
  const chart = curveChart(runs, found, { series, x, band, smoothing, look: seriesLook(runs, series) })
  const groups = chart.curves.map(({ label }, i) => ({ label, runs: found.curves[i]?.runs ?? [] }))
  return { chart, groups, leftOut: found.leftOut }
}
