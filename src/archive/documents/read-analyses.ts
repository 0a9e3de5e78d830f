import { join } from 'node:path'
import { parseAnalysisRecord } from '../../format/analyses.ts'
import type { AnalysisRecord } from '../../format/analyses.ts'
import { FILES } from '../../format/files.ts'
import { parseJsonLines } from '../../format/parse-json-lines.ts'
import { readTextIfThere } from './read-document.ts'

/** What analyses added to a run after it had ended, by name. Throws ARCHIVE_FORMAT. */
export function readAnalyses(folder: string): ReadonlyMap<string, AnalysisRecord> {
  const file = join(folder, FILES.analyses)
  const records = parseJsonLines(readTextIfThere(file) ?? '', file, parseAnalysisRecord)
  return new Map(records.map((record) => [record.name, record]))
}
