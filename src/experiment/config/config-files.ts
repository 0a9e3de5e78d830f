import { accessSync, constants, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { nearest } from '../../internal/nearest.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'

/** Why a file cannot be used: in words, or null where there is none. */
export interface Unusable {
  readonly reason: string | null
}

/** What is wrong with a file that is to be read; null when nothing is. */
export function findObstacle(path: string): Unusable | null {
  try {
    const stats = statSync(path)
    if (stats.isDirectory()) return { reason: 'it is a folder' }
    if (!stats.isFile()) return { reason: 'it is no regular file' }
    accessSync(path, constants.R_OK)
    return null
  } catch (error) {
    return asUnusable(error)
  }
}

export function isFile(path: string): boolean {
  return findObstacle(path) === null
}

/** The bytes of a file and its real path, or why there are none. */
export function openFile(path: string): { readonly file: string; readonly bytes: Uint8Array } | Unusable {
  const obstacle = findObstacle(path)
  if (obstacle !== null) return obstacle
  try {
    return { file: realpathSync(path), bytes: readFileSync(path) }
  } catch (error) {
    return asUnusable(error)
  }
}

/** The file beside a missing one that was most likely meant, of those that would do. */
export function nearestFile(path: string, wouldDo: (name: string) => boolean): string | null {
  try {
    const names = readdirSync(dirname(path), { withFileTypes: true }).filter((entry) => !entry.isDirectory())
    return nearest(basename(path), names.map(({ name }) => name).filter(wouldDo))
  } catch (error) {
    asUnusable(error) // whoever cannot look into the folder cannot be told more
    return null
  }
}

function asUnusable(error: unknown): Unusable {
  const reason = systemErrorReason(error)
  if (reason === null) throw error
  const code = systemErrorCode(error)
  return { reason: code === 'ENOENT' || code === 'ENOTDIR' ? null : reason }
}
