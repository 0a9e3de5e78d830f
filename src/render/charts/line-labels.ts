import { escapeXml } from '../escape-xml.ts'
import type { Place } from './frame.ts'
import { textWidth } from './text-width.ts'
import { FONT_SIZE, PAPER } from './theme.ts'

export interface EndLabel {
  /** Of the line; empty where there is only one. */
  readonly name: string
  /** The value. */
  readonly text: string
  readonly colour: string
  /** The end of the line, in units of the axes. */
  readonly x: number
  readonly y: number
}

const LINE_HEIGHT = 17

/** Pixels that labels behind the ends of lines take. */
export function labelsWidth(labels: readonly EndLabel[]): number {
  return Math.ceil(Math.max(24, ...labels.map(({ name, text }) => textWidth(`${name} ${text}`, FONT_SIZE) + 26)))
}

/** How many labels fit below each other. */
export function mostLabels(height: number): number {
  return Math.floor(height / LINE_HEIGHT)
}

/** Dots at the ends of lines, and labels on the right of the chart, moved apart where they would overlap: SVG. */
export function drawEndLabels(labels: readonly EndLabel[], place: Place): string {
  const ends = labels.map(({ x, y }) => [place.x(x), place.y(y)] as const)
  const heights = spread(
    ends.map(([, y]) => y),
    { from: place.top, to: place.bottom },
  )
  return labels.map((label, i) => drawEndLabel(label, ends[i] ?? [0, 0], { x: place.right, y: heights[i] ?? 0 })).join('')
}

function drawEndLabel({ text, colour, name }: EndLabel, [x, y]: readonly [number, number], at: { x: number; y: number }): string {
  const fill = escapeXml(colour)
  const isApart = at.x - x > 12 || (name !== '' && Math.abs(at.y - y) > 2)
  const leader = `<path d="M${round(x + 5)},${round(y)}L${round(at.x + 10)},${round(at.y)}" fill="none" stroke="${fill}" stroke-opacity="0.4"/>`
  const dot = `<circle cx="${round(x)}" cy="${round(y)}" r="3.5" fill="${fill}" stroke="${PAPER}"/>`
  const value = `<tspan font-weight="bold">${escapeXml(text)}</tspan>`
  const words = `<text x="${round(at.x + 14)}" y="${round(at.y)}" dy="0.35em" text-anchor="start" fill="${fill}">${name === '' ? '' : `${escapeXml(name)} `}${value}</text>`
  return `${isApart ? leader : ''}${dot}${words}`
}

/** Heights near the wanted ones, in their order, a line apart. */
function spread(wanted: readonly number[], { from, to }: { readonly from: number; readonly to: number }): readonly number[] {
  const order = wanted.map((_, i) => i).toSorted((a, b) => (wanted[a] as number) - (wanted[b] as number) || a - b)
  const heights = [...wanted]
  let lowest = from
  for (const i of order) lowest = (heights[i] = Math.max(heights[i] as number, lowest)) + LINE_HEIGHT
  let highest = to
  for (const i of order.toReversed()) highest = (heights[i] = Math.min(heights[i] as number, highest)) - LINE_HEIGHT
  return heights
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
