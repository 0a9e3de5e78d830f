import { lstatSync, readdirSync } from 'node:fs'
import type { Dirent, Stats } from 'node:fs'
import { join } from 'node:path'
import { isReservedTop } from '../../format/artifact-name.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import type { Stamp } from './artifact-ledger.ts'

/** A file in a run's folder. */
export interface FoundFile extends Stamp {
  /** Path inside the run, POSIX separators. */
  readonly name: string
}

/**
 * The files below a folder of a run, `below` being its path inside of the run; runlab's own at the top are left out, and
 * what `skips` says, folders with all that is in them.
 * Symbolic links are not followed. What vanishes or cannot be looked at meanwhile is left out, too.
 */
export function* walkArtifacts(
  folder: string,
  { below = '', skips = () => false }: { readonly below?: string; readonly skips?: (name: string) => boolean } = {},
): Generator<FoundFile> {
  for (const entry of readFolder(join(folder, below))) {
    if (below === '' && isReservedTop(entry.name)) continue
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if ((entry.isDirectory() || entry.isFile()) && !skips(name)) yield* walkFrom(folder, name, skips)
  }
}

/** A file or, if the name is that of a folder, the files below it. */
export function* walkFrom(folder: string, name: string, skips?: (name: string) => boolean): Generator<FoundFile> {
  const stats = lookAt(join(folder, name))
  if (stats?.isDirectory()) yield* walkArtifacts(folder, { below: name, ...(skips && { skips }) })
  else if (stats?.isFile()) yield { name, size: stats.size, mtimeMs: stats.mtimeMs }
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return undefined
  }
}

function readFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return []
  }
}
