import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { parseVerdict } from '../../format/verdict.ts'
import type { Verdict } from '../../format/verdict.ts'
import { readDocument } from './read-document.ts'

/** The verdict that a run keeps; null where it has none. Throws ARCHIVE_FORMAT. */
export function readVerdict(folder: string): Verdict | null {
  const file = join(folder, FILES.verdict)
  const document = readDocument(file)
  return document === undefined ? null : parseVerdict(document, { file })
}
