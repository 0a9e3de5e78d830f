import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { parseLedger, writtenLine } from '../../format/sweep.ts'
import type { LedgerLine } from '../../format/sweep.ts'
import { appendLine } from '../../internal/append-line.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { jsonText } from '../../internal/json-text.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { readRegular } from '../../internal/regular-file.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'

/** The lines of a sweep's ledger; null for a run that is no sweep. Throws ARCHIVE_FORMAT. */
export function readLedger(folder: string): readonly LedgerLine[] | null {
  const file = join(folder, FILES.sweep)
  try {
    return parseLedger(readRegular(file).toString('utf8'), file)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ENOTDIR') return null
    throw error
  }
}

/** Appends a line, whole. Throws ARCHIVE_UNWRITABLE. */
export function appendToLedger(folder: string, line: LedgerLine): void {
  const path = join(folder, FILES.sweep)
  try {
    makeFolders(folder, FILES.internal)
    appendLine(path, jsonText(writtenLine(line)))
  } catch (error) {
    throw asUnwritable(error, path)
  }
}
