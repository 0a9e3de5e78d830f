import { join } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { parseStopOrder } from '../../format/records.ts'
import type { StopOrder } from '../../format/records.ts'
import { asWritten } from '../../format/shape.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { writeJsonAtomically } from '../../internal/write-atomically.ts'
import { readDocument } from './read-document.ts'

/** Leaves in a run's folder why its end is asked for; the first order counts. Throws ARCHIVE_UNWRITABLE. */
export function writeStopOrder(folder: string, order: StopOrder): void {
  const file = join(folder, FILES.stop)
  if (statIfThere(file) !== undefined) return
  try {
    writeJsonAtomically(file, asWritten(parseStopOrder, order))
  } catch (error) {
    throw asUnwritable(error, file)
  }
}

/** Null where the run's end is not asked for, or not in a way that can be read. */
export function readStopOrder(folder: string): StopOrder | null {
  const file = join(folder, FILES.stop)
  try {
    const document = readDocument(file)
    return document === undefined ? null : parseStopOrder(document, { file })
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}
