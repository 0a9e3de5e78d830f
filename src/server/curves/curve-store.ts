import { join } from 'node:path'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { fileState } from '../../archive/index/file-state.ts'
import { openRun } from '../../archive/opening/open-run.ts'
import { FILES } from '../../format/files.ts'
import { summaryKey } from '../../format/series-path.ts'
import { HeldPoints } from './held-points.ts'
import { matchSteps } from './match-steps.ts'
import { SortedLine } from './sorted-line.ts'

/** What stands below a curve: the step, seconds since the run began, or the value that another series has at the same step. */
export type CurveX = 'step' | 'time' | { readonly series: string }

interface Held {
  readonly run: ArchivedRun
  /** Tells its sealed series from those that another run has in its place; empty while it goes on. */
  print: string
  readonly points: Map<string, HeldPoints>
  readonly lines: Map<string, SortedLine>
}

/** Bytes of points that are kept: those of some fifteen million. */
const MOST_BYTES = 512 * 2 ** 20

/** Points of runs that were asked for, kept until others need the memory. */
export class CurveStore {
  readonly #held = new Map<string, Held>()
  readonly #most: number

  constructor(most = MOST_BYTES) {
    this.#most = most
  }

  /** A series by x; null where the run has no such series of numbers, or not the one of x. Throws RUN_NOT_FOUND, ARCHIVE_FORMAT. */
  line(folder: string, series: string, x: CurveX): SortedLine | null {
    const held = this.#open(folder)
    const points = pointsOf(held, series)
    const other = typeof x === 'object' ? pointsOf(held, x.series) : null
    if (points === null || (typeof x === 'object' && other === null)) return null
    points.refresh(held.print)
    other?.refresh(held.print)
    const key = JSON.stringify([series, x])
    const line = held.lines.get(key) ?? new SortedLine()
    held.lines.set(key, line)
    const xOf = (): Float64Array<ArrayBuffer> =>
      other === null ? (x === 'time' ? points.times : points.steps) : matchSteps(points.steps, other)
    line.update(xOf, points.values, points.length + (other?.length ?? 0))
    this.#forget(folder)
    return line
  }

  /** The series of numbers that a run has by now. Throws RUN_NOT_FOUND, ARCHIVE_FORMAT. */
  names(folder: string): readonly string[] {
    const { tracked } = this.#open(folder).run
    return tracked.filter(({ kind, count }) => kind === 'number' && count > 0).map(summaryKey)
  }

  /** When a run began, in milliseconds since the epoch: time counts from there. */
  startOf(folder: string): number {
    return this.#open(folder).run.meta.start_time * 1000
  }

  #open(folder: string): Held {
    const state = fileState(join(folder, FILES.series))
    const print = state === null ? '' : `${state.mtimeMs} ${state.size} ${state.ino}`
    const before = this.#held.get(folder)
    this.#held.delete(folder)
    // A run that has just been sealed holds the same points as before; one whose series are others is another run.
    const isSame = before !== undefined && (before.print === print || before.print === '')
    const held = isSame ? before : { run: openRun(folder), print, points: new Map(), lines: new Map() }
    held.print = print
    this.#held.set(folder, held)
    return held
  }

  /** The runs that were not asked for the longest go first. */
  #forget(kept: string): void {
    let bytes = 0
    for (const held of this.#held.values()) bytes += bytesOf(held)
    for (const [folder, held] of this.#held) {
      if (bytes <= this.#most) return
      if (folder === kept) continue
      bytes -= bytesOf(held)
      this.#held.delete(folder)
    }
  }
}

function pointsOf({ run, points }: Held, series: string): HeldPoints | null {
  const known = points.get(series)
  if (known !== undefined) return known
  const found = run.tracked.find((summary) => summary.kind === 'number' && summaryKey(summary) === series)
  if (found === undefined) return null
  const made = new HeldPoints(run, found)
  points.set(series, made)
  return made
}

function bytesOf({ points, lines }: Held): number {
  let bytes = 0
  for (const { length } of points.values()) bytes += length * 24
  for (const line of lines.values()) bytes += line.bytes
  return bytes
}
