import uPlot from 'uplot'
import { drawLines } from './draw-lines.ts'
import type { LineLook } from './draw-lines.ts'
import { nearestPoint } from './nearest-point.ts'
import type { NearPoint, ToPixel } from './nearest-point.ts'
import type { Line } from './parse-curves.ts'
import type { Range } from './ranges.ts'
import { numberText, shortNumber } from '../text/number-text.ts'

/** What a plot shows. */
export interface PlotState {
  readonly lines: readonly Line[]
  readonly x: Range
  readonly y: Range
  readonly isLogX: boolean
  readonly isLogY: boolean
  readonly xLabel: string
  readonly isDark: boolean
  readonly lookOf: (line: Line) => LineLook
}

export interface PlotActions {
  /** A part of x was chosen by dragging. */
  onZoom(range: Range): void
  onWhole(): void
  /** The pointer is near a point, or near none. */
  onNear(near: NearPoint | null): void
  onPick(near: NearPoint): void
}

const INK = { light: { text: '#59636e', line: '#d8dee4' }, dark: { text: '#9198a1', line: '#30363d' } } as const
const FONT = "12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
/** Pixels of a digit of this font, about. */
const DIGIT = 6.7

/** Axes, dragging and the pointer by uPlot; lines are drawn by ourselves, since each has x of its own. */
export class CurvePlot {
  readonly #plot: uPlot
  readonly #actions: PlotActions
  #state: PlotState
  #near: NearPoint | null = null

  constructor(
    root: HTMLElement,
    state: PlotState,
    size: { readonly width: number; readonly height: number },
    actions: PlotActions,
  ) {
    this.#state = state
    this.#actions = actions
    this.#plot = new uPlot(this.#options(size), dataOf(state), root)
    let pressed = 0
    this.#plot.over.addEventListener('mousedown', ({ clientX }) => (pressed = clientX))
    this.#plot.over.addEventListener('click', ({ clientX }) => {
      if (this.#near !== null && Math.abs(clientX - pressed) < 4) actions.onPick(this.#near)
    })
    this.#plot.over.addEventListener('mouseleave', () => this.point(null))
  }

  /** Pixels between the ends of x. */
  get width(): number {
    return this.#plot.over.clientWidth
  }

  /** Shows other points, in other ranges. A plot has one kind of scales, and one theme. */
  show(state: PlotState): void {
    const { x, y } = this.#state
    this.#state = state
    if (x.join() === state.x.join() && y.join() === state.y.join()) this.#plot.redraw(false, false)
    else this.#plot.setData(dataOf(state))
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
  }

  /** Says which point is meant. */
  point(near: NearPoint | null): void {
    // uPlot says the pointer's place again whenever it draws.
    if (isSame(near, this.#near)) return
    this.#near = near
    this.#actions.onNear(near)
  }

  /** A place among the points in pixels of the page. */
  get toPixel(): ToPixel {
    return (value, axis) => this.#plot.valToPos(value, axis)
  }

  /** Where the points are, in pixels of the root. */
  get corner(): { readonly left: number; readonly top: number } {
    return { left: this.#plot.over.offsetLeft, top: this.#plot.over.offsetTop }
  }

  destroy(): void {
    this.#plot.destroy()
  }

  #options(size: { readonly width: number; readonly height: number }): uPlot.Options {
    const { isLogX, isLogY, isDark, xLabel } = this.#state
    const ink = isDark ? INK.dark : INK.light
    const axis: uPlot.Axis = {
      ...{
        stroke: ink.text,
        font: FONT,
        grid: { stroke: ink.line, width: 1 },
        ticks: { stroke: ink.line, width: 1, size: 4 },
        gap: 4,
      },
    }
    const texts = (isLog: boolean) => (_: uPlot, splits: readonly (number | null)[]) => tickTexts(splits, isLog)
    return {
      ...size,
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => this.#whole() },
      },
      scales: {
        x: { time: false, distr: isLogX ? 3 : 1, range: () => [...this.#state.x] },
        y: { distr: isLogY ? 3 : 1, range: () => [...this.#state.y] },
      },
      axes: [
        { ...axis, values: texts(isLogX), size: 24, space: 60, label: xLabel, labelSize: 18, labelGap: 0, labelFont: FONT },
        {
          ...{ ...axis, values: texts(isLogY), space: 34 },
          size: (_, shown) => 10 + DIGIT * Math.max(2, ...(shown ?? []).map((text) => text.length)),
        },
      ],
      series: [{}, { stroke: 'transparent', points: { show: false }, paths: () => null }],
      hooks: {
        draw: [(plot) => this.#draw(plot)],
        setCursor: [(plot) => this.#move(plot)],
        setSelect: [(plot) => this.#zoom(plot)],
      },
    }
  }

  #draw(plot: uPlot): void {
    const { ctx: context, bbox } = plot
    context.save()
    context.beginPath()
    context.rect(bbox.left, bbox.top, bbox.width, bbox.height)
    context.clip()
    const { isLogX, isLogY } = this.#state
    const place = (axis: 'x' | 'y', isLog: boolean) => (value: number) =>
      !Number.isFinite(value) || (isLog && value <= 0) ? Number.NaN : plot.valToPos(value, axis, true)
    const plane = {
      ...{ context, ratio: uPlot.pxRatio, bottom: bbox.top + bbox.height },
      ...{ toX: place('x', isLogX), toY: place('y', isLogY) },
    }
    drawLines(plane, this.#state.lines, this.#state.lookOf)
    context.restore()
  }

  #move(plot: uPlot): void {
    const { left = -1, top = -1 } = plot.cursor
    if (left < 0 || top < 0) this.point(null)
    else this.point(nearestPoint(this.#state.lines, { x: left, y: top }, this.toPixel))
  }

  #zoom(plot: uPlot): void {
    const { left, width } = plot.select
    if (width < 4) return
    const range = [shortNumber(plot.posToVal(left, 'x')), shortNumber(plot.posToVal(left + width, 'x'))] as const
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    this.#actions.onZoom(range)
  }

  #whole(): null {
    this.#actions.onWhole()
    return null
  }
}

function isSame(one: NearPoint | null, other: NearPoint | null): boolean {
  if (one === null || other === null) return one === other
  return one.line === other.line && one.index === other.index && one.x === other.x && one.y === other.y
}

/** uPlot asks for points, and gives them to the scales. */
function dataOf({ x, y }: PlotState): uPlot.AlignedData {
  return [[...x], [...y]]
}

/** Of a logarithmic axis only round values have a text: uPlot leaves some of them out, and begins with the end of the scale. */
function tickTexts(splits: readonly (number | null)[], isLog: boolean): string[] {
  const isRound = (value: number): boolean => Math.abs(value - Number(value.toPrecision(1))) <= 1e-9 * Math.abs(value)
  return splits.map((value) => (value === null || (isLog && !isRound(value)) ? '' : numberText(value)))
}
