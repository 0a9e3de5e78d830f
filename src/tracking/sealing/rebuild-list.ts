import { dirname, join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { isSystemSeries, seriesKey } from '../../format/series.ts'
import type { PageSet, PointsSummary, SeriesIdentity, SeriesRecord } from '../../format/series.ts'
import { hashFile } from '../../internal/hash-file.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { syncFile } from '../../internal/sync-file.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { writeAtomically } from '../../internal/write-atomically.ts'
import { PageReader } from '../columns/page-reader.ts'
import { NO_POINTS, joinSummaries, mergeSummaries, summariseNumbers, summariseOrder } from '../columns/summary.ts'
import { listText } from './list-text.ts'
import { readPieces } from './parquet-pieces.ts'
import type { FoundPiece } from './parquet-pieces.ts'

export interface RebuiltList {
  /** Without those of what runlab measures. */
  readonly series: number
  readonly points: number
  /** Points in pages that are damaged: the list says where they are, and nothing of their values. */
  readonly damaged: number
}

/**
 * Writes the list of series of a sealed run anew, from what the Parquet file itself says. Series that had no points are not in it,
 * nor what could not be tracked. `beforeWriting` is called when all could be read. Throws ARCHIVE_FORMAT where the file cannot be read, ARCHIVE_UNWRITABLE.
 */
export async function rebuildList(folder: string, beforeWriting: () => void = () => {}): Promise<RebuiltList> {
  const file = join(folder, FILES.points)
  try {
    const found = new Map<string, SeriesIdentity & { readonly parts: Map<string, SummarisedPages[]> }>()
    let damaged = 0
    const reader = new PageReader()
    try {
      for await (const piece of readPieces(file)) {
        const { name, context, kind, sender, pages } = piece
        const series = found.get(seriesKey(piece)) ?? { name, context, kind, parts: new Map<string, SummarisedPages[]>() }
        found.set(seriesKey(piece), series)
        const summary = summarise(reader, file, piece)
        if (summary === null) damaged += pages.rows
        const known = { pages, summary: summary ?? { ...NO_POINTS, count: pages.rows } }
        series.parts.set(sender, [...(series.parts.get(sender) ?? []), known])
      }
    } finally {
      reader.close()
    }
    const records = Array.from(found.values(), recordOf)
    beforeWriting()
    await writeList(folder, file, records)
    const own = records.filter((record) => !isSystemSeries(record))
    return { series: own.length, points: own.reduce((sum, { count }) => sum + count, 0), damaged }
  } catch (error) {
    throw asUnreadable(error, file)
  }
}

interface SummarisedPages {
  readonly pages: PageSet
  readonly summary: PointsSummary
}

/** Null where a page is damaged. */
function summarise(reader: PageReader, file: string, { kind, pages }: FoundPiece): PointsSummary | null {
  try {
    const steps = reader.steps(file, pages)
    const times = reader.times(file, pages)
    if (kind === 'number') return summariseNumbers({ steps, times, values: reader.numbers(file, pages) })
    reader.texts(file, pages)
    return summariseOrder(steps, times)
  } catch (error) {
    if (systemErrorReason(error) !== null) throw error
    return null
  }
}

function recordOf({
  name,
  context,
  kind,
  parts,
}: SeriesIdentity & { readonly parts: ReadonlyMap<string, readonly SummarisedPages[]> }): SeriesRecord {
  const summaries = Array.from(parts.values(), (pages) => joinSummaries(pages.map(({ summary }) => summary)))
  const sealed = Array.from(parts, ([sender, all]) => ({ sender, pages: all.map(({ pages }) => pages) }))
  return { name, context, kind, ...mergeSummaries(summaries), parts: sealed }
}

async function writeList(folder: string, file: string, records: readonly SeriesRecord[]): Promise<void> {
  const size = statIfThere(file)?.size ?? 0
  const sha256 = await hashFile(file)
  const list = join(folder, FILES.series)
  makeFolders(folder, FILES.internal)
  writeAtomically(list, listText(records, { size, sha256, notes: [] }))
  await syncFile(dirname(list))
}

/** What the system, or a decoder, says of a file that is no Parquet, or damaged where it says what is in it. */
function asUnreadable(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || 'details' in error) return error
  const reason = `the list of its series cannot be made from it: ${systemErrorReason(error) ?? error.message}`
  return runlabError('ARCHIVE_FORMAT', { file, reason }, error)
}
