import { readdirSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { RunlabError, runlabError } from '../errors.ts'
import { UNSEARCHED } from '../format/run-name.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { systemErrorReason } from '../internal/system-error-reason.ts'
import { describeHere } from './liveness.ts'
import type { ProcessSpace } from './liveness.ts'
import { judgeStanding, readMetaIfThere } from './read-status.ts'
import type { Standing } from './read-status.ts'

interface Listed {
  /** Absolute path when the archive's is. */
  readonly folder: string
  /** The folder's name. */
  readonly run: string
  /** Where in the archive the folder lies, POSIX separators; empty at its top. */
  readonly namespace: string
}

/** A run of an archive. */
export interface ListedRun extends Listed, Standing {}

/** A folder that could not be read: a run with broken or newer metadata, or a folder without permission. */
export interface UnreadableRun extends Listed {
  readonly error: RunlabError
}

export interface ListOptions {
  /** Only runs in this namespace and those below it. */
  readonly namespace?: string | undefined
}

/** The runs of an archive, newest first; then what could not be read. An archive that does not exist has none. */
export function listRuns(archive: string, options: ListOptions = {}): readonly (ListedRun | UnreadableRun)[] {
  return Array.from(walkRuns(archive, options)).toSorted(compare)
}

/** The runs of an archive as they are found, folder by folder. A run's folder is not searched for further ones. */
export function* walkRuns(archive: string, { namespace = '' }: ListOptions = {}): Generator<ListedRun | UnreadableRun> {
  yield* walk({ folder: join(archive, namespace), path: namespace, here: describeHere() })
}

interface Place {
  readonly folder: string
  /** The folder's path in the archive, POSIX separators; empty for the archive itself. */
  readonly path: string
  readonly here: ProcessSpace
}

function* walk(place: Place): Generator<ListedRun | UnreadableRun> {
  const found = readRun(place)
  if (found === undefined) yield* walkBelow(place)
  else if (found !== 'gone') yield found
}

function* walkBelow(place: Place): Generator<ListedRun | UnreadableRun> {
  const entries = readEntries(place.folder)
  if (entries instanceof RunlabError) {
    yield { ...describe(place), error: entries }
    return
  }
  for (const entry of entries) {
    if (isSkipped(entry.name)) continue
    const child = { ...place, folder: join(place.folder, entry.name), path: posix.join(place.path, entry.name) }
    if (entry.isDirectory()) yield* walk(child)
    if (!entry.isSymbolicLink()) continue
    // A link to a run shows it; one to a folder of runs is not followed: links may go in circles.
    const linked = readRun(child)
    if (linked !== undefined && linked !== 'gone') yield linked
  }
}

/** The run in a folder; undefined when it holds none, `gone` when it has been removed meanwhile. */
function readRun(place: Place): ListedRun | UnreadableRun | 'gone' | undefined {
  try {
    const meta = readMetaIfThere(place.folder)
    return meta === undefined ? undefined : { ...describe(place), ...judgeStanding(place.folder, meta, place.here) }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return error.code === 'RUN_NOT_FOUND' ? 'gone' : { ...describe(place), error }
  }
}

function describe({ folder, path }: Place): Listed {
  const parent = posix.dirname(path)
  return { folder, run: basename(folder), namespace: parent === '.' ? '' : parent }
}

function readEntries(folder: string): readonly Dirent[] | RunlabError {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return []
    const reason = systemErrorReason(error)
    if (reason === null) throw error
    return runlabError('ARCHIVE_FORMAT', { file: folder, reason: `it cannot be read: ${reason}` }, error)
  }
}

function isSkipped(name: string): boolean {
  return name.startsWith('.runlab') || UNSEARCHED.has(name)
}

function compare(a: ListedRun | UnreadableRun, b: ListedRun | UnreadableRun): number {
  if ('error' in a || 'error' in b) return Number('error' in a) - Number('error' in b)
  return b.meta.start_time - a.meta.start_time || (a.run < b.run ? 1 : -1)
}
