import type { ColorScheme } from '@observablehq/plot'
import { PNG } from 'pngjs'
import { chooseEvenly } from '../../internal/choose-evenly.ts'
import { asksForLog } from './choose-scale.ts'
import { extentOf } from './extent.ts'
import type { Axis } from '../../api/axis.ts'
import { Plot } from './plot.ts'

const STEPS = 256
/** Columns that are looked at for the densest hundredth. */
const SAMPLE = 60
/** What is not a number, in red, green, blue. */
const NOTHING = [200, 200, 200] as const

/** Values as colours. */
export interface ColourRamp {
  readonly domain: readonly [number, number]
  readonly isLog: boolean
  /** Of a scale that is not linear. */
  readonly bending: 'logarithmic' | 'square root' | null
  /** Where a value lies on the scale, 0…1, and the value at such a place. */
  readonly shareOf: (value: number) => number
  readonly valueAt: (share: number) => number
  /** Index into `colours`; −1 for what is not finite. */
  readonly indexOf: (value: number) => number
  /** Red, green, blue of 0–255. */
  readonly colours: readonly (readonly [number, number, number])[]
}

/**
 * Colours for values: white to blue for densities, which begin at 0, by their square root; blue to red around 0 for what has both signs; viridis
 * for the rest. All are in order of lightness, apart from the second. Null where nothing is finite.
 */
export function colourRamp(axis: Axis, columns: readonly ArrayLike<number>[], isDensity = false): ColourRamp | null {
  const extent = axis.domain ?? extentOf(columns)
  if (extent === null) return null
  const [min, largest] = extent
  const max = isDensity ? mostOf(columns, largest) : largest
  const isDiverging = min < 0 && max > 0
  const isLog = min > 0 && !isDensity && (axis.scale === undefined ? asksForLog(columns) : axis.scale === 'log')
  const most = Math.max(-min, max)
  const domain: readonly [number, number] = isDensity ? [0, max] : isDiverging ? [-most, most] : [min, max]
  const { bend, unbend } = isLog ? LOGARITHMIC : isDensity ? ROOT : LINEAR
  const [from, to] = [bend(domain[0]), bend(domain[1])]
  const shareOf = (value: number): number => (to > from ? (bend(value) - from) / (to - from) : 0.5)
  const valueAt = (share: number): number => unbend(from + share * (to - from))
  const scheme = isDensity ? 'blues' : isDiverging ? 'rdbu' : 'viridis'
  const bending = isLog ? 'logarithmic' : isDensity ? 'square root' : null
  return { domain, isLog, bending, shareOf, valueAt, colours: coloursOf(scheme, isDiverging && !isDensity), indexOf }

  function indexOf(value: number): number {
    if (!Number.isFinite(value)) return -1
    return Math.min(STEPS - 1, Math.max(0, Math.floor(shareOf(value) * STEPS)))
  }
}

/** Where all but the densest hundredth of the cells lie: one spike is not to make the rest pale. */
function mostOf(columns: readonly ArrayLike<number>[], largest: number): number {
  const positive = Float64Array.from(
    chooseEvenly(columns, SAMPLE).flatMap((values) => Array.from(values).filter((value) => value > 0)),
  ).sort()
  return positive[Math.floor((positive.length - 1) * 0.99)] ?? largest
}

const LINEAR = { bend: (value: number) => value, unbend: (value: number) => value }
const LOGARITHMIC = { bend: Math.log, unbend: Math.exp }
/** So that what is rare can be seen beside what is not. */
const ROOT = { bend: Math.sqrt, unbend: (value: number) => value ** 2 }

function coloursOf(scheme: ColorScheme, isReversed: boolean): ColourRamp['colours'] {
  const scale = Plot.scale({ color: { type: 'linear', domain: [0, STEPS - 1], scheme, reverse: isReversed } })
  return Array.from({ length: STEPS }, (_, i) => {
    // The palest of the blues is not white.
    if (scheme === 'blues' && i === 0) return [255, 255, 255]
    const [red = 0, green = 0, blue = 0] = parseColour(String(scale.apply(i)))
    return [red, green, blue]
  })
}

function parseColour(text: string): readonly number[] {
  if (text.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
  return (text.match(/[\d.]+/g) ?? []).map(Number)
}

export interface Grid {
  readonly width: number
  readonly height: number
  /** Of a pixel, rows from the top. */
  readonly valueAt: (column: number, row: number) => number
}

/** A grid of values as the `data:` URL of a PNG. */
export function gridImage({ width, height, valueAt }: Grid, ramp: Pick<ColourRamp, 'colours' | 'indexOf'>): string {
  const png = new PNG({ width, height })
  let at = 0
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [red, green, blue] = ramp.colours[ramp.indexOf(valueAt(column, row))] ?? NOTHING
      png.data[at++] = red
      png.data[at++] = green
      png.data[at++] = blue
      png.data[at++] = 255
    }
  }
  return `data:image/png;base64,${PNG.sync.write(png, { colorType: 2, deflateLevel: 6 }).toString('base64')}`
}
