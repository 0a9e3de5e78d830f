import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { seriesKey } from '../../format/series.ts'
import type { SeriesIdentity } from '../../format/series.ts'
import { readPageList } from '../columns/page-file.ts'
import type { PagedPoints } from '../columns/page-file.ts'
import { readDefinitions } from '../journal/read-definitions.ts'
import { seriesFiles } from '../journal/segment-names.ts'
import type { JournalFiles } from '../journal/segment-names.ts'

/** Where some points of a series lie. */
export interface PagesAt extends PagedPoints {
  /** Absolute path. */
  readonly file: string
}

/** A series and its points, a list a sender. */
export interface CollectedSeries extends SeriesIdentity {
  readonly parts: ReadonlyMap<string, readonly PagesAt[]>
}

export interface Collected {
  readonly series: readonly CollectedSeries[]
  /** Points whose series' definition is gone, as a power loss may leave it. */
  readonly orphans: number
}

/**
 * The series of a journal that is compacted, in the order in which they were begun: those of the run's own process first.
 * Throws the system's error, ARCHIVE_FORMAT.
 */
export function collectSeries(folder: string, files: JournalFiles): Collected {
  const collected = new Map<string, SeriesIdentity & { readonly parts: Map<string, PagesAt[]> }>()
  let orphans = 0
  const labels = new Set([...files.labels, ...files.segments.map(({ label }) => label)])
  for (const label of labels) {
    const pages = pagesById(
      folder,
      files.segments.filter((segment) => segment.label === label).map(({ name }) => name),
    )
    for (const [id, { name, context, kind, sender }] of readDefinitions(folder, seriesFiles(files, label))) {
      const key = seriesKey({ name, context, kind })
      const series = collected.get(key) ?? { name, context, kind, parts: new Map<string, PagesAt[]>() }
      collected.set(key, series)
      const found = pages.get(id)
      pages.delete(id)
      if (found === undefined) continue
      const part = series.parts.get(sender)
      if (part === undefined) series.parts.set(sender, found)
      else part.push(...found)
    }
    for (const left of pages.values()) orphans += left.reduce((sum, { rows }) => sum + rows, 0)
  }
  return { series: [...collected.values()], orphans }
}

/** The pages of segments that are compacted, by the numbers of their series. Throws the system's error, ARCHIVE_FORMAT. */
export function pagesById(folder: string, segments: readonly string[]): Map<number, PagesAt[]> {
  const pages = new Map<number, PagesAt[]>()
  for (const name of segments) {
    const file = join(folder, `${name}.pages`)
    for (const found of readPageList(file) ?? refuse(file)) {
      const page = { ...found, file }
      const list = pages.get(found.id)
      if (list === undefined) pages.set(found.id, [page])
      else list.push(page)
    }
  }
  return pages
}

function refuse(file: string): never {
  throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is no list of pages' })
}
