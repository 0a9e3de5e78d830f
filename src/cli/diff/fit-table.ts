import { cutMiddle } from '../../render/cut-middle.ts'
import { visibleText } from '../../render/visible-text.ts'
import { plainTable } from '../table.ts'
import { cutApart } from './cut-apart.ts'

export interface FittedRow {
  readonly cells: readonly string[]
  readonly paint: (line: string) => string
}

export interface FitTableOptions {
  /** Columns that lines may have. */
  readonly width: number
  /** Two columns that say how something differs: they are cut so that one sees it. */
  readonly twins?: readonly [number, number]
}

/** Characters that columns keep: twins, which are cut first, and then all. */
const LEAST_OF_TWINS = 14
const LEAST = 8
/** Between two columns, and behind the last. */
const GAP = 2
const INDENT = 2
/** Rows that anybody reads. */
const MOST_ROWS = 500

/** A table whose widest columns are cut until it fits: in the middle, behind twins at the end. Each row is one line. */
export function fitTable(rows: readonly FittedRow[], { width, twins }: FitTableOptions): string {
  const shown = rows.slice(0, MOST_ROWS)
  const texts = shown.map(({ cells }) => cells.map((cell) => visibleText(cell)))
  const widths = fitWidths(widestOf(texts, width), width, twins ?? [])
  const cut = texts.map((cells) => cutCells(cells, widths, twins))
  const lines = plainTable(cut, width - INDENT)
    .trimEnd()
    .split('\n')
  const indent = ' '.repeat(INDENT)
  const table = lines.map((line, index) => `${indent}${shown[index]?.paint(line) ?? line}\n`).join('')
  return rows.length <= MOST_ROWS ? table : `${table}${indent}… ${rows.length - MOST_ROWS} more lines: see --json\n`
}

function cutCells(cells: readonly string[], widths: readonly number[], twins: readonly [number, number] | undefined): string[] {
  const room = (column: number): number => widths[column] ?? 0
  const [one, other] = twins ?? [-1, -1]
  const [before, after] = cutApart({ text: cells[one] ?? '', most: room(one) }, { text: cells[other] ?? '', most: room(other) })
  return cells.map((cell, column) => {
    if (column === one) return before
    if (column === other) return after
    return twins !== undefined && column > other ? cutEnd(cell, room(column)) : cutMiddle(cell, room(column))
  })
}

function cutEnd(text: string, most: number): string {
  const letters = Array.from(text.slice(0, 2 * most + 2))
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

/** How wide columns are, at most as wide as the line. */
function widestOf(texts: readonly (readonly string[])[], width: number): readonly number[] {
  const count = Math.max(0, ...texts.map((cells) => cells.length))
  const lengthOf = (text = ''): number => (text.length > 2 * width ? width : Math.min(width, Array.from(text).length))
  return Array.from({ length: count }, (_, column) => Math.max(...texts.map((cells) => lengthOf(cells[column]))))
}

/** Takes from the widest column until all fit: of twins while they have more than enough, then of all. */
function fitWidths(natural: readonly number[], width: number, twins: readonly number[]): readonly number[] {
  const widths = [...natural]
  let excess = widths.reduce((sum, each) => sum + each + GAP, INDENT - width)
  const take = (columns: readonly number[], least: number): void => {
    while (excess > 0) {
      const widest = columns.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0] ?? 0
      const now = widths[widest] ?? 0
      if (now <= least) return
      widths[widest] = now - 1
      excess -= 1
    }
  }
  take(twins, LEAST_OF_TWINS)
  take([...widths.keys()], LEAST)
  return widths
}
