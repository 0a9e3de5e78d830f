import type { FigureSize, PlotBand, PlotKind, RunPlot } from '../api/run-charts.ts'
import { figureFormat, saveFigure } from '../drawing/figure-file.ts'
import { runlabError } from '../errors.ts'
import { plot } from '../query/figures/plot.ts'
import { sayUnnamed } from '../query/figures/say-unnamed.ts'
import type { PlottedRuns } from '../query/figures/plotted-runs.ts'
import { readRuns } from '../query/read-runs.ts'
import { selectRuns } from '../query/select.ts'
import { splitExpressions } from '../query/split-expressions.ts'
import { archiveOf } from './archive-option.ts'
import { commandLine } from './command-line-text.ts'
import { namespaceOf } from './namespace-argument.ts'
import { print, printJson, sayUnreadable } from './print.ts'
import { selectionOf } from './query-options.ts'
import type { QueryOptions } from './query-options.ts'
import { readLength } from './read-length.ts'

export interface PlotOptions extends QueryOptions {
  readonly output?: string
  readonly kind?: string
  readonly by?: string
  readonly x?: string
  readonly band?: string
  readonly smooth?: string | true
  readonly title?: string
  readonly xLabel?: string
  readonly yLabel?: string
  readonly log?: true
  readonly paper?: true
  readonly width?: string
  readonly height?: string
  readonly fontSize?: string
}

const KINDS = ['curves', 'means', 'scatter', 'box', 'parallel'] as const satisfies readonly PlotKind[]
const BANDS = ['ci', 'quartiles', 'range'] as const satisfies readonly PlotBand[]
/** Of `--smooth` alone. */
const SMOOTH = 0.6

/** Draws runs into a file, and says which, with what belongs in its caption. */
export async function plotToFile(what: string, wanted: string | undefined, options: PlotOptions): Promise<void> {
  const file = options.output ?? `${what.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'figure'}.svg`
  if (figureFormat(file) === null)
    throw runlabError('FLAG_INVALID', {
      flag: '--output',
      value: JSON.stringify(file),
      expected: 'a name that ends in .svg, .png or .pdf',
    })
  const asked = { ...askedFor(options), size: sizeOf(options) }
  const archive = archiveOf(options.results)
  const found = await readRuns(archive, { namespace: namespaceOf(wanted, archive) }, new Date())
  const runs = await selectRuns(found.runs, selectionOf(options))
  if (found.unreadable.length > 0) sayUnreadable(found.unreadable.length)
  const drawn = plot(runs, { ...asked, of: what })
  const plotted = { ...drawn, chart: await sayUnnamed(drawn.chart) }
  await found.keep()
  const path = await saveFigure(file, { ...plotted.chart, source: commandLine() })
  if (options.json === true) return printJson(asJson(plotted, path))
  print(`${(plotted.chart.notes ?? []).map((note) => `  ${note}\n`).join('')}${path}\n`)
}

function askedFor({ kind, by, x, band, smooth, title, xLabel, yLabel, log, paper }: PlotOptions): Omit<RunPlot, 'of'> {
  return {
    kind: oneOf('--kind', kind, KINDS),
    by: by === undefined ? undefined : splitExpressions(by),
    x,
    band: oneOf('--band', band, BANDS),
    smoothing: readWeight(smooth),
    title,
    xLabel,
    yLabel,
    log,
    paper,
  }
}

function oneOf<T extends string>(flag: string, text: string | undefined, known: readonly T[]): T | undefined {
  if (text === undefined) return undefined
  const found = known.find((one) => one === text)
  if (found !== undefined) return found
  throw runlabError('FLAG_INVALID', { flag, value: JSON.stringify(text), expected: `one of ${known.join(', ')}` })
}

function readWeight(text: string | true | undefined): number | undefined {
  if (text === undefined || text === true) return text === true ? SMOOTH : undefined
  const weight = Number(text)
  if (text.trim() !== '' && weight > 0 && weight < 1) return weight
  throw runlabError('FLAG_INVALID', { flag: '--smooth', value: JSON.stringify(text), expected: 'a number between 0 and 1: 0.6' })
}

function sizeOf({ width, height, fontSize }: PlotOptions): FigureSize | undefined {
  const size = {
    width: readLength('--width', width, 'mm'),
    height: readLength('--height', height, 'mm'),
    fontSize: readLength('--font-size', fontSize, 'pt'),
  }
  return Object.values(size).every((length) => length === undefined) ? undefined : size
}

function asJson({ kind, chart, groups, leftOut }: PlottedRuns, file: string): unknown {
  return {
    file,
    kind,
    title: chart.title,
    notes: chart.notes ?? [],
    groups: groups.map(({ label, runs }) => ({ label, runs: runs.map(({ run }) => run.name) })),
    left_out: leftOut.map(({ run, why }) => ({ run: run.run.name, why })),
  }
}
