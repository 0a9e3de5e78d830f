import { readdirSync } from 'node:fs'
import type { Dirent, Stats } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { RunlabError, runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { UNSEARCHED } from '../../format/run-name.ts'
import { inTurns } from '../../internal/in-turns.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { ArchiveIndex } from '../index/archive-index.ts'
import type { Row } from '../index/block.ts'
import { fileState, isSameState, stateOfStats } from '../index/file-state.ts'
import { briefFacts } from '../index/brief-facts.ts'
import { EndedRun } from './ended-run.ts'
import { describeHere } from '../claims/liveness.ts'
import type { ProcessSpace } from '../claims/liveness.ts'
import { isZipName, withoutZip } from '../zip/zip-name.ts'
import { asListed, pathInArchive } from './listed-run.ts'
import type { Listed, ListedRun, UnreadableRun } from './listed-run.ts'
import { judgeStanding, readMetaIfThere } from '../status/read-status.ts'

export type { ListedRun, UnreadableRun }

export interface ListOptions {
  /** Only runs in this namespace and those below it. */
  readonly namespace?: string | undefined
  /** What is known of the archive's runs; left out, it is opened, and what is new is kept. */
  readonly index?: ArchiveIndex
}

interface WalkOptions extends ListOptions {
  /** Runs that the index knows are taken from there, without a look at them. */
  readonly areUnchanged?: boolean
}

/** The runs of an archive, newest first; then what could not be read. An archive that does not exist has none. */
export function listRuns(archive: string, options: ListOptions = {}): readonly (ListedRun | UnreadableRun)[] {
  const index = options.index ?? new ArchiveIndex(archive)
  const runs = Array.from(walkRuns(archive, { ...options, index })).toSorted(compare)
  if (options.index === undefined) Array.from(keepRuns(index, runs, options))
  return runs
}

/** The newest runs, and how many there are in all. */
export interface NewestRuns {
  readonly runs: readonly (ListedRun | UnreadableRun)[]
  readonly count: number
}

/**
 * The newest runs, at most `most`. Of runs that the index knows only these are looked at, and all where one of them is not as it
 * is known: what is done to a run that has ended does not change when it began.
 */
export function newestRuns(archive: string, most: number, { namespace }: Pick<ListOptions, 'namespace'> = {}): NewestRuns {
  const index = new ArchiveIndex(archive)
  const all = Array.from(walkRuns(archive, { namespace, index, areUnchanged: true })).toSorted(compare)
  const runs = all.slice(0, most)
  if (runs.every((run) => !(run instanceof EndedRun) || run.row === undefined || isAsIn(run.row, run))) {
    Array.from(keepRuns(index, all, { namespace }))
    return { runs, count: all.length }
  }
  const read = listRuns(archive, { namespace, index })
  Array.from(keepRuns(index, read, { namespace }))
  return { runs: read.slice(0, most), count: read.length }
}

/** The same as `listRuns`, while others of the thread have their turn: for servers, and wherever thousands of runs are read beside other work. */
export async function listRunsInTurns(
  archive: string,
  options: ListOptions & { readonly index: ArchiveIndex },
): Promise<readonly (ListedRun | UnreadableRun)[]> {
  return (await inTurns(walkRuns(archive, options), TURN, (run) => run)).toSorted(compare)
}

/** Runs that are read before others of the thread have their turn: some milliseconds on a file system that is slow. */
export const TURN = 16

/** Writes, step by step, what the index has learnt about an archive of which these are the runs, or those of a namespace. */
export function* keepRuns(
  index: ArchiveIndex,
  runs: readonly Listed[],
  { namespace = '' }: ListOptions,
): Generator<void, void, undefined> {
  if (namespace !== '' || index.runs().size <= 2 * runs.length) return yield* index.save()
  const paths = new Set(runs.map(pathInArchive))
  yield* index.save((path) => paths.has(path))
}

/** The runs of an archive as they are found, folder by folder. A run's folder is not searched for further ones. */
export function walkRuns(
  archive: string,
  { namespace = '', index, areUnchanged = false }: WalkOptions = {},
): Generator<ListedRun | UnreadableRun> {
  const path = namespace.replaceAll(/^\/+|\/+$/g, '')
  const folder = join(archive, path)
  const slash = path.lastIndexOf('/')
  const listed = { folder, run: path.slice(slash + 1) || basename(folder), namespace: path.slice(0, Math.max(0, slash)) }
  return walk({ ...listed, path, search: { here: describeHere(), index, areUnchanged } })
}

/** A folder or file in which a run may lie. */
interface Place extends Listed {
  /** Its path in the archive, POSIX separators; empty for the archive itself. */
  readonly path: string
  readonly search: Search
}

interface Search {
  readonly here: ProcessSpace
  readonly index: ArchiveIndex | undefined
  readonly areUnchanged: boolean
}

function* walk(place: Place): Generator<ListedRun | UnreadableRun> {
  const found = findRun(place)
  if (found === undefined) yield* walkBelow(place)
  else if (found !== 'gone') yield found
}

function* walkBelow(place: Place): Generator<ListedRun | UnreadableRun> {
  const entries = readEntries(place.folder)
  if (entries instanceof RunlabError) {
    yield unreadable(place, entries)
    return
  }
  const folders = new Set(entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])))
  for (const entry of entries) {
    if (isSkipped(entry.name)) continue
    if (entry.isFile()) {
      const run = withoutZip(entry.name)
      // A ZIP beside its run is a copy of it.
      if (run === entry.name || folders.has(run)) continue
    }
    const name = entry.isFile() ? withoutZip(entry.name) : entry.name
    const path = place.path === '' ? name : `${place.path}/${name}`
    const child = { folder: `${place.folder}${sep}${entry.name}`, run: name, namespace: place.path, path, search: place.search }
    if (!entry.isDirectory() && !entry.isSymbolicLink() && !entry.isFile()) continue
    const found = findRun(child)
    // A link to a run shows it; one to a folder of runs is not followed: links may go in circles.
    if (found === undefined && entry.isDirectory()) yield* walkBelow(child)
    if (found !== undefined && found !== 'gone') yield found
  }
}

/** The run in a folder; undefined when it holds none, `gone` when it has been removed meanwhile. */
function findRun(place: Place): ListedRun | UnreadableRun | 'gone' | undefined {
  const { index, areUnchanged } = place.search
  const runs = index?.runs()
  const known = runs?.row(place.path)
  if (known !== undefined && (areUnchanged || isAsIn(known, place))) return new EndedRun(place, known)
  const isZip = isZipName(place.folder)
  let state = isZip ? fileState(place.folder) : null
  const found = readRun(place, (stats) => {
    if (!isZip) state = stateOfStats(stats)
  })
  if (runs === undefined || found === undefined || found === 'gone' || 'error' in found || found.life !== 'ended') return found
  const { brief } = found
  if (state !== null) runs.add(place.path, state, briefFacts(brief), brief.start_time)
  return new EndedRun(found, brief)
}

/** Whether the file that a row tells of is as it was. */
function isAsIn(row: Row, { folder }: Pick<Place, 'folder'>): boolean {
  const state = fileState(isZipName(folder) ? folder : `${folder}/${FILES.meta}`)
  return state !== null && isSameState(state, row)
}

function readRun(place: Place, note: (stats: Stats) => void): ListedRun | UnreadableRun | 'gone' | undefined {
  try {
    const meta = readMetaIfThere(place.folder, note)
    if (meta === undefined) return undefined
    return asListed(place, judgeStanding(place.folder, meta, place.search.here))
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    return error.code === 'RUN_NOT_FOUND' ? 'gone' : unreadable(place, error)
  }
}

function unreadable({ folder, run, namespace }: Place, error: RunlabError): UnreadableRun {
  return { folder, run, namespace, error }
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
  return b.start - a.start || (a.run < b.run ? 1 : -1)
}
