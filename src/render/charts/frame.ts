import type * as ObservablePlot from '@observablehq/plot'
import { escapeXml } from '../escape-xml.ts'
import { besideTitle } from './beside-title.ts'
import { createDocument } from './dom.ts'
import { linearTicks } from './linear-ticks.ts'
import { labelWith } from './mass-range.ts'
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
}

export interface FrameSpec {
  readonly title: string
  readonly x: ScaleSpec
  readonly y: ScaleSpec
  /** What is said after the label of y, however long that is. */
  readonly notes?: readonly string[]
  /** Pixels for these two; the chart's width when left out. */
  readonly labelRoom?: number
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
const TOP = 66
const BOTTOM = 44

/** Pixels of a chart between its axes, for one that leaves so much on the right. */
export function innerWidth(right: number): number {
  return WIDTH - 70 - right
}

/** A chart as SVG: marks inside of two axes, below a title. The same for the same input. */
export function drawFrame(spec: FrameSpec): string {
  const left = leftMargin(spec)
  const roomy = { ...spec, right: Math.max(spec.right, overhang(spec, left)) }
  return finish(plot(roomy, left, roomy.marks ?? []), left, roomy)
}

/** Pixels on the right that the text at the last tick of x needs. */
function overhang({ x, right }: FrameSpec, left: number): number {
  if (x.isLog) return right
  const ticks = fittingTicks(x, WIDTH - left - right)
  const half = textWidth(tickTexts(ticks).at(-1) ?? '', FONT_SIZE) / 2
  const share = (x.domain[1] - (ticks.at(-1) ?? x.domain[0])) / (x.domain[1] - x.domain[0])
  return Math.ceil(half + 4 - share * (WIDTH - left - right))
}

/** As wide as the longest text at the ticks of y. */
function leftMargin({ y }: FrameSpec): number {
  return Math.ceil(Math.max(36, 18 + Math.max(0, ...tickTexts(ticksOf(y, Y_TICKS)).map((text) => textWidth(text, FONT_SIZE)))))
}

type Drawn = ReturnType<typeof Plot.plot>

function plot(
  { x, y, right, height = HEIGHT, grid }: FrameSpec,
  marginLeft: number,
  marks: readonly ObservablePlot.Markish[],
): Drawn {
  const [xTicks, yTicks] = [fittingTicks(x, WIDTH - marginLeft - right), ticksOf(y, Y_TICKS)]
  const common = { fontSize: FONT_SIZE, color: MUTED, tickSize: 0 }
  return Plot.plot({
    document: createDocument(),
    width: WIDTH,
    height,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft,
    marginRight: right,
    style: { fontFamily: FONT, fontSize: `${FONT_SIZE}px` },
    x: { ...typeOf(x), domain: [...x.domain], label: null },
    y: { ...typeOf(y), domain: [...y.domain], label: null },
    marks: [
      ...(grid ? [Plot.gridY(yTicks, { stroke: GRID, strokeOpacity: 1 })] : []),
      Plot.axisX(xTicks, { ...common, anchor: 'bottom', text: tickTexts(xTicks), tickSize: 4, tickPadding: 4 }),
      Plot.axisY(yTicks, { ...common, anchor: 'left', text: tickTexts(yTicks), tickPadding: 8 }),
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
    const texts = tickTexts(ticks)
    const widest = Math.max(...texts.map((text) => textWidth(text, FONT_SIZE)))
    const [first = 0, second = Infinity] = ticks
    const apart = ((second - first) / (x.domain[1] - x.domain[0])) * width
    if (x.isLog || apart >= widest + TICK_GAP) return ticks
  }
  return ticksOf(x, 1)
}

function ticksOf({ isLog, domain, logBeyond = null, isWhole = false }: ScaleSpec, count: number): readonly number[] {
  if (isLog) return logTicks(domain)
  if (logBeyond !== null) return symmetricTicks(domain, logBeyond)
  return isWhole ? linearTicks(domain, count).filter(Number.isInteger) : linearTicks(domain, count)
}

/** Without styles: colours are attributes. */
function finish(svg: Drawn, left: number, spec: FrameSpec): string {
  const { title, x, y, right, height = HEIGHT, alt, below, above, notes = [], labelRoom = WIDTH - 32 } = spec
  svg.querySelector('style')?.remove()
  const place: Place = {
    x: (value) => Number(svg.scale('x')?.apply(value)),
    y: (value) => Number(svg.scale('y')?.apply(value)),
    left,
    right: WIDTH - right,
    top: TOP,
    bottom: height - BOTTOM,
  }
  const label = (text: string, attributes: string): string => `<text ${attributes} fill="${MUTED}">${escapeXml(text)}</text>`
  const body = [
    label(labelWith(besideTitle(y.label, title), notes, labelRoom), 'x="16" y="46" text-anchor="start"'),
    below?.(place) ?? '',
    svg.innerHTML.replaceAll('currentColor', INK),
    above?.(place) ?? '',
    label(fitText(x.label, FONT_SIZE, WIDTH - 32), `x="${WIDTH / 2}" y="${height - 8}"`),
  ]
  return wrapChart({ title, alt, height, body: body.join('') })
}
