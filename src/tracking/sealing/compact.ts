import { closeSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inTurns } from '../../internal/in-turns.ts'
import { syncFile } from '../../internal/sync-file.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { groupPoints } from '../columns/group-points.ts'
import { writePageFile } from '../columns/page-file.ts'
import type { PointsToPage } from '../columns/page-file.ts'
import { doublePage, encodeSteps, integerPage, textPage } from '../columns/encode-pages.ts'
import { readRecordLines } from '../columns/record-lines.ts'
import type { RecordColumns } from '../columns/record-lines.ts'
import { summariseNumbers, summariseOrder } from '../columns/summary.ts'
import type { PointColumns } from '../columns/summary.ts'
import { readFrames } from '../journal/point-frames.ts'
import type { SegmentName, SegmentPlace } from '../journal/segment-names.ts'

/** Series that are compacted before what has come meanwhile is written: some milliseconds. */
const TURN = 200

/** The pages of numbers of one series. */
export function pageNumbers(id: number, columns: PointColumns): PointsToPage {
  const { steps, times, values } = columns
  return {
    id,
    summary: summariseNumbers(columns),
    pages: { rows: steps.length, ...encodeSteps(steps), times: integerPage(times), values: doublePage(values) },
  }
}

/** The pages of other points of one series. */
export function pageRecords(id: number, { steps, times, texts }: RecordColumns): PointsToPage {
  const stepColumn = Float64Array.from(steps)
  const timeColumn = Float64Array.from(times)
  const values = textPage(texts.map((text) => Buffer.from(text)))
  return {
    id,
    summary: summariseOrder(stepColumn, timeColumn),
    pages: { rows: steps.length, ...encodeSteps(stepColumn), times: integerPage(timeColumn), values },
  }
}

/**
 * Replaces a segment of points, which the memory still holds, by pages. At every instant one of both is there, whole.
 * Throws the system's error; the segment stays then. `memory` is for what is needed meanwhile, where somebody has it.
 */
export async function compactPoints(
  { folder, name }: Pick<SegmentPlace, 'folder' | 'name'>,
  points: Float64Array,
  memory?: Float64Array,
): Promise<void> {
  await replace(folder, name, await inTurns(groupPoints(points, memory), TURN, ([id, columns]) => pageNumbers(id, columns)))
}

/** The same for a segment that only the disk holds. Gives the bytes of it that could not be read. */
export async function compactSegment(folder: string, { name, type }: Pick<SegmentName, 'name' | 'type'>): Promise<number> {
  const bytes = readFileSync(join(folder, name))
  if (type === 'points') {
    const { points, torn } = readFrames(bytes)
    await compactPoints({ folder, name }, points)
    return torn
  }
  const { groups, torn } = readRecordLines(bytes)
  await replace(folder, name, await inTurns(groups, TURN, ([id, columns]) => pageRecords(id, columns)))
  return torn
}

async function replace(folder: string, name: string, groups: readonly PointsToPage[]): Promise<void> {
  const file = join(folder, `${name}.pages`)
  const temporary = takeName(file)
  try {
    writePageFile(temporary, groups)
    await syncFile(temporary) // not to hold up what is to be appended meanwhile
    renameSync(temporary, file)
    await syncFile(folder)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  rmSync(join(folder, name), { force: true })
}

/** Another process may still compact its segment while the run seals it: both make the same pages, each in a file of its own. */
function takeName(file: string): string {
  for (let n = 1; ; n++) {
    const name = `${file}.${n}.tmp`
    try {
      closeSync(openSync(name, 'wx'))
      return name
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error
    }
  }
}
