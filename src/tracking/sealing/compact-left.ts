import { systemErrorCode } from '../../internal/system-error-code.ts'
import { readDefinitions } from '../journal/read-definitions.ts'
import { listLiveJournal, seriesFiles } from '../journal/segment-names.ts'
import type { JournalFiles, SegmentName } from '../journal/segment-names.ts'
import { lotsOf } from '../journal/segments-together.ts'
import { compactSegments } from './compact.ts'

/** How often a step begins anew because another process has compacted its segments meanwhile, which it does a few times. */
const MOST_TRIES = 20

/**
 * Does it again where a file that it has found is gone: another process that tracked for the run may still put its segments
 * together.
 */
export async function whileOthersCompact<T>(step: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- again
      return await step()
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT' || tries === MOST_TRIES) throw error
    }
  }
}

/** What is there now of the segments that a journal had: others have come too late. Throws the system's error. */
export function listKnown(journal: string, known: JournalFiles): JournalFiles {
  const last = new Map<string, number>()
  const keyOf = ({ label, type }: SegmentName): string => `${label}.${type}`
  for (const segment of known.segments) last.set(keyOf(segment), Math.max(segment.last, last.get(keyOf(segment)) ?? 0))
  const files = listLiveJournal(journal) ?? known
  return { ...files, segments: files.segments.filter((segment) => segment.number <= (last.get(keyOf(segment)) ?? 0)) }
}

/** Compacts what is not. Gives the bytes that could not be read. Throws the system's error. */
export async function compactLeft(journal: string, known: JournalFiles): Promise<number> {
  const series = new Map(known.labels.map((label) => [label, readDefinitions(journal, seriesFiles(known, label)).size]))
  let torn = 0
  await whileOthersCompact(async () => {
    for (const lot of lotsOf(listKnown(journal, known).segments, (label) => series.get(label) ?? 0)) {
      // oxlint-disable-next-line no-await-in-loop -- each takes all of a core
      torn += await compactSegments({ folder: journal, ...lot })
    }
  })
  return torn
}
