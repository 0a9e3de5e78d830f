import type * as ObservablePlot from '@observablehq/plot'
import { escapeXml } from '../escape-xml.ts'
import { besideTitle } from './beside-title.ts'
import { dateTexts, dateTicks } from './date-ticks.ts'
import { createDocument } from './dom.ts'
import { linearTicks } from './linear-ticks.ts'
import { logTicks, symmetricTicks, tickTexts } from './scale-ticks.ts'
import { fitText, textWidth } from './text-width.ts'
import { FONT, FONT_SIZE, GRID, HEIGHT, INK, MUTED, WIDTH } from './theme.ts'
import { wrapChart } from './wrap-chart.ts'
import { Plot } from './plot.ts'

export interface ScaleSpec {
  readonly label: string
  readonly isLog: boolean
  readonly domain: readonly [number, number]
  /** Linear up to here on both sides of 0, and logarithmic beyond. */
  readonly logBeyond?: number | null
  /** Whether only whole numbers are values, so that only they are ticks. */
  readonly isWhole?: boolean
  /** Whether values are milliseconds since the epoch, told as dates. */
  readonly isDate?: boolean
  /** Where ticks are, if not everywhere, and what stands below and above that. */
  readonly within?: readonly [number, number]
  readonly beyond?: { readonly under: string; readonly over: string }
}

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
  /** In place of `HEIGHT`. */
  readonly height?: number
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

/** How many ticks there are, about. */
const X_TICKS = 8
const Y_TICKS = 6
const TICK_GAP = 12
/** Lines of text above the axes, the room between these, and that of the label of an axis. */
const [TITLE, NOTES, TOP, AXIS_LABEL] = [24, 22, 20, 22]
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
  const top = TOP + (title === '' ? 0 : TITLE) + (notes.length > 0 || notesRoom !== undefined ? NOTES : 0)
  const left = Math.max(leftMargin(spec), least?.left ?? 0)
  const right = Math.max(spec.right, least?.right ?? 0)
  const margins = {
    left,
    right: Math.max(right, overhang({ ...spec, right }, left)),
    top: Math.max(top, least?.top ?? 0),
  }
  return { svg: finish(plot(spec, margins), margins, spec), margins }
}

/** Pixels on the right that the text at the last tick of x needs. */
function overhang({ x, right }: FrameSpec, left: number): number {
  if (x.isLog) return right
  const ticks = fittingTicks(x, WIDTH - left - right)
  const half = textWidth(textsOf(x, ticks).at(-1) ?? '', FONT_SIZE) / 2
  const share = (x.domain[1] - (ticks.at(-1) ?? x.domain[0])) / (x.domain[1] - x.domain[0])
  return Math.ceil(half + 4 - share * (WIDTH - left - right))
}

/** As wide as the longest text at the ticks of y, and its label. */
function leftMargin({ y, title }: FrameSpec): number {
  const texts = [...textsOf(y, ticksOf(y, Y_TICKS)), y.beyond?.under ?? '', y.beyond?.over ?? '']
  const ticks = Math.max(...texts.map((text) => textWidth(text, FONT_SIZE)))
  return Math.ceil(Math.max(36, 18 + ticks)) + (besideTitle(y.label, title) === '' ? 0 : AXIS_LABEL)
}

type Drawn = ReturnType<typeof Plot.plot>

function plot({ x, y, height = HEIGHT, grid, marks = [] }: FrameSpec, { left, right, top }: Margins): Drawn {
  const [xTicks, yTicks] = [fittingTicks(x, WIDTH - left - right), ticksOf(y, Y_TICKS)]
  const common = { fontSize: FONT_SIZE, color: MUTED, tickSize: 0 }
  return Plot.plot({
    document: createDocument(),
    width: WIDTH,
    height,
    marginTop: top,
    marginBottom: BOTTOM,
    marginLeft: left,
    marginRight: right,
    style: { fontFamily: FONT, fontSize: `${FONT_SIZE}px` },
    x: { ...typeOf(x), domain: [...x.domain], label: null },
    y: { ...typeOf(y), domain: [...y.domain], label: null },
    marks: [
      ...(grid ? [Plot.gridY(yTicks, { stroke: GRID, strokeOpacity: 1 })] : []),
      Plot.axisX(xTicks, { ...common, anchor: 'bottom', text: textsOf(x, xTicks), tickSize: 4, tickPadding: 4 }),
      Plot.axisY(yTicks, { ...common, anchor: 'left', text: textsOf(y, yTicks), tickPadding: 8 }),
      Plot.ruleY([y.domain[0]], { stroke: MUTED }),
      ...marks,
    ],
  })
}

function typeOf({ isLog, logBeyond = null }: ScaleSpec): ObservablePlot.ScaleOptions {
  return logBeyond === null ? { type: isLog ? 'log' : 'linear' } : { type: 'symlog', constant: logBeyond }
}

/** As many as have room for their texts beside one another: of steps that are times in milliseconds few. */
function fittingTicks(x: ScaleSpec, width: number): readonly number[] {
  for (let count = X_TICKS; count > 1; count--) {
    const ticks = ticksOf(x, count)
    const texts = textsOf(x, ticks)
    const widest = Math.max(...texts.map((text) => textWidth(text, FONT_SIZE)))
    const [first = 0, second = Infinity] = ticks
    const apart = ((second - first) / (x.domain[1] - x.domain[0])) * width
    if (x.isLog || apart >= widest + TICK_GAP) return ticks
  }
  return ticksOf(x, 1)
}

function textsOf({ isDate = false }: ScaleSpec, ticks: readonly number[]): readonly string[] {
  return isDate ? dateTexts(ticks) : tickTexts(ticks)
}

function ticksOf(scale: ScaleSpec, count: number): readonly number[] {
  const { isLog, logBeyond = null, isWhole = false, isDate = false, within: domain = scale.domain } = scale
  if (isDate) return dateTicks(domain, count)
  if (isLog) return logTicks(domain)
  if (logBeyond !== null) return symmetricTicks(domain, logBeyond)
  const ticks = linearTicks(domain, count).filter((tick) => hasRoom(tick, domain, scale.beyond))
  return isWhole ? ticks.filter(Number.isInteger) : ticks
}

/** Without styles: colours are attributes. */
function finish(svg: Drawn, { left, right, top }: Margins, spec: FrameSpec): string {
  const { title, x, y, height = HEIGHT, alt, below, above, notes = [], notesRoom = WIDTH - 32 } = spec
  svg.querySelector('style')?.remove()
  const place: Place = {
    x: (value) => Number(svg.scale('x')?.apply(value)),
    y: (value) => Number(svg.scale('y')?.apply(value)),
    left,
    right: WIDTH - right,
    top,
    bottom: height - BOTTOM,
  }
  const yLabel = besideTitle(y.label, title)
  const body = [
    label(
      fitText(notes.join(', '), FONT_SIZE, notesRoom),
      `x="16" y="${title === '' ? NOTES : TITLE + NOTES}" text-anchor="start"`,
    ),
    label(
      fitText(yLabel, FONT_SIZE, Y_LABEL_ROOM),
      `transform="translate(18 ${middleOf(yLabel, place, [top - 10, height])}) rotate(-90)"`,
    ),
    below?.(place) ?? '',
    // Plot counts the areas that it clips: the same chart is to be the same SVG.
    svg.innerHTML.replaceAll('currentColor', INK).replaceAll(/plot-clip-\d+/g, 'plot-area'),
    above?.(place) ?? '',
    sayBeyond(spec, place),
    label(
      fitText(x.label, FONT_SIZE, WIDTH - 32),
      `x="${middleOf(x.label, { top: left, bottom: place.right }, [0, WIDTH])}" y="${height - 8}"`,
    ),
  ]
  return wrapChart({ title, alt, height, body: body.join('') })
}

/** Of the ticks' range: what the text of what lies outside takes of it. */
const NEAR = 0.05

function hasRoom(tick: number, [low, high]: readonly [number, number], beyond: ScaleSpec['beyond']): boolean {
  const near = NEAR * (high - low)
  return beyond === undefined || ((beyond.under === '' || tick > low + near) && (beyond.over === '' || tick < high - near))
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
    ...said(x, place.x).map((one) => label(one.text, `x="${one.place}" y="${place.bottom + 19}"`)),
    ...said(y, place.y).map((one) => label(one.text, `x="${place.left - 8}" y="${one.place}" dy="0.35em" text-anchor="end"`)),
  ].join('')
}

function label(text: string, attributes: string): string {
  return text === '' ? '' : `<text ${attributes} fill="${MUTED}">${escapeXml(text)}</text>`
}

/** The middle of an axis, or the place next to it from where a longer text ends inside of the picture. */
function middleOf(text: string, { top, bottom }: Pick<Place, 'top' | 'bottom'>, [from, to]: readonly [number, number]): number {
  const half = Math.min((to - from) / 2 - 8, textWidth(text, FONT_SIZE) / 2)
  return Math.round(Math.min(to - 8 - half, Math.max(from + 8 + half, (top + bottom) / 2)))
}
