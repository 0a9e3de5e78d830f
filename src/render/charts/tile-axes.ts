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
/** Pixels of a name: of matrices beside one another, and of one that has the width for itself. */
const [LONGEST_NAME, LONGEST_ALONE] = [130, 230]
/** What letters take of the most that they may take. */
const TRUE_WIDTH = 0.93

interface Named extends Pick<Tile, 'rows' | 'columns' | 'rowNames' | 'columnNames'> {
  /** Whether no other matrix stands beside it. */
  readonly isAlone?: boolean
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Pixels that the names or numbers of rows take on the left of matrices. */
export function rowNumbers(tiles: readonly Named[]): number {
  return Math.ceil(Math.max(...tiles.map((tile) => widest(tile.rowNames, tile) ?? widthOf(tile.rows))) + PADDING)
}

/** Pixels that the names or numbers of columns take below matrices of such a width. */
export function columnNumbers(tiles: readonly Named[], width: number): number {
  return Math.ceil(
    Math.max(
      ...tiles.map((tile) => (areUpright(tile, width) ? (widest(tile.columnNames, tile) ?? 0) + 2 * PADDING : COLUMN_NUMBERS)),
    ),
  )
}

/** Rows from the top and columns by their names, or some of their numbers, from 0 on. SVG. */
export function drawNumbers(tile: Named, { x, y, width, height }: Box): string {
  const { rows, columns, rowNames, columnNames } = tile
  const longest = longestOf(tile)
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
      text(`x="${x - PADDING}" y="${round(y + ((i + 0.5) / rows) * height)}" dy="0.35em" text-anchor="end"`, name, longest),
    ),
    ...columnTicks.map(([i, name]) => text(columnPlace(x + ((i + 0.5) / columns) * width), name, longest)),
  ].join('')
}

function text(attributes: string, name: string, longest: number): string {
  return `<text ${attributes} fill="${MUTED}">${escapeXml(fitText(name, FONT_SIZE, longest))}</text>`
}

/** Whether names of columns have no room beside one another. */
function areUpright(tile: Named, width: number): boolean {
  const { columns, columnNames } = tile
  return columnNames !== undefined && TRUE_WIDTH * (widest(columnNames, tile) ?? 0) + PADDING > width / columns
}

/** Pixels of the longest name; undefined for none. */
function widest(names: readonly string[] | undefined, tile: Named): number | undefined {
  if (names === undefined) return undefined
  return Math.min(longestOf(tile), Math.max(...names.map((name) => textWidth(name, FONT_SIZE))))
}

function longestOf({ isAlone = false }: Named): number {
  return isAlone ? LONGEST_ALONE : LONGEST_NAME
}

/** Whether all names of rows are whole beside a matrix of such a height. */
export function haveRoom(tile: Named, height: number): boolean {
  const { rows, rowNames = [], columnNames = [] } = tile
  if (rowNames.length === 0 && columnNames.length === 0) return true
  const isWhole = [...rowNames, ...columnNames].every((name) => textWidth(name, FONT_SIZE) <= longestOf(tile))
  return isWhole && (rowNames.length === 0 || rows * LINE <= height)
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
