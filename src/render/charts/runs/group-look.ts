import { lineColour } from '../line-colours.ts'
import { DASHES, LINE_COLOURS, LINE_RAMP } from '../theme.ts'

/** How a group is told from others: on paper also without colours. */
export interface GroupLook {
  readonly colour: string
  readonly dash: string | undefined
  /** Null where lines are told apart without one. */
  readonly marker: Marker | null
}

/** Filled and open shapes in turn. */
export interface Marker {
  readonly shape: 'circle' | 'square' | 'triangle' | 'diamond'
  readonly isFilled: boolean
}

const SHAPES = ['circle', 'square', 'triangle', 'diamond'] as const

/** Which of so many groups. */
export function groupLook(index: number, of: number, paper: boolean): GroupLook {
  const marker = { shape: SHAPES[index % SHAPES.length] ?? 'circle', isFilled: index % (2 * SHAPES.length) < SHAPES.length }
  if (!paper) return { colour: lineColour(index, of), dash: dashOf(index, of, LINE_COLOURS.length), marker: null }
  return { colour: inGrey(index, of), dash: dashOf(index, of, DASHES.length), marker: of === 1 ? null : marker }
}

function dashOf(index: number, of: number, most: number): string | undefined {
  return of > 1 && of <= most ? DASHES[index] : undefined
}

/** From dark to light, so that a print without colours keeps the order. */
function inGrey(index: number, of: number): string {
  if (of === 1) return LINE_COLOURS[0]
  return LINE_RAMP[Math.round((index / (of - 1)) * (LINE_RAMP.length - 1))] ?? LINE_RAMP[0]
}

/** The shape of points that stand without a line. */
export function pointMarker(index: number): Marker {
  return { shape: SHAPES[index % SHAPES.length] ?? 'circle', isFilled: true }
}

/** A marker around a place, about as large as a letter is wide: SVG. */
export function drawMarker({ shape, isFilled }: Marker, [x, y]: readonly [number, number], colour: string, size = 3.6): string {
  const style = `fill="${isFilled ? colour : '#ffffff'}" stroke="${colour}" stroke-width="1.2"`
  const at = (dx: number, dy: number): string => `${round(x + dx * size)},${round(y + dy * size)}`
  switch (shape) {
    case 'circle':
      return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(size * 0.9)}" ${style}/>`
    case 'square':
      return `<path d="M${at(-0.85, -0.85)}L${at(0.85, -0.85)}L${at(0.85, 0.85)}L${at(-0.85, 0.85)}Z" ${style}/>`
    case 'triangle':
      return `<path d="M${at(0, -1.1)}L${at(1, 0.8)}L${at(-1, 0.8)}Z" ${style}/>`
    case 'diamond':
      return `<path d="M${at(0, -1.2)}L${at(1.2, 0)}L${at(0, 1.2)}L${at(-1.2, 0)}Z" ${style}/>`
  }
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** Beside the middle, −1…1, so that equal values are seen as several: multiples of the golden ratio, which spread evenly. */
export function besideOf(index: number): number {
  return ((index * 0.618_033_988_75 + 0.5) % 1) * 2 - 1
}
