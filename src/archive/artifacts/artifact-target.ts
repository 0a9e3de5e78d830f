import { lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import type { RunlabError } from '../../errors.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { isInside } from '../../internal/is-inside.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'

/** What may be there already under an artifact's name. */
export type Occupant = 'file' | 'file or folder'

/**
 * Makes the folders above an artifact, and gives its absolute path. `name` has been checked.
 * Throws ARTIFACT_NAME when a file or a symbolic link that leads out of the run is in the way, ARCHIVE_UNWRITABLE.
 */
export function prepareTarget(folder: string, name: string, allowed: Occupant = 'file'): string {
  const path = join(folder, name)
  try {
    const segments = name.split('/')
    for (const level of segments.slice(0, -1).keys()) {
      const parent = segments.slice(0, level + 1).join('/')
      if (!isFolder(makeOrLook(join(folder, parent)), folder, parent, name)) throw refusal(name, `"${parent}" is a file`)
    }
    const there = look(path)
    if (there !== undefined && isFolder(there, folder, name, name) && allowed === 'file')
      throw refusal(name, 'a folder has that name')
    return path
  } catch (error) {
    throw asUnwritable(error, path)
  }
}

function isFolder(stats: Stats, folder: string, at: string, name: string): boolean {
  if (!stats.isSymbolicLink()) return stats.isDirectory()
  const target = realPath(join(folder, at))
  if (target === null || !isInside(realpathSync(folder), target)) {
    throw refusal(name, `"${at}" is a symbolic link that leads out of the run`)
  }
  return statSync(target).isDirectory()
}

function makeOrLook(path: string): Stats {
  const there = look(path)
  if (there !== undefined) return there
  try {
    mkdirSync(path)
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
  return lstatSync(path)
}

function look(path: string): Stats | undefined {
  return statIfThere(path, 'look at')
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(systemErrorCode(error) ?? '')) return null
    throw error
  }
}

function refusal(name: string, reason: string): RunlabError {
  return runlabError('ARTIFACT_NAME', { name, reason })
}
