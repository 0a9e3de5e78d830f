import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isInside } from './is-inside.ts'
import { statIfThere } from './stat-if-there.ts'
import { systemErrorCode } from './system-error-code.ts'

/** Whether a path below a folder (POSIX separators) lies in it, symbolic links followed, as far as it is there. */
export function staysInside(folder: string, path: string): boolean {
  let at = folder
  try {
    for (const segment of path.split('/')) {
      const next = join(at, segment)
      if (statIfThere(next, 'look at') === undefined) break
      at = next
    }
    return isInside(realpathSync.native(folder), realpathSync.native(at))
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return false // a link to nowhere may lead anywhere
  }
}
