import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { checkNameSegment, checkNamespace } from '../../format/run-name.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { formatLocalTime } from '../../internal/format-local-time.ts'
import { makeFolderExclusively } from '../../internal/make-folder-exclusively.ts'
import { claimDebugFolder } from './claim-debug-folder.ts'
import type { RunFolder } from './claim-debug-folder.ts'

export type { RunFolder }

export interface RunFolderOptions {
  /** Absolute path of the archive; made when missing. */
  readonly archive: string
  readonly namespace: string
  /** In place of a generated name. */
  readonly name?: string | undefined
  /** Put before a generated name. */
  readonly prefix?: string | undefined
  /** Use `debug`, replacing the last debug run. `name` and `prefix` are ignored. */
  readonly debug?: boolean | undefined
  readonly now: Date
  /** Random characters for the end of a generated name; another draw on every call. */
  readonly tail: () => string
}

/**
 * Makes the folder of a new run, for this caller alone: any number of processes may ask at once, none waits.
 * Throws NAME_INVALID, RUN_NAME_TAKEN, ARCHIVE_UNWRITABLE.
 */
export function createRunFolder(options: RunFolderOptions): RunFolder {
  const { name, debug = false, prefix = '', archive, namespace, tail } = options
  if (name !== undefined) checkNameSegment('name', name)
  if (prefix !== '') checkNameSegment('prefix', prefix)
  const parent = makeNamespace(archive, checkNamespace(namespace))
  if (debug) return claimDebugFolder(parent, tail)
  if (name !== undefined) return takeName(parent, name)
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const run = checkNameSegment('name', generateName(prefix, options.now, tail()))
    const folder = join(parent, run)
    if (makeFolderExclusively(folder)) return { folder, run }
  }
  throw runlabError('ARCHIVE_UNWRITABLE', { path: parent, reason: 'every name that was drawn is taken' })
}

/** Draws that all meet a taken name mean that the source of tails is broken. */
const MOST_DRAWS = 1000

function generateName(prefix: string, now: Date, tail: string): string {
  const time = formatLocalTime(now).slice(0, 'YYYY-MM-DD HH:MM:SS'.length).replace(' ', '_').replaceAll(':', '-')
  return `${prefix === '' ? '' : `${prefix}_`}${time}_${tail}`
}

function takeName(parent: string, name: string): RunFolder {
  const folder = join(parent, name)
  if (!makeFolderExclusively(folder)) throw runlabError('RUN_NAME_TAKEN', { name, path: folder })
  return { folder, run: name }
}

function makeNamespace(archive: string, namespace: string): string {
  let folder = archive
  for (const segment of namespace.split('/')) {
    folder = join(folder, segment)
    if (existsSync(join(folder, FILES.meta))) {
      throw runlabError('NAME_INVALID', { what: 'namespace', value: namespace, reason: `there is a run at ${folder}` })
    }
  }
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw asUnwritable(error, folder)
  }
  return folder
}
