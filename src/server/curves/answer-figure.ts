import type { Curve, CurveChart } from '../../api/run-charts.ts'
import { runlabError } from '../../errors.ts'
import { figureContent } from '../../drawing/figure-file.ts'
import type { FigureFormat } from '../../drawing/figure-file.ts'
import { seriesPath } from '../../format/series-path.ts'
import { capitalised } from '../../internal/capitalised.ts'
import { BAND_TEXT } from '../../query/figures/band.ts'
import { seriesLook } from '../../query/figures/series-look.ts'
import type { RunFields } from '../../query/run-fields.ts'
import { figureToSvg } from '../../render/figures/draw-figure.ts'
import type { CurveLine, CurvesQuestion } from '../protocol.ts'
import type { ChosenLines } from './choose-lines.ts'
import type { CurveSources } from './curve-reader.ts'
import { curvesTask } from './make-task.ts'
import type { PackedLines } from './pack-lines.ts'

export interface FigureQuestion extends CurvesQuestion {
  readonly format: FigureFormat
  readonly isLogX: boolean
  readonly isLogY: boolean
}

export interface Figure {
  readonly content: string | Uint8Array
  /** For a file, without what systems trip over. */
  readonly name: string
  readonly type: string
}

const TYPES: Readonly<Record<FigureFormat, string>> = { svg: 'image/svg+xml', png: 'image/png', pdf: 'application/pdf' }
/** Points of a line are at most two of so many. */
const WIDTH = 1000
/** Resamples of an interval, as `runlab plot` has them. */
const DRAWS = 10_000

/** A chart of the page as a file, drawn by what draws all figures. Throws PLOT_EMPTY, QUERY_INVALID. */
export async function answerFigure(
  all: readonly RunFields[],
  question: FigureQuestion,
  { choose, reader }: CurveSources,
): Promise<Figure> {
  const chosen = await choose(all, question)
  const packed = await reader.lines(curvesTask(chosen.lines, { ...question, width: WIDTH, held: {} }, DRAWS))
  const { format, series } = question
  if (packed.lines.every(({ points }) => points === 0)) {
    const reasons = packed.lines.flatMap(({ left }) => left)
    throw runlabError('PLOT_EMPTY', { what: series, runs: packed.lines.length, reasons: [...new Set(reasons)] })
  }
  const svg = await figureToSvg(chartOf(chosen, packed, question))
  const name = `${seriesPath(series, null).replaceAll('/', '-')}.${format}`
  return { content: await figureContent(svg, format), name, type: TYPES[format] }
}

function chartOf({ lines, by }: ChosenLines, packed: PackedLines, question: FigureQuestion): CurveChart {
  const { series, x, isLogX, isLogY, isGrouped } = question
  const look = seriesLook(
    lines.flatMap(({ runs }) => runs),
    series,
  )
  const xLabel = x === 'time' ? 'time (s)' : x.startsWith('series:') ? x.slice('series:'.length) : (look.step ?? 'step')
  const labels = new Map(lines.map(({ id, label }) => [id, label]))
  return {
    type: 'curves',
    title: series,
    by: isGrouped ? (by ?? undefined) : undefined,
    x: { label: xLabel, scale: isLogX ? 'log' : 'linear' },
    y: {
      label: look.unit === undefined || look.unit === '' ? series : `${series} (${look.unit})`,
      scale: isLogY ? 'log' : 'linear',
    },
    notes: notesOf(lines, packed.lines, question),
    curves: packed.lines
      .filter(({ points }) => points > 0)
      .map((line) => curveOf(line, packed.numbers, { question, label: labels.get(line.id) ?? line.id })),
  }
}

interface CurveOptions {
  readonly question: FigureQuestion
  readonly label: string
}

/** Without the neighbours beside the range, and without what has no place on a logarithmic axis. */
function curveOf({ columns, points, at }: CurveLine, numbers: Float64Array, { question, label }: CurveOptions): Curve {
  const { from, to, isLogX, isLogY } = question
  const column = (name: (typeof columns)[number]): Float64Array | undefined =>
    columns.includes(name) ? numbers.subarray(at + columns.indexOf(name) * points).subarray(0, points) : undefined
  const x = column('x') ?? new Float64Array(0)
  const kept = [...x.keys()].filter((i) => {
    const own = x[i] as number
    return own >= (from ?? -Infinity) && own <= (to ?? Infinity) && (!isLogX || own > 0)
  })
  const pick = (values: Float64Array | undefined): Float64Array | undefined =>
    values === undefined ? undefined : Float64Array.from(kept, (i) => shown(values[i] as number, isLogY))
  return {
    label,
    x: Float64Array.from(kept, (i) => x[i] as number),
    y: pick(column('smooth') ?? column('y')) ?? [],
    low: pick(column('low')),
    high: pick(column('high')),
  }
}

function shown(value: number, isLog: boolean): number {
  return isLog && value <= 0 ? Number.NaN : value
}

function notesOf(chosen: ChosenLines['lines'], lines: readonly CurveLine[], question: FigureQuestion): readonly string[] {
  const { isGrouped, band, smoothing } = question
  const most = Math.max(0, ...lines.map(({ runs }) => runs))
  const odd = lines.reduce((sum, { nonFinite }) => sum + nonFinite, 0)
  const thinned = lines.filter((line) => line.shown < line.of)
  const lefts = chosen.flatMap(({ left }) => left ?? []).concat(lines.flatMap(({ left }) => left))
  return [
    isGrouped && most > 1
      ? `${capitalised(BAND_TEXT[band].centre)} of up to ${most} runs a line; band: ${BAND_TEXT[band].band}`
      : 'One run a line',
    ...(smoothing === null ? [] : [`Each run smoothed by ${smoothing}`]),
    ...(thinned.length === 0
      ? []
      : [`${thinned[0]?.shown.toLocaleString('en')} of ${thinned[0]?.of.toLocaleString('en')} points of a line`]),
    ...(odd === 0 ? [] : [`${odd.toLocaleString('en')} ${odd === 1 ? 'value is' : 'values are'} NaN or infinite`]),
    ...(lines.some(({ isInterpolated }) => isInterpolated) ? ['Interpolated between the points of each run'] : []),
    ...(lefts.length === 0 ? [] : [`Left out: ${lefts.join(', ')}`]),
  ]
}
