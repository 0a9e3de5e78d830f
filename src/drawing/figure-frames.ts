import { setImmediate as turn } from 'node:timers/promises'
import { json } from '../format/json-parsers.ts'
import { decodeValue } from '../format/tagged-json.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { alignCharts } from '../render/charts/align-charts.ts'
import { drawChart } from '../render/charts/draw-chart.ts'
import type { TitledChart } from '../render/charts/draw-chart.ts'
import type { Margins } from '../render/charts/frame.ts'
import { alignVega } from '../render/figures/align-vega.ts'
import { asReason, asTitledChart, figureToSvg } from '../render/figures/draw-figure.ts'
import { compileVega, dataScales, drawVega } from '../render/figures/draw-vega.ts'
import type { VegaSpecification } from '../render/figures/draw-vega.ts'
import { NoFigure } from '../render/figures/no-figure.ts'

/** A tracked figure. */
export interface FigureFile {
  readonly step: number
  /** Says by its end what it is: `.svg`, `.html`, `.vl.json`, `.vg.json`, `.chart.json`. */
  readonly file: string
}

/** A figure as SVG, or why it cannot be drawn. */
export type FigureFrame = { readonly step: number } & ({ readonly svg: string } | { readonly reason: string })

export interface FrameOptions {
  /** Of charts that have none of their own. */
  readonly title: string
  /** The text of a file. */
  readonly read: (file: string) => string
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

/** Whether a file is a figure that has to be drawn before it can be shown as a picture. */
export function isUndrawn(file: string): boolean {
  return /\.(?:html|(?:vl|vg|chart)\.json)$/.test(file)
}

/** What a file holds: SVG, an element, a specification or a chart of ours. Throws NoFigure. */
export function readFigure(file: string, read: FrameOptions['read']): unknown {
  const text = read(file)
  if (file.endsWith('.html')) return { outerHTML: text } // a <figure> with its titles and legends
  if (!file.endsWith('.json')) return text
  try {
    const value: unknown = JSON.parse(text)
    return file.endsWith('.chart.json') ? decodeValue(json(value, { file })) : value
  } catch (error) {
    throw new NoFigure('its file is no JSON', { cause: error })
  }
}

type Read = { readonly step: number } & (
  | { readonly svg: string }
  | { readonly reason: string }
  | { readonly chart: TitledChart }
  | { readonly vega: VegaSpecification }
)

/** Figures over steps as frames: charts and specifications on one scale, where their axes agree. One that cannot be drawn is left out. */
export async function drawFigureFrames(files: readonly FigureFile[], options: FrameOptions): Promise<readonly FigureFrame[]> {
  const { signal, onProgress } = options
  const all: Read[] = []
  for (const [i, file] of files.entries()) {
    signal.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- one at a time: each takes the processor
    all.push(await attempt(file.step, async () => await prepare(file, options)))
    onProgress(i + 1, files.length * 2)
  }
  const drawn = new Map<number, FigureFrame>([
    ...(await drawCharts(all, signal)),
    ...(await drawVegas(all, { signal, report: (i) => onProgress(files.length + i + 1, files.length * 2) })),
  ])
  return all.map((one, i) => drawn.get(i) ?? (one as FigureFrame))
}

async function prepare({ file }: FigureFile, { title, read }: FrameOptions): Promise<DistributiveOmit<Read, 'step'>> {
  const figure = readFigure(file, read)
  if (file.endsWith('.chart.json')) return { chart: asTitledChart(isPlainObject(figure) ? figure : {}, title) }
  if (file.endsWith('.json')) return { vega: await compileVega(isPlainObject(figure) ? figure : {}) }
  return { svg: await figureToSvg(figure) }
}

/** Twice: what each needs beside its axes, all of them get. */
async function drawCharts(all: readonly Read[], signal: AbortSignal): Promise<readonly (readonly [number, FigureFrame])[]> {
  const places = all.flatMap((one, i) => ('chart' in one ? [i] : []))
  const charts = alignCharts(all.flatMap((one) => ('chart' in one ? [one.chart] : [])))
  const least = { left: 0, right: 0, top: 0 }
  for (const chart of charts) {
    signal.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    widenMargins(least, await drawChart(chart))
    // oxlint-disable-next-line no-await-in-loop -- signals are heard in between
    await turn()
  }
  const frames: (readonly [number, FigureFrame])[] = []
  for (const [n, chart] of charts.entries()) {
    signal.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    const drawing = await drawChart(chart, least)
    const i = places[n] as number
    const { step } = all[i] as Read
    frames.push([i, 'note' in drawing ? { step, reason: asReason(drawing.note) } : { step, svg: drawing.svg }])
  }
  return frames
}

function widenMargins(
  least: { -readonly [K in keyof Margins]: Margins[K] },
  drawing: Awaited<ReturnType<typeof drawChart>>,
): void {
  if (!('svg' in drawing) || drawing.margins === undefined) return
  const { left, right, top } = drawing.margins
  Object.assign(least, { left: Math.max(least.left, left), right: Math.max(least.right, right), top: Math.max(least.top, top) })
}

interface VegaOptions {
  readonly signal: AbortSignal
  readonly report: (done: number) => void
}

async function drawVegas(
  all: readonly Read[],
  { signal, report }: VegaOptions,
): Promise<readonly (readonly [number, FigureFrame])[]> {
  const places = all.flatMap((one, i) => ('vega' in one ? [i] : []))
  const figures = []
  for (const one of all) {
    signal.throwIfAborted()
    if (!('vega' in one)) continue
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    const scales = places.length === 1 ? [] : await dataScales(one.vega).catch(() => []) // what is wrong with it, drawing it says
    figures.push({ specification: one.vega, scales })
  }
  const frames: (readonly [number, FigureFrame])[] = []
  for (const [n, vega] of alignVega(figures).entries()) {
    signal.throwIfAborted()
    const i = places[n] as number
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    frames.push([i, await attempt((all[i] as Read).step, async () => ({ svg: await drawVega(vega) }))])
    report(i)
    // oxlint-disable-next-line no-await-in-loop -- signals are heard in between
    await turn()
  }
  return frames
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

async function attempt<T extends object>(
  step: number,
  make: () => Promise<T>,
): Promise<(T & { readonly step: number }) | { readonly step: number; readonly reason: string }> {
  try {
    return { step, ...(await make()) }
  } catch (error) {
    if (error instanceof NoFigure) return { step, reason: error.message }
    throw error
  }
}
