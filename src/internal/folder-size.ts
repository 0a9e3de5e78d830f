import { lstatSync, readdirSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { basename, join } from 'node:path'
import { statIfThere } from './stat-if-there.ts'
import { systemErrorCode } from './system-error-code.ts'

/** Bytes of all files below a folder, or of a file; links are not followed, and what is gone or cannot be read meanwhile does not count. */
export function folderSize(folder: string): number {
  let bytes = 0
  for (const { size } of filesBelow(folder)) bytes += size
  return bytes
}

/** All files below a folder, with their paths in it and their bytes, or a file with its name; as above. */
export function* filesBelow(folder: string): Generator<FileSize> {
  const stats = statIfThere(folder, 'look at')
  if (stats?.isFile() === true) yield { name: basename(folder), size: stats.size }
  else yield* below(folder, '')
}

interface FileSize {
  readonly name: string
  readonly size: number
}

function* below(folder: string, above: string): Generator<FileSize> {
  for (const entry of entriesOf(folder)) {
    const [path, name] = [join(folder, entry.name), `${above}${entry.name}`]
    if (entry.isDirectory()) yield* below(path, `${name}/`)
    else yield { name, size: lstatSync(path, { throwIfNoEntry: false })?.size ?? 0 }
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return []
  }
}
