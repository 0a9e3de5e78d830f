import { chooseEvenly } from '../../../internal/choose-evenly.ts'
import { escapeXml } from '../../escape-xml.ts'
import { FONT_SIZE, INK, MUTED } from '../theme.ts'
import { areApart, cutAlike } from './cut-alike.ts'
import { drawMarker, pointMarker } from './group-look.ts'
import type { GroupLook } from './group-look.ts'

export interface LegendEntry extends GroupLook {
  readonly label: string
  /** Whether a line stands for it, or points alone. */
  readonly isLine: boolean
}

/** Entries in rows that fit above a chart. */
export interface Legend {
  readonly rows: readonly (readonly Placed[])[]
  readonly width: number
  readonly height: number
  readonly groups: number
  /** How many groups have no entry, since there are too many. */
  readonly left: number
}

/** Pixels. */
interface LegendRoom {
  readonly width: number
  /** The most rows. */
  readonly rows: number
  /** Whether there is no room for more, also where entries cannot be told apart when they are cut. */
  readonly isFixed?: boolean
}

interface Item {
  readonly text: string
  readonly entry: LegendEntry | null
}

type Placed = Item & { readonly x: number }

/** More entries than these are no legend but a list. */
const MOST = 10
export const LEGEND_ROW = 20
const [SAMPLE, DOT, GAP, APART] = [28, 10, 6, 16]
/** Pixels of a text in columns at the least. */
const SHORTEST = 60

/**
 * One entry a group, behind what tells them apart; none for a single one. Each list begins a row. Where that takes more rows than there
 * are, entries stand in columns, cut where they stay different; where these take more too, some are left out.
 */
export function layOutLegend(
  lists: readonly (readonly LegendEntry[])[],
  by: string | undefined,
  { width, rows: most, isFixed = true }: LegendRoom,
): Legend {
  const named = lists.filter((list) => list.length > 1)
  const groups = named[0]?.length ?? 0
  for (let count = Math.min(MOST, groups); count > 0; count--) {
    const parts = named.map((list, i) => itemsOf(chooseEvenly(list, i === 0 ? count : MOST), i === 0 ? by : undefined))
    const placed = [inRows(parts, width), ...columnsFor(width).map((columns) => inColumns(parts, width, columns))]
    const fitting = placed.filter((one) => one.length <= most)
    const apart = fitting.find(isApart) ?? (isFixed ? undefined : placed.find(isApart))
    const rows = apart ?? fitting[0] ?? (count === 1 ? placed[0] : undefined)
    if (rows !== undefined)
      return { rows, width: widthOfRows(rows), height: rows.length * LEGEND_ROW, groups, left: groups - count }
  }
  return { rows: [], width: 0, height: 0, groups: 0, left: 0 }
}

function isApart(rows: readonly (readonly Placed[])[]): boolean {
  return areApart(rows.flat().flatMap(({ text, entry }) => (entry === null ? [] : [text])))
}

function itemsOf(entries: readonly LegendEntry[], by: string | undefined): readonly Item[] {
  const heading = by === undefined || by === '' ? [] : [{ text: by, entry: null }]
  return [...heading, ...entries.map((entry) => ({ text: entry.label === '' ? '–' : entry.label, entry }))]
}

function inRows(parts: readonly (readonly Item[])[], width: number): readonly (readonly Placed[])[] {
  return parts.flatMap((items) => {
    const rows: Placed[][] = [[]]
    let x = 0
    for (const { text, entry } of cutTo(items, width)) {
      const wide = sampleOf(entry) + widthOf(text)
      if (x > 0 && x + wide > width) {
        rows.push([])
        x = 0
      }
      rows.at(-1)?.push({ x, text, entry })
      x += wide + APART
    }
    return rows
  })
}

/** How many columns have room for texts. */
function columnsFor(width: number): readonly number[] {
  const most = Math.floor((width + APART) / (SAMPLE + GAP + SHORTEST + APART))
  return Array.from({ length: Math.max(0, most - 1) }, (_, i) => i + 2)
}

function inColumns(parts: readonly (readonly Item[])[], width: number, columns: number): readonly (readonly Placed[])[] {
  const apart = (width + APART) / columns
  return parts.flatMap((whole) => {
    const items = cutTo(whole, apart - APART)
    return Array.from({ length: Math.ceil(items.length / columns) }, (_, row) =>
      items.slice(row * columns, (row + 1) * columns).map((item, column) => ({ ...item, x: Math.round(column * apart) })),
    )
  })
}

/** So that each has room in so many pixels. */
function cutTo(items: readonly Item[], pixels: number): readonly Item[] {
  const texts = cutAlike(
    items.map(({ text }) => text),
    (text, i) => sampleOf(items[i]?.entry ?? null) + widthOf(text) <= pixels,
  )
  return items.map(({ entry }, i) => ({ text: texts[i] ?? '', entry }))
}

function sampleOf(entry: LegendEntry | null): number {
  return entry === null ? 0 : (entry.isLine ? SAMPLE : DOT) + GAP
}

function widthOfRows(rows: readonly (readonly Placed[])[]): number {
  return Math.max(...rows.map((row) => Math.max(0, ...row.map(({ x, text, entry }) => x + sampleOf(entry) + widthOf(text)))))
}

/** Nearer to what it takes than `textWidth`, which is never less: gaps in a row are to look alike. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text)
    width += /[fijlrt.,:;|'() -]/.test(letter) ? 0.38 : /[mwMW@—…]/.test(letter) ? 0.98 : /[A-Z]/.test(letter) ? 0.73 : 0.63
  return width * FONT_SIZE
}

/** SVG, from a place on the left at its top. */
export function drawGroupLegend({ rows }: Legend, { x, y }: { readonly x: number; readonly y: number }): string {
  return rows
    .flatMap((row, i) => row.map((placed) => drawEntry(placed, x + placed.x, y + i * LEGEND_ROW + LEGEND_ROW / 2)))
    .join('')
}

function drawEntry({ text, entry }: Placed, x: number, y: number): string {
  if (entry === null) return words(text, x, y, MUTED)
  const { colour, dash, marker, isLine } = entry
  if (!isLine) return drawMarker(marker ?? pointMarker(0), [x + 5, y], colour) + words(text, x + DOT + GAP, y, INK)
  const line = `<path d="M${x},${y}h${SAMPLE}" fill="none" stroke="${colour}" stroke-width="2"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`
  const shape = marker === null ? '' : drawMarker(marker, [x + SAMPLE / 2, y], colour)
  return line + shape + words(text, x + SAMPLE + GAP, y, INK)
}

function words(text: string, x: number, y: number, fill: string): string {
  return `<text x="${Math.round(x * 10) / 10}" y="${y}" dy="0.35em" text-anchor="start" fill="${fill}">${escapeXml(text)}</text>`
}
