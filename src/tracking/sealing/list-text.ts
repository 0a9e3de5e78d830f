import { FILES } from '../../format/files.ts'
import { parseSeriesRecord } from '../../format/series.ts'
import type { SeriesRecord } from '../../format/series.ts'
import { asWritten } from '../../format/shape.ts'
import type { SenderNote } from '../journal/sender-notes.ts'

/** What the list says of the file. */
export interface ListedFile {
  readonly size: number
  readonly sha256: string
  readonly notes: readonly SenderNote[]
}

/** `.runlab/series.jsonl`: the file first, then a line a series. */
export function listText(records: readonly SeriesRecord[], { size, sha256, notes }: ListedFile): string {
  const file = { file: FILES.points, size, sha256, ...(notes.length === 0 ? {} : { notes }) }
  const lines = [file, ...records.map((record) => asWritten(parseSeriesRecord, record))]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
