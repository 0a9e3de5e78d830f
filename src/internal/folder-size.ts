import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemErrorCode } from './system-error-code.ts'

/** Bytes of all files below a folder; links are not followed, and what is gone or cannot be read meanwhile does not count. */
export function folderSize(folder: string): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.reduce((sum, entry) => {
      const path = join(folder, entry.name)
      return sum + (entry.isDirectory() ? folderSize(path) : fileSize(path))
    }, 0)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return 0
  }
}

function fileSize(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0
}
