import type { HeatMapColumn } from '../../api/visual.ts'
import { gridImage } from './colour-ramp.ts'
import type { ScaleSpec } from './axis-ticks.ts'
import type { Place } from './frame.ts'
import { numberText } from './number-text.ts'

type Range = readonly [number, number]

/** Of the range that is shown: how high a strip of what lies below or above it is, and how far away. */
const [STRIP, APART] = [0.05, 0.02]
const SHADES = 256

/** A scale with room for strips below and above, where columns have anything there. `placed` gives the value at a place. */
export function scaleBeyond(
  columns: readonly HeatMapColumn[],
  [low, high]: Range,
  placed: (at: number) => number,
): Pick<ScaleSpec, 'domain' | 'within' | 'beyond'> {
  const within: Range = [placed(low), placed(high)]
  const { under, over } = mostOf(columns)
  if (under === 0 && over === 0) return { domain: within }
  const room = (high - low) * (STRIP + APART)
  return {
    domain: [under > 0 ? placed(low - room) : within[0], over > 0 ? placed(high + room) : within[1]],
    within,
    beyond: { under: under > 0 ? `< ${numberText(within[0], 3)}` : '', over: over > 0 ? `> ${numberText(within[1], 3)}` : '' },
  }
}

/** How much lies below and above at the most; empty where nothing does. */
export function sayBeyond(columns: readonly HeatMapColumn[]): string {
  const { under, over } = mostOf(columns)
  const said = [
    ...(under > 0 ? [`${numberText(under * 100, 2)} % below`] : []),
    ...(over > 0 ? [`${numberText(over * 100, 2)} % above`] : []),
  ]
  return said.length === 0 ? '' : `up to ${said.join(', ')}`
}

/** A picture between two heights. SVG. */
export function drawImage(href: string, { left, right }: Place, [top, bottom]: Range): string {
  return `<image x="${left}" y="${top}" width="${right - left}" height="${round(bottom - top)}" preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${href}"/>`
}

/** Strips of what lies below and above: the darker the grey, the more; black is the most of all columns. SVG. */
export function drawBeyond(
  columns: readonly HeatMapColumn[],
  indices: readonly number[],
  place: Place,
  [top, bottom]: Range,
): string {
  const { under, over } = mostOf(columns)
  const share = STRIP / (STRIP + APART)
  const strip = (key: 'under' | 'over', most: number): string => {
    const colours = Array.from({ length: SHADES }, (_, i) => {
      const grey = 245 - Math.round((i / (SHADES - 1)) * 185)
      return [grey, grey, grey] as const
    })
    const indexOf = (value: number): number => Math.round(Math.sqrt(value / most) * (SHADES - 1))
    const valueAt = (i: number): number => columns[indices[i] as number]?.[key] ?? 0
    return gridImage({ width: indices.length, height: 1, valueAt }, { colours, indexOf })
  }
  return [
    under > 0
      ? drawImage(strip('under', under), place, [round(place.bottom - (place.bottom - bottom) * share), place.bottom])
      : '',
    over > 0 ? drawImage(strip('over', over), place, [place.top, round(place.top + (top - place.top) * share)]) : '',
  ].join('')
}

/** The largest shares of all columns. */
function mostOf(columns: readonly HeatMapColumn[]): { readonly under: number; readonly over: number } {
  return {
    under: Math.max(0, ...columns.map(({ under = 0 }) => under)),
    over: Math.max(0, ...columns.map(({ over = 0 }) => over)),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
