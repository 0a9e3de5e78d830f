import { RunlabError } from '../../errors.ts'
import { groupBy } from '../../internal/group-by.ts'
import type { CurveStore } from './curve-store.ts'
import type { CurvesTask, ReadLine } from './curves-task.ts'
import { joinGroup } from './join-group.ts'
import { rangeOf, shownX } from './placed-line.ts'
import type { DrawnLine, PlacedLine } from './placed-line.ts'
import { thinLine } from './thin-line.ts'

/** Reads the lines of a chart; what cannot be read is said with the line that lacks it. */
export function readLines(store: CurveStore, task: CurvesTask): readonly ReadLine[] {
  return task.lines.map((wanted) => {
    const found: PlacedLine[] = []
    const why: string[] = []
    for (const folder of wanted.folders) {
      const read = readRun(store, folder, task)
      if (typeof read === 'string') why.push(read)
      else found.push(read)
    }
    const left = groupBy(why, (one) => one).map((all) => [all[0] ?? '', all.length] as const)
    const [only] = found
    if (only === undefined) return { ...NOTHING, id: wanted.id, left }
    const line = task.isGrouped && found.length > 1 ? joinGroup(found, task) : singleLine(only, task)
    return {
      ...line,
      id: wanted.id,
      runs: found.length,
      left,
      extent: extentOf(found),
      unplaced: sum(found, ({ line: own }) => own.unplaced),
    }
  })
}

const NOTHING: Omit<ReadLine, 'id' | 'left'> = {
  columns: {},
  ...{ shown: 0, of: 0, nonFinite: 0, unplaced: 0, repeated: 0, oddX: [], isInterpolated: false, runs: 0, extent: null },
}

/** The line of a run, or why there is none. */
function readRun(store: CurveStore, folder: string, { series, x }: CurvesTask): PlacedLine | string {
  try {
    const line = store.line(folder, series, x)
    if (line === null) return typeof x === 'object' ? 'without both series' : 'without this series'
    return { line, offset: x === 'time' ? store.startOf(folder) : 0, scale: x === 'time' ? 1000 : 1 }
  } catch (error) {
    if (error instanceof RunlabError) return error.code === 'RUN_NOT_FOUND' ? 'gone' : 'unreadable'
    throw error
  }
}

function singleLine(placed: PlacedLine, { smoothing, width, ...task }: CurvesTask): DrawnLine {
  const { line } = placed
  const { places, oddX, ...counts } = thinLine(line, rangeOf(placed, task), width)
  const at = (numbers: Float64Array): Float64Array => Float64Array.from(places, (place) => numbers[place] as number)
  const columns = {
    x: at(line.x).map((x) => shownX(placed, x)),
    y: at(line.y),
    ...(smoothing === null ? {} : { smooth: at(line.smoothed(smoothing)) }),
  }
  return { columns, ...counts, oddX: oddX.map((x) => shownX(placed, x)), repeated: 0, isInterpolated: false }
}

function extentOf(found: readonly PlacedLine[]): readonly [number, number] | null {
  const filled = found.filter(({ line }) => line.x.length > 0)
  if (filled.length === 0) return null
  const starts = filled.map((placed) => shownX(placed, placed.line.x[0] as number))
  const ends = filled.map((placed) => shownX(placed, placed.line.x.at(-1) as number))
  return [Math.min(...starts), Math.max(...ends)]
}

function sum<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((total, item) => total + numberOf(item), 0)
}
