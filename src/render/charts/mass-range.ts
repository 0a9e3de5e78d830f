import { chooseEvenly } from '../../internal/choose-evenly.ts'
import type { BinnedMass } from './binned-mass.ts'
import { quantilesOf, shareOutside } from './binned-mass.ts'
import { numberText } from './number-text.ts'
import { fitText, textWidth } from './text-width.ts'
import { FONT_SIZE } from './theme.ts'

export type Range = readonly [number, number]

export interface MassRange {
  readonly domain: Range
  /** The share of everything that is not in it. */
  readonly outside: number
}

/** Shares that may be left out below and above, each where this halves the range. */
const LEFT_OUT = [0.001, 0.01]
/** Columns that are looked at for it. */
const SAMPLE = 60

/** All there is, or where nearly all of it is, where the tails would take most of the picture. */
export function rangeOfMass(columns: readonly BinnedMass[], whole: Range): MassRange {
  const sample = chooseEvenly(columns, SAMPLE)
  let domain = whole
  for (const share of LEFT_OUT) {
    const inner = quantilesOf(sample, share)
    if (inner === null) break
    const room = 0.1 * (inner[1] - inner[0])
    const widened: Range = [Math.max(whole[0], inner[0] - room), Math.min(whole[1], inner[1] + room)]
    if (widened[1] - widened[0] < (domain[1] - domain[0]) / 2) domain = widened
  }
  return { domain, outside: shareOutside(columns, domain) }
}

/** Pixel rows below which a distribution cannot be seen. */
const ROWS = 300
/** Of the columns, how many may be so narrow. */
const NARROW = 0.1

/**
 * The power of ten within which a scale is linear, and logarithmic beyond: where distributions are so different that on a linear scale many
 * would lie in one row of pixels. Null where a linear one shows them.
 */
export function logBeyond(columns: readonly BinnedMass[], [from, to]: Range): number | null {
  const spans = Float64Array.from(chooseEvenly(columns, SAMPLE).flatMap((column) => spanOf(column) ?? [])).sort()
  const narrow = spans[Math.floor(spans.length * NARROW)] ?? 0
  return narrow > 0 && narrow * ROWS < to - from ? 10 ** Math.floor(Math.log10(narrow)) : null
}

function spanOf(column: BinnedMass): number | null {
  const range = quantilesOf([column], 0.01)
  return range === null ? null : range[1] - range[0]
}

/** What is said of what is not in the picture; empty where all is in it. */
export function sayOutside(outside: number): string {
  if (outside === 0) return ''
  const percent = outside < 0.0001 ? 'less than 0.01' : numberText(outside * 100, 2)
  return `${percent} % lie outside`
}

/** A label with notes in brackets, which stay when it is cut; the notes alone where there is no label. */
export function labelWith(label: string, notes: readonly string[], width: number): string {
  const said = notes.filter((note) => note !== '').join(', ')
  if (said === '') return fitText(label, FONT_SIZE, width)
  if (label === '') return said
  const note = ` (${said})`
  return `${fitText(label, FONT_SIZE, width - textWidth(note, FONT_SIZE))}${note}`
}
