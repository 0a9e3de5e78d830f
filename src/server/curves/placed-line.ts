import type { CurvesTask, ReadLine } from './curves-task.ts'
import type { SortedLine } from './sorted-line.ts'
import type { Range } from './thin-line.ts'

/** A run's line, and how what is below it becomes what the page shows: seconds of milliseconds since the epoch. */
export interface PlacedLine {
  readonly line: SortedLine
  readonly offset: number
  readonly scale: number
}

/** What a line draws, before it is known whose it is. */
export type DrawnLine = Pick<ReadLine, 'columns' | 'shown' | 'of' | 'nonFinite' | 'repeated' | 'oddX' | 'isInterpolated'>

/** The range that is asked for, in what the line counts. */
export function rangeOf({ offset, scale }: PlacedLine, { from, to }: Pick<CurvesTask, 'from' | 'to'>): Range {
  return {
    from: from === null ? Number.NEGATIVE_INFINITY : from * scale + offset,
    to: to === null ? Number.POSITIVE_INFINITY : to * scale + offset,
  }
}

export function shownX({ offset, scale }: PlacedLine, x: number): number {
  return (x - offset) / scale
}
