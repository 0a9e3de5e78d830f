import type { PlotBand } from '../../api/run-charts.ts'
import type { CurveX } from './curve-store.ts'

/** A line of a chart: of one run, or of runs that are one group. */
export interface WantedLine {
  readonly id: string
  /** Absolute paths of the runs' folders. */
  readonly folders: readonly string[]
  /** Points that the page has of it: they are not sent again while they are the same. */
  readonly held: HeldPart | null
}

/** The first points of a line, and their checksum. */
export interface HeldPart {
  readonly points: number
  readonly sum: number
}

/** What is to be read for a chart. Plain data: it is sent to the thread that reads. */
export interface CurvesTask {
  readonly lines: readonly WantedLine[]
  /** Whether lines are groups, of which the centre and a band are drawn. */
  readonly isGrouped: boolean
  readonly series: string
  readonly x: CurveX
  readonly band: PlotBand
  /** 0…1, exclusive; null for none. */
  readonly smoothing: number | null
  /** In steps, seconds or values of the series below; null for all. */
  readonly from: number | null
  readonly to: number | null
  /** Pixels from the left to the right end. */
  readonly width: number
  /** Resamples of an interval. */
  readonly draws: number
}

/** Columns of a line, as many numbers in each as the line has points. */
export const COLUMNS = ['x', 'y', 'smooth', 'low', 'high', 'n'] as const
export type Column = (typeof COLUMNS)[number]

/** A line as it was read. */
export interface ReadLine {
  readonly id: string
  readonly columns: Readonly<Partial<Record<Column, Float64Array>>>
  /** Points that are shown of all in the range; of a group, x at which it has a value. */
  readonly shown: number
  readonly of: number
  readonly nonFinite: number
  /** Points that have no place, as no value of the series below. */
  readonly unplaced: number
  /** Points of a group whose run has a later one at the same x. */
  readonly repeated: number
  readonly oddX: readonly number[]
  readonly isInterpolated: boolean
  /** Of the runs of the line, those that count. */
  readonly runs: number
  /** `2 unreadable`: others, and why. */
  readonly left: readonly (readonly [why: string, count: number])[]
  /** The ends of all there is, before a range is taken; null where there is nothing. */
  readonly extent: readonly [from: number, to: number] | null
}
