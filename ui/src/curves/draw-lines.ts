import type { Line } from './parse-curves.ts'

export interface LineLook {
  readonly colour: string
  /** Whether others are meant: it is drawn thin and pale. */
  readonly isPale: boolean
  readonly isBold: boolean
}

export interface Plane {
  readonly context: CanvasRenderingContext2D
  /** Canvas pixels of a CSS pixel. */
  readonly ratio: number
  toX(value: number): number
  toY(value: number): number
  readonly bottom: number
}

/** Draws bands, then lines; what is bold last, on top of the others. */
export function drawLines(plane: Plane, lines: readonly Line[], lookOf: (line: Line) => LineLook): void {
  const looks = lines.map((line) => ({ line, look: lookOf(line) })).toSorted((a, b) => rank(a.look) - rank(b.look))
  for (const { line, look } of looks) drawBand(plane, line, look)
  for (const { line, look } of looks) {
    const { x, y, smooth } = line.numbers
    if (x === undefined || y === undefined) continue
    const strong = look.isPale ? 0.22 : 1
    if (smooth !== undefined) stroke(plane, { x, y }, { ...look, alpha: strong * 0.28, width: 1 })
    stroke(plane, { x, y: smooth ?? y }, { ...look, alpha: strong, width: look.isBold ? 2.4 : 1.5 })
    drawOdd(plane, line, { ...look, alpha: strong, width: 1 })
  }
}

function rank({ isPale, isBold }: LineLook): number {
  return Number(isBold) - Number(isPale)
}

interface Stroke extends LineLook {
  readonly alpha: number
  /** CSS pixels. */
  readonly width: number
}

interface Points {
  readonly x: Float64Array
  readonly y: Float64Array
}

function stroke({ context, ratio, toX, toY }: Plane, { x, y }: Points, { colour, alpha, width }: Stroke): void {
  context.globalAlpha = alpha
  context.strokeStyle = colour
  context.fillStyle = colour
  context.lineWidth = width * ratio
  context.lineJoin = 'round'
  context.beginPath()
  const alone: number[] = []
  let run = 0
  for (let i = 0; i <= y.length; i++) {
    const py = i < y.length ? toY(y[i] ?? Number.NaN) : Number.NaN
    if (Number.isFinite(py)) {
      if (run++ === 0) context.moveTo(toX(x[i] ?? 0), py)
      else context.lineTo(toX(x[i] ?? 0), py)
    } else {
      if (run === 1) alone.push(i - 1)
      run = 0
    }
  }
  context.stroke()
  // A point between gaps has no line.
  for (const i of alone) {
    context.beginPath()
    context.arc(toX(x[i] ?? 0), toY(y[i] ?? 0), (width + 0.8) * ratio, 0, 2 * Math.PI)
    context.fill()
  }
  context.globalAlpha = 1
}

function drawBand({ context, toX, toY }: Plane, { numbers: { x, low, high } }: Line, { colour, isPale, isBold }: LineLook): void {
  if (x === undefined || low === undefined || high === undefined || isPale) return
  context.globalAlpha = isBold ? 0.25 : 0.14
  context.fillStyle = colour
  let start = 0
  for (let i = 0; i <= x.length; i++) {
    const isThere = i < x.length && Number.isFinite(toY(low[i] ?? Number.NaN)) && Number.isFinite(toY(high[i] ?? Number.NaN))
    if (isThere) continue
    if (i > start) {
      context.beginPath()
      for (let j = start; j < i; j++) context.lineTo(toX(x[j] ?? 0), toY(high[j] ?? 0))
      for (let j = i - 1; j >= start; j--) context.lineTo(toX(x[j] ?? 0), toY(low[j] ?? 0))
      context.fill()
    }
    start = i + 1
  }
  context.globalAlpha = 1
}

/** Ticks at the bottom where values are not finite. */
function drawOdd({ context, ratio, toX, bottom }: Plane, { odd }: Line, { colour, alpha }: Stroke): void {
  context.globalAlpha = alpha
  context.fillStyle = colour
  for (const x of odd) context.fillRect(toX(x) - ratio / 2, bottom - 7 * ratio, ratio, 7 * ratio)
  context.globalAlpha = 1
}
