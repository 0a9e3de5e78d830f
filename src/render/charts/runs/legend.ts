import { chooseEvenly } from '../../../internal/choose-evenly.ts'
import { escapeXml } from '../../escape-xml.ts'
import { fitText } from '../text-width.ts'
import { FONT_SIZE, INK, MUTED } from '../theme.ts'
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
  readonly height: number
  /** How many groups have no entry, since there are too many. */
  readonly left: number
}

type Placed = { readonly x: number; readonly text: string; readonly entry: LegendEntry | null }

/** More entries than these are no legend but a list. */
const MOST = 10
const ROW = 20
const [SAMPLE, GAP, APART] = [28, 6, 16]
const LONGEST = 180

/** One entry a group, behind what tells them apart; none for a single one. */
export function layOutLegend(entries: readonly LegendEntry[], by: string | undefined, width: number): Legend {
  if (entries.length < 2) return { rows: [], height: 0, left: 0 }
  const shown = chooseEvenly(entries, MOST)
  const rows: Placed[][] = [[]]
  let x = 0
  const place = (text: string, entry: LegendEntry | null): void => {
    const wide = widthOf(text) + (entry === null ? 0 : (entry.isLine ? SAMPLE : 10) + GAP)
    if (x > 0 && x + wide > width) {
      rows.push([])
      x = 0
    }
    rows.at(-1)?.push({ x, text, entry })
    x += wide + APART
  }
  if (by !== undefined && by !== '') place(fitText(by, FONT_SIZE, width - 40), null)
  for (const entry of shown)
    place(fitText(entry.label === '' ? '–' : entry.label, FONT_SIZE, Math.min(LONGEST, width - SAMPLE - GAP)), entry)
  return { rows, height: rows.length * ROW, left: entries.length - shown.length }
}

/** Nearer to what it takes than `textWidth`, which is never less: gaps in a row are to look alike. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += /[fijlrt.,:;|'() -]/.test(letter) ? 0.38 : /[mwMW@—]/.test(letter) ? 0.95 : 0.63
  return width * FONT_SIZE
}

/** SVG, from a place on the left at its top. */
export function drawGroupLegend({ rows }: Legend, { x, y }: { readonly x: number; readonly y: number }): string {
  return rows.flatMap((row, i) => row.map((placed) => drawEntry(placed, x + placed.x, y + i * ROW + ROW / 2))).join('')
}

function drawEntry({ text, entry }: Placed, x: number, y: number): string {
  if (entry === null) return words(text, x, y, MUTED)
  const { colour, dash, marker, isLine } = entry
  if (!isLine) return drawMarker(marker ?? pointMarker(0), [x + 5, y], colour) + words(text, x + 10 + GAP, y, INK)
  const line = `<path d="M${x},${y}h${SAMPLE}" fill="none" stroke="${colour}" stroke-width="2"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`
  const shape = marker === null ? '' : drawMarker(marker, [x + SAMPLE / 2, y], colour)
  return line + shape + words(text, x + SAMPLE + GAP, y, INK)
}

function words(text: string, x: number, y: number, fill: string): string {
  return `<text x="${Math.round(x * 10) / 10}" y="${y}" dy="0.35em" text-anchor="start" fill="${fill}">${escapeXml(text)}</text>`
}
