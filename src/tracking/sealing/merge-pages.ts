import { mapLazily } from '../../internal/map-lazily.ts'
import type { PointsToPage } from '../columns/page-file.ts'
import { PageReader } from '../columns/page-reader.ts'
import { joinSummaries } from '../columns/summary.ts'
import type { SegmentsAt } from '../journal/segment-names.ts'
import { pagesById } from './collect-series.ts'
import type { PagesAt } from './collect-series.ts'
import { joinPages, planPages } from './join-pages.ts'
import type { PageRun } from './join-pages.ts'
import { replaceByPages } from './replace-by-pages.ts'

/**
 * Puts the small pages of consecutive segments of numbers together; large ones are copied. Done while the run goes on: of
 * thousands of series, all would be left to sealing.
 * Throws the system's error, and ARCHIVE_FORMAT; what was there stays then.
 */
export async function mergePages({ folder, names }: SegmentsAt): Promise<void> {
  const pages = pagesById(folder, names)
  const reader = new PageReader({ readsAhead: names.length })
  try {
    const series = [...pages].toSorted(([a], [b]) => a - b)
    await replaceByPages(
      { folder, names },
      mapLazily(series.flatMap(runsOf), ({ id, run }) => mergeRun(reader, id, run)),
      '.pages',
    )
  } finally {
    reader.close()
  }
}

interface RunOfSeries {
  readonly id: number
  readonly run: PageRun
}

/** Of one series, in their order. Nothing comes out of numbers: they are not compressed. */
function runsOf([id, pages]: readonly [number, readonly PagesAt[]]): readonly RunOfSeries[] {
  return planPages(pages, () => 0).map((run) => ({ id, run }))
}

function mergeRun(reader: PageReader, id: number, run: PageRun): PointsToPage {
  const stepType = run.some((page) => page.stepType === 'double') ? 'double' : 'integer'
  const pages = joinPages(reader, run, { isNumber: true, stepType })
  return { id, summary: joinSummaries(run.map(({ summary }) => summary)), pages }
}
