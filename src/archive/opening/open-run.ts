import { readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoadOptions } from '../../api/experiment.ts'
import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { isZipName } from '../zip/zip-name.ts'
import { ArchivedRun } from './archived-run.ts'
import { judgeStanding, readMetaIfThere } from '../status/read-status.ts'

/** A run by its path. Throws RUN_NOT_FOUND, ARCHIVE_FORMAT, ARCHIVE_VERSION; DEFINITION_INVALID for a kind that is none. */
export function openRun(path: string | URL, options: LoadOptions = {}): ArchivedRun {
  const given = toPath(path)
  const run = openRunIfThere(given, options)
  if (run === undefined) throw runlabError('RUN_NOT_FOUND', { path: given, suggestion: similarPath(given) })
  return run
}

/** The run whose folder, or a file at the top of it, has a path; undefined where there is none. Else throws as `openRun` does. */
export function openRunIfThere(path: string, { kinds }: LoadOptions = {}): ArchivedRun | undefined {
  for (const folder of foldersOf(resolve(path))) {
    const meta = readMetaIfThere(folder)
    if (meta !== undefined) return new ArchivedRun(folder, judgeStanding(folder, meta), kinds)
  }
  return undefined
}

function toPath(path: string | URL): string {
  if (typeof path === 'string' && !path.startsWith('file:')) return path
  try {
    return fileURLToPath(path)
  } catch (error) {
    throw runlabError('RUN_NOT_FOUND', { path: String(path) }, error)
  }
}

/** Where the run may lie: a ZIP is read like a folder. */
function foldersOf(path: string): readonly string[] {
  const stats = statIfThere(path)
  if (stats === undefined) return []
  if (stats.isDirectory()) return [path]
  return isZipName(path) ? [path, dirname(path)] : [dirname(path)]
}

/** A sibling with a similar name, written in the way the path was. */
export function similarPath(given: string): string | null {
  if (statIfThere(resolve(given)) !== undefined) return null
  const parent = dirname(resolve(given))
  const sibling = nearest(basename(resolve(given)), foldersIn(parent))
  return sibling === null ? null : join(dirname(given), sibling)
}

function foldersIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.runlab')).map((entry) => entry.name)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return []
  }
}
