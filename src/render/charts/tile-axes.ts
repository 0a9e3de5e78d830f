import type { Tile } from '../../api/visual.ts'
import { escapeXml } from '../escape-xml.ts'
import { linearTicks } from './linear-ticks.ts'
import { wholeText } from './number-text.ts'
import { fitText, textWidth } from './text-width.ts'
import { FONT_SIZE, MUTED } from './theme.ts'

/** Pixels between a matrix and its numbers, and at the least between two of them. */
const [PADDING, BETWEEN] = [6, 18]
/** Pixels that the numbers of columns take below a matrix, and names above one another. */
const [COLUMN_NUMBERS, LINE] = [20, 16]
const MOST_NUMBERS = 6
/** Pixels of a name. */
const LONGEST_NAME = 130

type Named = Pick<Tile, 'rows' | 'columns' | 'rowNames' | 'columnNames'>

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Pixels that the names or numbers of rows take on the left of matrices. */
export function rowNumbers(tiles: readonly Named[]): number {
  return Math.ceil(Math.max(...tiles.map(({ rows, rowNames }) => widest(rowNames) ?? widthOf(rows))) + PADDING)
}

/** Pixels that the names or numbers of columns take below matrices of such a width. */
export function columnNumbers(tiles: readonly Named[], width: number): number {
  return Math.ceil(
    Math.max(...tiles.map((tile) => (areUpright(tile, width) ? (widest(tile.columnNames) ?? 0) + 2 * PADDING : COLUMN_NUMBERS))),
  )
}

/** Rows from the top and columns by their names, or some of their numbers, from 0 on. SVG. */
export function drawNumbers(tile: Named, { x, y, width, height }: Box): string {
  const { rows, columns, rowNames, columnNames } = tile
  const isUpright = areUpright(tile, width)
  const [rowTicks, columnTicks] = [
    rowNames === undefined ? numbersOf(rows, height / (FONT_SIZE + BETWEEN)) : namesOf(rowNames, height),
    columnNames === undefined
      ? numbersOf(columns, width / (widthOf(columns) + BETWEEN))
      : namesOf(columnNames, isUpright ? width : Infinity),
  ]
  const columnPlace = (at: number): string =>
    isUpright
      ? `transform="translate(${round(at)} ${round(y + height + PADDING)}) rotate(-90)" dy="0.35em" text-anchor="end"`
      : `x="${round(at)}" y="${round(y + height + 15)}"`
  return [
    ...rowTicks.map(([i, name]) =>
      text(`x="${x - PADDING}" y="${round(y + ((i + 0.5) / rows) * height)}" dy="0.35em" text-anchor="end"`, name),
    ),
    ...columnTicks.map(([i, name]) => text(columnPlace(x + ((i + 0.5) / columns) * width), name)),
  ].join('')
}

function text(attributes: string, name: string): string {
  return `<text ${attributes} fill="${MUTED}">${escapeXml(fitText(name, FONT_SIZE, LONGEST_NAME))}</text>`
}

/** Whether names of columns have no room beside one another. */
function areUpright({ columns, columnNames }: Named, width: number): boolean {
  return columnNames !== undefined && (widest(columnNames) ?? 0) + PADDING > width / columns
}

/** Pixels of the longest name; undefined for none. */
function widest(names: readonly string[] | undefined): number | undefined {
  if (names === undefined) return undefined
  return Math.min(LONGEST_NAME, Math.max(...names.map((name) => textWidth(name, FONT_SIZE))))
}

/** All names, or every second, third … where they would overlap. */
function namesOf(names: readonly string[], length: number): readonly (readonly [number, string])[] {
  const stride = Math.max(1, Math.ceil((names.length * LINE) / length))
  return names.flatMap((name, i) => (i % stride === 0 ? [[i, name] as const] : []))
}

/** About as many whole numbers as have room. */
function numbersOf(count: number, room: number): readonly (readonly [number, string])[] {
  const numbers = count === 1 || room < 2 ? [0] : linearTicks([0, count - 1], Math.min(MOST_NUMBERS, Math.floor(room) - 1))
  return numbers.filter(Number.isInteger).map((i) => [i, wholeText(i)] as const)
}

function widthOf(count: number): number {
  return textWidth(wholeText(count - 1), FONT_SIZE)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
