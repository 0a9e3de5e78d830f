import { join } from 'node:path'
import { mapLazily } from '../../internal/map-lazily.ts'
import { groupPoints } from '../columns/group-points.ts'
import type { PointsToPage } from '../columns/page-file.ts'
import { doublePage, encodeSteps, integerPage, textPage } from '../columns/encode-pages.ts'
import { readRecordLines } from '../columns/record-lines.ts'
import type { RecordColumns } from '../columns/record-lines.ts'
import { summariseNumbers, summariseOrder } from '../columns/summary.ts'
import type { PointColumns } from '../columns/summary.ts'
import { readFrames } from '../journal/point-frames.ts'
import type { SegmentsAt } from '../journal/segment-names.ts'
import { replaceByPages } from './replace-by-pages.ts'
import { readRegular } from '../../internal/regular-file.ts'

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
 * Replaces segments of points, which the memory still holds, by pages. At every instant one of both is there, whole.
 * Throws the system's error; the segments stay then. `memory` is for what is needed meanwhile, where somebody has it.
 */
export async function compactPoints(
  { folder, names }: Omit<SegmentsAt, 'type'>,
  points: readonly Float64Array[],
  memory?: Float64Array,
): Promise<void> {
  await replaceByPages(
    { folder, names },
    mapLazily(groupPoints(points, memory), ([id, columns]) => pageNumbers(id, columns)),
  )
}

/** The same for segments that only the disk holds. Gives the bytes of them that could not be read. */
export async function compactSegments({ folder, names, type }: SegmentsAt): Promise<number> {
  if (type === 'points') {
    const frames = names.map((name) => readFrames(readRegular(join(folder, name))))
    await compactPoints(
      { folder, names },
      frames.map(({ points }) => points),
    )
    return frames.reduce((sum, { torn }) => sum + torn, 0)
  }
  let all = 0
  for (const name of names) {
    const { groups, torn } = readRecordLines(readRegular(join(folder, name)))
    all += torn
    // oxlint-disable-next-line no-await-in-loop -- one after the other, since each is large
    await replaceByPages(
      { folder, names: [name] },
      mapLazily(groups, ([id, columns]) => pageRecords(id, columns)),
    )
  }
  return all
}
