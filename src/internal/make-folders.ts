import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemErrorCode } from './system-error-code.ts'

/**
 * Makes the folders of a relative path (POSIX separators) below a base, and gives the absolute path of the last. Never makes
 * the base itself: when somebody has removed it, that is the system's ENOENT, not a new, empty one.
 */
export function makeFolders(base: string, path: string): string {
  let folder = base
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    folder = join(folder, segment)
    try {
      mkdirSync(folder)
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error
    }
  }
  return folder
}
