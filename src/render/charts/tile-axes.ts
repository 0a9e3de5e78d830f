import { linearTicks } from './linear-ticks.ts'
import { wholeText } from './number-text.ts'
import { textWidth } from './text-width.ts'
import { FONT_SIZE, MUTED } from './theme.ts'

/** Pixels between a matrix and its numbers, and at the least between two of them. */
const [PADDING, BETWEEN] = [6, 18]
/** Pixels that the numbers of columns take below a matrix. */
export const COLUMN_NUMBERS = 20
const MOST_NUMBERS = 6

interface Numbered {
  readonly rows: number
  readonly columns: number
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Pixels that the numbers of rows take on the left of matrices. */
export function rowNumbers(tiles: readonly Numbered[]): number {
  return Math.ceil(Math.max(...tiles.map(({ rows }) => widthOf(rows))) + PADDING)
}

/** Some of the numbers of rows and columns, from 0 on: rows from the top. SVG. */
export function drawNumbers({ rows, columns }: Numbered, { x, y, width, height }: Box): string {
  const [rowTicks, columnTicks] = [
    numbersOf(rows, height / (FONT_SIZE + BETWEEN)),
    numbersOf(columns, width / (widthOf(columns) + BETWEEN)),
  ]
  const text = (attributes: string, value: number): string => `<text ${attributes} fill="${MUTED}">${wholeText(value)}</text>`
  return [
    ...rowTicks.map((i) =>
      text(`x="${x - PADDING}" y="${round(y + ((i + 0.5) / rows) * height)}" dy="0.35em" text-anchor="end"`, i),
    ),
    ...columnTicks.map((i) => text(`x="${round(x + ((i + 0.5) / columns) * width)}" y="${round(y + height + 15)}"`, i)),
  ].join('')
}

/** About as many whole numbers as have room. */
function numbersOf(count: number, room: number): readonly number[] {
  if (count === 1 || room < 2) return [0]
  return linearTicks([0, count - 1], Math.min(MOST_NUMBERS, Math.floor(room) - 1)).filter(Number.isInteger)
}

function widthOf(count: number): number {
  return textWidth(wholeText(count - 1), FONT_SIZE)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
