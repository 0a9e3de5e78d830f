import { escapeXml } from '../escape-xml.ts'
import type { ColourRamp } from './colour-ramp.ts'
import { gridImage } from './colour-ramp.ts'
import type { Place } from './frame.ts'
import { linearTicks } from './linear-ticks.ts'
import { labelWith } from './mass-range.ts'
import { logTicks, tickTexts } from './scale-ticks.ts'
import { textWidth } from './text-width.ts'
import { FONT_SIZE, MUTED } from './theme.ts'

const BAR = 14
const GAP = 20
/** What is left of the label, at the least. */
const MARGIN = 16

/** Pixels that the legend takes on the right of a chart. */
export function legendWidth(ramp: ColourRamp): number {
  return Math.ceil(GAP + BAR + 12 + Math.max(36, ...tickTexts(ticksOf(ramp)).map((text) => textWidth(text, FONT_SIZE))))
}

/** The scale of colours beside a chart, with what it means. SVG. */
export function drawLegend(ramp: ColourRamp, label: string, place: Pick<Place, 'right' | 'top' | 'bottom'>): string {
  const x = place.right + GAP
  const height = place.bottom - place.top
  const bar = gridImage({ width: 1, height: 128, valueAt: (_column, row) => ramp.valueAt(1 - (row + 0.5) / 128) }, ramp)
  const ticks = ticksOf(ramp)
  const texts = tickTexts(ticks)
  const text = labelWith(label, [ramp.bending ?? ''], 280)
  const hasRoom = textWidth(text, FONT_SIZE) <= x + BAR - MARGIN
  const anchor = hasRoom ? `x="${x + BAR}" text-anchor="end"` : `x="${MARGIN}" text-anchor="start"`
  return [
    `<image x="${x}" y="${place.top}" width="${BAR}" height="${height}" preserveAspectRatio="none" href="${bar}"/>`,
    ...ticks.map((tick, i) => {
      const y = Math.round((place.bottom - ramp.shareOf(tick) * height) * 10) / 10
      return `<text x="${x + BAR + 6}" y="${y}" dy="0.35em" text-anchor="start" fill="${MUTED}">${texts[i] ?? ''}</text>`
    }),
    `<text ${anchor} y="${place.top - 12}" fill="${MUTED}">${escapeXml(text)}</text>`,
  ].join('')
}

function ticksOf({ domain, isLog }: ColourRamp): readonly number[] {
  if (domain[0] === domain[1]) return [domain[0]]
  return isLog ? logTicks(domain) : linearTicks(domain, 5)
}
