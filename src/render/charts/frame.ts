import type * as ObservablePlot from '@observablehq/plot'
import { escapeXml } from '../escape-xml.ts'
import { fittingTicks, textsOf, ticksOf } from './axis-ticks.ts'
import type { ScaleSpec } from './axis-ticks.ts'
import { besideTitle } from './beside-title.ts'
import { createDocument } from './dom.ts'
import { fitText, textWidth } from './text-width.ts'
import { FONT, FONT_SIZE, GRID, HEIGHT, INK, MUTED, WIDTH } from './theme.ts'
import { wrapChart } from './wrap-chart.ts'
import type { Millimetres } from './wrap-chart.ts'
import { Plot } from './plot.ts'

export interface FrameSpec {
  readonly title: string
  readonly x: ScaleSpec
  readonly y: ScaleSpec
  /** What is said below the title. */
  readonly notes?: readonly string[]
  /** Pixels for that; the chart's width when left out. Where there is less, something else stands beside it. */
  readonly notesRoom?: number
  /** What other frames of the same video need: this one has no less. */
  readonly least?: Margins | undefined
  /** Pixels on the right for labels. */
  readonly right: number
  /** In place of `WIDTH` and `HEIGHT`. */
  readonly width?: number
  readonly height?: number
  /** Millimetres, where it is to be printed in that size. */
  readonly millimetres?: Millimetres | undefined
  /** Pixels above the axes for what `above` draws there. */
  readonly head?: number
  /** Pixels below the axes besides. */
  readonly foot?: number
  /** Whether it is black on white, with lines at both axes. */
  readonly paper?: boolean
  /** Whether lines go through the ticks of y. */
  readonly grid: boolean
  readonly marks?: readonly ObservablePlot.Markish[]
  /** SVG below and above the marks. */
  readonly below?: (place: Place) => string
  readonly above?: (place: Place) => string
  /** In a sentence, for who cannot see it. */
  readonly alt: string
}

/** Pixels beside the axes. */
export interface Margins {
  readonly left: number
  readonly right: number
  readonly top: number
}

/** A chart, and what it needs beside its axes. */
export interface Framed {
  readonly svg: string
  readonly margins: Margins
}

/** Where values lie in the chart, in pixels. */
export interface Place {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** How many ticks y has, about. */
const Y_TICKS = 6
/** Lines of text above the axes, the room between these, and that of the label of an axis. */
const [TITLE, NOTES, TOP, PAPER_TOP, AXIS_LABEL] = [24, 22, 20, 12, 22]
const BOTTOM = 44

/** Pixels for the label of y, beside the axis and what is below it. */
export const Y_LABEL_ROOM = HEIGHT - 64

/** Pixels of a chart between its axes, for one that leaves so much on the right. */
export function innerWidth(right: number): number {
  return WIDTH - 92 - right
}

/** A chart as SVG: marks inside of two axes, below a title. The same for the same input. */
export function drawFrame(spec: FrameSpec): Framed {
  const { title, notes = [], notesRoom, least } = spec
  const { head = 0, width = WIDTH } = spec
  const top =
    (spec.paper === true ? PAPER_TOP : TOP) +
    (title === '' ? 0 : TITLE) +
    (notes.length > 0 || notesRoom !== undefined ? NOTES : 0) +
    head
  const left = Math.max(leftMargin(spec), least?.left ?? 0)
  const right = Math.max(spec.right, least?.right ?? 0)
  const margins = {
    left,
    right: Math.max(right, overhang({ ...spec, right }, width - left - right)),
    top: Math.max(top, least?.top ?? 0),
  }
  return { svg: finish(plot(spec, margins), margins, spec), margins }
}

/** Pixels on the right that the text at the last tick of x needs. */
function overhang({ x, right }: FrameSpec, inner: number): number {
  if (x.isLog) return right
  const ticks = fittingTicks(x, inner)
  const half = textWidth(textsOf(x, ticks).at(-1) ?? '', FONT_SIZE) / 2
  const share = (x.domain[1] - (ticks.at(-1) ?? x.domain[0])) / (x.domain[1] - x.domain[0])
  return Math.ceil(half + 4 - share * inner)
}

/** As wide as the longest text at the ticks of y, and its label. */
function leftMargin({ y, title }: FrameSpec): number {
  const texts = [...textsOf(y, ticksOf(y, Y_TICKS)), y.beyond?.under ?? '', y.beyond?.over ?? '']
  const ticks = Math.max(...texts.map((text) => textWidth(text, FONT_SIZE)))
  return Math.ceil(Math.max(36, 18 + ticks)) + (besideTitle(y.label, title) === '' ? 0 : AXIS_LABEL)
}

type Drawn = ReturnType<typeof Plot.plot>

function plot(
  { x, y, width = WIDTH, height = HEIGHT, grid, foot = 0, paper = false, marks = [] }: FrameSpec,
  { left, right, top }: Margins,
): Drawn {
  const [xTicks, yTicks] = [fittingTicks(x, width - left - right), ticksOf(y, Y_TICKS)]
  const common = { fontSize: FONT_SIZE, color: paper ? INK : MUTED, tickSize: 0 }
  return Plot.plot({
    document: createDocument(),
    width,
    height,
    marginTop: top,
    marginBottom: BOTTOM + foot,
    marginLeft: left,
    marginRight: right,
    style: { fontFamily: FONT, fontSize: `${FONT_SIZE}px` },
    x: { ...typeOf(x), domain: [...x.domain], label: null },
    y: { ...typeOf(y), domain: [...y.domain], label: null },
    marks: [
      ...(grid ? [Plot.gridY(yTicks, { stroke: GRID, strokeOpacity: 1 })] : []),
      Plot.axisX(xTicks, { ...common, anchor: 'bottom', text: textsOf(x, xTicks), tickSize: 4, tickPadding: 4 }),
      Plot.axisY(yTicks, {
        ...common,
        anchor: 'left',
        text: textsOf(y, yTicks),
        ...(paper ? { tickSize: 4, tickPadding: 4 } : { tickPadding: 8 }),
      }),
      Plot.ruleY([y.domain[0]], { stroke: paper ? INK : MUTED }),
      ...(paper ? [Plot.ruleX([x.domain[0]], { stroke: INK })] : []),
      ...marks,
    ],
  })
}

function typeOf({ isLog, logBeyond = null }: ScaleSpec): ObservablePlot.ScaleOptions {
  return logBeyond === null ? { type: isLog ? 'log' : 'linear' } : { type: 'symlog', constant: logBeyond }
}

/** Without styles: colours are attributes. */
function finish(svg: Drawn, { left, right, top }: Margins, spec: FrameSpec): string {
  const { title, x, y, width = WIDTH, height = HEIGHT, alt, below, above, notes = [], notesRoom = width - 32, millimetres } = spec
  const label = spec.paper === true ? inInk : muted
  svg.querySelector('style')?.remove()
  const place: Place = {
    x: (value) => Number(svg.scale('x')?.apply(value)),
    y: (value) => Number(svg.scale('y')?.apply(value)),
    left,
    right: width - right,
    top,
    bottom: height - BOTTOM - (spec.foot ?? 0),
  }
  const yLabel = besideTitle(y.label, title)
  const body = [
    label(
      fitText(notes.join(', '), FONT_SIZE, notesRoom),
      `x="16" y="${title === '' ? NOTES : TITLE + NOTES}" text-anchor="start"`,
    ),
    label(
      fitText(yLabel, FONT_SIZE, height - HEIGHT + Y_LABEL_ROOM),
      `transform="translate(18 ${middleOf(yLabel, place, [top - 10, height])}) rotate(-90)"`,
    ),
    below?.(place) ?? '',
    // Plot counts the areas that it clips: the same chart is to be the same SVG.
    svg.innerHTML.replaceAll('currentColor', INK).replaceAll(/plot-clip-\d+/g, 'plot-area'),
    above?.(place) ?? '',
    sayBeyond(spec, place),
    label(
      fitText(x.label, FONT_SIZE, width - 32),
      `x="${middleOf(x.label, { top: left, bottom: place.right }, [0, width])}" y="${height - 8}"`,
    ),
  ]
  return wrapChart({ title, alt, width, height, millimetres, body: body.join('') })
}

/** What stands beside the ticks, where nothing has its place on the scale. */
function sayBeyond({ x, y }: FrameSpec, place: Place): string {
  const middle = (at: (value: number) => number, one: number, other: number): number => Math.round((at(one) + at(other)) / 2)
  const said = ({ domain, within = domain, beyond = { under: '', over: '' } }: ScaleSpec, at: (value: number) => number) =>
    [
      { text: beyond.under, place: middle(at, domain[0], within[0]) },
      { text: beyond.over, place: middle(at, domain[1], within[1]) },
    ] as const
  return [
    ...said(x, place.x).map((one) => muted(one.text, `x="${one.place}" y="${place.bottom + 19}"`)),
    ...said(y, place.y).map((one) => muted(one.text, `x="${place.left - 8}" y="${one.place}" dy="0.35em" text-anchor="end"`)),
  ].join('')
}

function muted(text: string, attributes: string): string {
  return text === '' ? '' : `<text ${attributes} fill="${MUTED}">${escapeXml(text)}</text>`
}

function inInk(text: string, attributes: string): string {
  return text === '' ? '' : `<text ${attributes}>${escapeXml(text)}</text>`
}

/** The middle of an axis, or the place next to it from where a longer text ends inside of the picture. */
function middleOf(text: string, { top, bottom }: Pick<Place, 'top' | 'bottom'>, [from, to]: readonly [number, number]): number {
  const half = Math.min((to - from) / 2 - 8, textWidth(text, FONT_SIZE) / 2)
  return Math.round(Math.min(to - 8 - half, Math.max(from + 8 + half, (top + bottom) / 2)))
}
