import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { fieldsOf, listOf, number, text } from '../../format/json-parsers.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import { parseSeriesRecord, summaryOf } from '../../format/series.ts'
import type { SeriesRecord } from '../../format/series.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { parseSenderNote } from '../journal/sender-notes.ts'
import type { SenderNote } from '../journal/sender-notes.ts'
import type { SourceSeries } from './blocks.ts'
import { readRegularText } from '../../internal/regular-file.ts'

/** The series of a run that is sealed; null where it is not, or tracked nothing. Throws ARCHIVE_FORMAT. */
export function readSealedList(folder: string): readonly SourceSeries[] | null {
  const file = join(folder, FILES.series)
  const list = readIfThere(file)
  if (list === null) return null
  const sealed = join(folder, FILES.points)
  const lines = list.split('\n').filter((line) => line !== '')
  // The first line is about the file.
  return lines.slice(1).map((line, i) => {
    const place = { file: `${file}, line ${i + 2}` }
    return sourceOf(parseSeriesRecord(parseJsonText(line, place.file), place), sealed)
  })
}

/** What the list of a sealed run says of its file. */
export interface SealedHead {
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  /** What could not be tracked, by sender. */
  readonly notes: readonly SenderNote[]
}

/** Null where there is no list. Throws ARCHIVE_FORMAT. */
export function readSealedHead(folder: string): SealedHead | null {
  const file = join(folder, FILES.series)
  const list = readIfThere(file)
  if (list === null) return null
  const [first = ''] = list.split('\n', 1)
  const field = fieldsOf(parseJsonText(first, file), { file: `${file}, line 1` })
  return {
    size: field('size', number),
    sha256: field('sha256', text),
    notes: field('notes', listOf(parseSenderNote), () => []),
  }
}

/** What could not be tracked, by sender. Throws ARCHIVE_FORMAT. */
export function readSealedNotes(folder: string): readonly SenderNote[] {
  return readSealedHead(folder)?.notes ?? []
}

function sourceOf(record: SeriesRecord, file: string): SourceSeries {
  return {
    ...summaryOf(record),
    get parts() {
      return record.parts.map(({ sender, pages }) => ({
        sender,
        blocks: pages.map((set) => ({ type: 'pages', rows: set.rows, file, pages: set }) as const),
      }))
    },
  }
}

function readIfThere(file: string): string | null {
  try {
    return readRegularText(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return null
    throw error
  }
}
