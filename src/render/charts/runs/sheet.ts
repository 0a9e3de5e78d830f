import type { FigureSize } from '../../../api/run-charts.ts'
import { FONT_SIZE, HEIGHT, WIDTH } from '../theme.ts'
import type { Millimetres } from '../wrap-chart.ts'

/** What a chart is drawn on. */
export interface Sheet {
  /** Pixels, in which letters always have the same size: a printed figure with larger letters has fewer of them. */
  readonly width: number
  readonly height: number
  /** As which it is printed. */
  readonly millimetres: Millimetres | undefined
  /** Whether its height is what was asked for, and not what suits its width. */
  readonly isFixed: boolean
  readonly paper: boolean
}

interface Sized {
  readonly size?: FigureSize | undefined
  readonly paper?: boolean | undefined
}

/** A column of a journal, and its letters. */
const [COLUMN, POINTS] = [85, 8]
/** Of a figure without a height of its own. */
const ASPECT = 0.66
const MILLIMETRES_OF_A_POINT = 25.4 / 72

export function sheetOf({ size, paper = false }: Sized): Sheet {
  if (size === undefined && !paper) return { width: WIDTH, height: HEIGHT, millimetres: undefined, isFixed: false, paper }
  const { width = COLUMN, height = width * ASPECT, fontSize = POINTS } = size ?? {}
  const pixel = (fontSize / FONT_SIZE) * MILLIMETRES_OF_A_POINT
  return {
    width: round(width / pixel),
    height: round(height / pixel),
    millimetres: { width: round(width), height: round(height) },
    isFixed: size?.height !== undefined,
    paper,
  }
}

/** Of another height, where it has one of its own. */
export function withHeight(sheet: Sheet, height: number): Sheet {
  const { millimetres, width } = sheet
  if (millimetres === undefined) return { ...sheet, height }
  return { ...sheet, height, millimetres: { ...millimetres, height: round((height * millimetres.width) / width) } }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
