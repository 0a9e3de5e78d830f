import { escapeXml } from '../../escape-xml.ts'
import { wrapText } from '../../wrap-text.ts'
import type { ScaleSpec } from '../axis-ticks.ts'
import type { Drawing } from '../drawing.ts'
import { drawFrame } from '../frame.ts'
import type { Place } from '../frame.ts'
import { FONT_SIZE, MUTED } from '../theme.ts'
import { drawGroupLegend, layOutLegend, LEGEND_ROW } from './legend.ts'
import type { LegendEntry } from './legend.ts'
import { tiltNames } from './tilt-names.ts'
import { sheetOf, withHeight } from './sheet.ts'
import type { Sheet } from './sheet.ts'
import type { CurveChart } from '../../../api/run-charts.ts'

type Framed = Pick<CurveChart, 'title' | 'by' | 'notes' | 'source' | 'paper' | 'size'>

export interface RunFrame {
  readonly x: ScaleSpec
  readonly y: ScaleSpec
  /** A list for each thing that tells lines apart. */
  readonly legend: readonly (readonly LegendEntry[])[]
  /** In a sentence, what is shown. */
  readonly alt: string
  /** SVG inside of the axes. */
  readonly body: (place: Place) => string
}

const [NOTE, EDGE] = [18, 16]
/** Pixels above and below the axes besides legend and notes: 20 and 44. */
const BESIDE = 64
/** Of a legend on paper, where the height is not given. */
const PAPER_ROWS = 5

/** A chart over runs: title, what has to be known, one legend, and axes, in that order from the top. On paper without the first two. */
export function drawRunFrame(chart: Framed, { x, y, legend: entries, alt, body }: RunFrame): Drawing {
  const asked = sheetOf(chart)
  const { width, paper } = asked
  const tilted = tiltNames(x, width, paper)
  const legend = layOutLegend(entries, chart.by, {
    width: width - 2 * EDGE,
    rows: legendRows(asked, tilted.foot),
    isFixed: asked.isFixed,
  })
  const notes = noteLines(chart, asked, legend.left)
  const head = notes.length * NOTE + legend.height + (notes.length > 0 && legend.height > 0 ? 4 : 0)
  const { height: tall, millimetres } = sheetFor(asked, { head, foot: tilted.foot })
  const above = (place: Place): string => {
    const top = place.top - head - 10
    const said = notes.map((note, i) => noteText(note, top + i * NOTE))
    const from = paper ? Math.min(place.left, Math.max(EDGE, width - EDGE - legend.width)) : EDGE
    return [
      ...said,
      drawGroupLegend(legend, { x: from, y: place.top - legend.height - 8 }),
      body(place),
      tilted.draw(place),
    ].join('')
  }
  const described = describe(chart, alt)
  const title = paper ? '' : chart.title
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
    legend: { groups: legend.groups, named: legend.groups - legend.left },
  }
}

/** As many rows as leave half of a height that is given to what is between the axes. */
function legendRows({ height, isFixed, paper }: Sheet, foot: number): number {
  if (!isFixed) return paper ? PAPER_ROWS : Infinity
  return Math.max(1, Math.floor((height / 2 - BESIDE - foot) / LEGEND_ROW))
}

/** One without a given height grows with what stands beside the axes, so that these keep half of it. */
function sheetFor(sheet: Sheet, { head, foot }: { readonly head: number; readonly foot: number }): Sheet {
  const { height, millimetres, isFixed } = sheet
  if (millimetres === undefined) return withHeight(sheet, height + head + foot)
  return isFixed ? sheet : withHeight(sheet, Math.max(height, 2 * (BESIDE + head + foot)))
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
