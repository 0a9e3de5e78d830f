import { mapLazily } from '../../internal/map-lazily.ts'
import type { PointsToPage } from '../columns/page-file.ts'
import { PageReader } from '../columns/page-reader.ts'
import { joinSummaries } from '../columns/summary.ts'
import type { SegmentsAt } from '../journal/segment-names.ts'
import { pagesById } from './collect-series.ts'
import type { PagesAt } from './collect-series.ts'
import { joinPages } from './join-pages.ts'
import { replaceByPages } from './replace-by-pages.ts'

/**
 * Puts the pages of consecutive segments of numbers together, those of each series to one. Done while the run goes on: of
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
      mapLazily(series, ([id, parts]) => mergeSeries(reader, id, parts)),
      '.pages',
    )
  } finally {
    reader.close()
  }
}

function mergeSeries(reader: PageReader, id: number, parts: readonly PagesAt[]): PointsToPage {
  const stepType = parts.some((page) => page.stepType === 'double') ? 'double' : 'integer'
  const pages = joinPages(reader, parts, { isNumber: true, stepType })
  return { id, summary: joinSummaries(parts.map(({ summary }) => summary)), pages }
}
