import { escapeXml } from '../../escape-xml.ts'
import { wrapText } from '../../wrap-text.ts'
import type { ScaleSpec } from '../axis-ticks.ts'
import type { Drawing } from '../drawing.ts'
import { drawFrame } from '../frame.ts'
import type { Place } from '../frame.ts'
import { FONT_SIZE, MUTED } from '../theme.ts'
import { drawGroupLegend, layOutLegend } from './legend.ts'
import type { LegendEntry } from './legend.ts'
import { tiltNames } from './tilt-names.ts'
import { sheetOf } from './sheet.ts'
import type { Sheet } from './sheet.ts'
import type { CurveChart } from '../../../api/run-charts.ts'

type Framed = Pick<CurveChart, 'title' | 'by' | 'notes' | 'source' | 'paper' | 'size'>

export interface RunFrame {
  readonly x: ScaleSpec
  readonly y: ScaleSpec
  readonly legend: readonly LegendEntry[]
  /** In a sentence, what is shown. */
  readonly alt: string
  /** SVG inside of the axes. */
  readonly body: (place: Place) => string
}

const [NOTE, EDGE] = [18, 16]

/** A chart over runs: title, what has to be known, one legend, and axes, in that order from the top. On paper without the first two. */
export function drawRunFrame(chart: Framed, { x, y, legend: entries, alt, body }: RunFrame): Drawing {
  const sheet = sheetOf(chart)
  const { width, height, millimetres, paper } = sheet
  const legend = layOutLegend(entries, chart.by, width - 2 * EDGE)
  const notes = noteLines(chart, sheet, legend.left)
  const head = notes.length * NOTE + legend.height + (notes.length > 0 && legend.height > 0 ? 4 : 0)
  const tilted = tiltNames(x, width, paper)
  const above = (place: Place): string => {
    const top = place.top - head - 10
    const said = notes.map((note, i) => noteText(note, top + i * NOTE))
    const from = entries.length > 1 && paper ? Math.min(place.left, Math.max(EDGE, width - EDGE - widthOf(legend))) : EDGE
    return [
      ...said,
      drawGroupLegend(legend, { x: from, y: place.top - legend.height - 8 }),
      body(place),
      tilted.draw(place),
    ].join('')
  }
  const described = describe(chart, alt)
  const title = paper ? '' : chart.title
  const tall = millimetres === undefined ? height + head + tilted.foot : height
  return {
    ...drawFrame({
      title,
      x: tilted.scale,
      y,
      right: 16,
      width,
      height: tall,
      millimetres,
      head,
      foot: tilted.foot,
      paper,
      grid: !paper,
      above,
      alt: described,
    }),
    alt: described,
  }
}

/** What has to be known of a chart, for who cannot see it and for who makes it again. */
export function describe({ notes = [], source }: Framed, alt: string): string {
  return [
    alt,
    ...notes.map((note) => (/[.!?]$/.test(note) ? note : `${note}.`)),
    ...(source === undefined ? [] : [`Made by: ${source}.`]),
  ].join(' ')
}

/** Lines below the title; on paper none. */
export function noteLines({ notes = [] }: Framed, { width, paper }: Sheet, left: number): readonly string[] {
  if (paper) return []
  const all = left === 0 ? notes : [...notes, `${left} more groups have no entry`]
  const letters = Math.floor((width - 2 * EDGE) / (FONT_SIZE * 0.53))
  return all.flatMap((note) => wrapText(note, letters))
}

export function noteText(note: string, y: number): string {
  return `<text x="${EDGE}" y="${y}" dy="0.8em" text-anchor="start" fill="${MUTED}">${escapeXml(note)}</text>`
}

function widthOf({ rows }: ReturnType<typeof layOutLegend>): number {
  return rows.length > 1 ? Infinity : (rows[0]?.at(-1)?.x ?? 0) + 60
}
