import { cutMiddle } from '../render/cut-middle.ts'
import { alignedTable } from '../render/tables/table-text.ts'
import type { TextTable } from '../render/tables/table-text.ts'

export interface FitOptions {
  /** Columns of the terminal; infinite where there is none. */
  readonly width: number
  /** Columns that matter most, the most important one first; the others follow in their order. */
  readonly first?: readonly number[]
  /** So many of these are there in any case. */
  readonly least: number
}

export interface FittedColumns {
  /** Of headings, then one of each row. */
  readonly lines: readonly string[]
  /** Headings of the columns for which there is no room. */
  readonly left: readonly string[]
}

/** Between columns. */
export const GAP = 2
/** Characters that headings keep, and texts that are cut. */
const NARROW = { heading: 12, text: 8 }
/** The share of a line that a text may have where there is no room for all. */
const SHARE = 1 / 3

/** A table that is no wider than the terminal: headings get shorter, then what matters least is left out, then long texts are cut. */
export function fitColumns(table: TextTable, { width, first = [], least }: FitOptions): FittedColumns {
  if (sum(widthsOf(table)) <= width) return { lines: alignedTable(table), left: [] }
  const narrow = narrowTable(table, {
    whole: new Set(first.slice(0, least)),
    most: Math.max(2 * NARROW.text, Math.floor(width * SHARE)),
  })
  const widths = widthsOf(narrow)
  const shown: number[] = []
  for (const column of new Set([...first, ...table.headings.keys()])) {
    if (shown.length < least || sum([...shown, column].map((one) => widths[one] ?? 0)) <= width) shown.push(column)
  }
  const inOrder = shown.toSorted((a, b) => a - b)
  return {
    lines: alignedTable(cutTexts(pick(narrow, inOrder), width)),
    left: table.headings.filter((heading, column) => heading !== '' && !shown.includes(column)),
  }
}

function widthsOf({ headings, rows }: TextTable): readonly number[] {
  return headings.map((heading, column) => Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map(lengthOf)))
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width + GAP, -GAP)
}

/** Texts that are long are cut, but for those that matter most. */
function narrowTable(
  table: TextTable,
  { whole, most }: { readonly whole: ReadonlySet<number>; readonly most: number },
): TextTable {
  const cut = (cell: string, column: number): string => (whole.has(column) ? cell : cutMiddle(cell, most))
  const rows = table.rows.map((row) => row.map(cut))
  return { ...table, rows, headings: narrowHeadings({ ...table, rows }) }
}

/** As narrow as what stands below them, where they stay different. */
function narrowHeadings({ headings, rows }: TextTable): readonly string[] {
  const widths = widthsOf({ headings: headings.map(() => ''), rows, numeric: new Set() })
  const cut = headings.map((heading, column) => cutMiddle(heading, Math.max(NARROW.heading, widths[column] ?? 0)))
  return cut.map((heading, column) => (cut.filter((other) => other === heading).length > 1 ? (headings[column] ?? '') : heading))
}

function pick({ headings, rows, numeric }: TextTable, columns: readonly number[]): TextTable {
  const own = (cells: readonly string[]): readonly string[] => columns.map((column) => cells[column] ?? '')
  const numbers = columns.flatMap((column, place) => (numeric.has(column) ? [place] : []))
  return { headings: own(headings), rows: rows.map(own), numeric: new Set(numbers) }
}

/** Cuts the widest texts until lines fit; numbers stay whole. */
function cutTexts(table: TextTable, width: number): TextTable {
  const widths = [...widthsOf(table)]
  for (let excess = sum(widths) - width; excess > 0; excess -= 1) {
    const texts = [...widths.keys()].filter((column) => !table.numeric.has(column) && (widths[column] ?? 0) > NARROW.text)
    const widest = texts.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0]
    if (widest === undefined) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  const cut = (cells: readonly string[]): readonly string[] => cells.map((cell, column) => cutMiddle(cell, widths[column] ?? 0))
  return { ...table, headings: cut(table.headings), rows: table.rows.map(cut) }
}

function lengthOf(text: string): number {
  return Array.from(text).length
}

/** Names that a sentence has room for. */
const NAMED = 5

/** `2 columns more (loss, rate): --csv, or a wider terminal`; null where all are there. */
export function leftColumnsText(left: readonly string[]): string | null {
  if (left.length === 0) return null
  const names = `${left.slice(0, NAMED).join(', ')}${left.length > NAMED ? ', …' : ''}`
  return `${left.length} ${left.length === 1 ? 'column' : 'columns'} more (${names}): --csv, or a wider terminal`
}
