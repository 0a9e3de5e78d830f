import { mkdirSync } from 'node:fs'
import { asUnwritable } from './as-unwritable.ts'
import { systemErrorCode } from './system-error-code.ts'

/** Makes a folder; false when something of that name is there. Throws ARCHIVE_UNWRITABLE. */
export function makeFolderExclusively(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw asUnwritable(error, folder)
  }
}
