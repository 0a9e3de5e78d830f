import { existsSync, mkdirSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, rmdirSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { runlabError } from '../../errors.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { folderSize } from '../../internal/folder-size.ts'
import { isInside } from '../../internal/is-inside.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { removeIndex } from '../index/archive-index.ts'
import { walkRuns } from '../listing/list-runs.ts'
import type { ListedRun, UnreadableRun } from '../listing/list-runs.ts'
import { placesOf } from '../transfer/zip-beside.ts'

/** Beside the runs, where no list looks. Each deletion has a folder in it, in which runs lie as they did in the archive. */
const TRASH = '.runlab-trash'
/** What a run is called while it is removed for good: if that is interrupted, what is left is no run any more. */
const PURGING = '.runlab-purging'

/** A run in the trash. `namespace` and `run` are where it was. */
export type TrashedRun = (ListedRun | UnreadableRun) & {
  /** Of the deletion: names of deletions sort by time. */
  readonly deletion: string
}

/**
 * Moves a run's folder or ZIP to the trash of its archive, in one step, and before it the ZIP of the same run beside its folder.
 * `deletion` names what was deleted together; later ones sort behind. Throws RUN_OUTSIDE_ARCHIVE, RUN_LINKED, ARCHIVE_UNWRITABLE.
 */
export function trashRun(archive: string, folder: string, deletion: string): void {
  const place = placeInArchive(archive, folder)
  if (statIfThere(folder, 'look at')?.isSymbolicLink() === true)
    throw runlabError('RUN_LINKED', { path: folder, target: readlinkSync(folder), what: 'deleted' })
  const to = dirname(join(archive, TRASH, deletion, place))
  for (const from of placesOf(folder).toReversed()) move(from, join(to, basename(from)))
}

/** A run's path in its archive. Throws RUN_OUTSIDE_ARCHIVE. */
export function placeInArchive(archive: string, folder: string): string {
  const root = existsSync(archive) ? realpathSync(archive) : archive
  const place = join(realpathSync(dirname(resolve(folder))), basename(folder))
  if (place === root || !isInside(root, place)) throw runlabError('RUN_OUTSIDE_ARCHIVE', { path: folder, archive })
  return relative(root, place)
}

/** The runs in the trash, those that were deleted last first. */
export function listTrash(archive: string): readonly TrashedRun[] {
  return deletionsOf(archive)
    .toSorted((a, b) => (a < b ? 1 : -1))
    .flatMap((deletion) => Array.from(walkRuns(join(archive, TRASH, deletion)), (run) => ({ ...run, deletion })))
}

/** Brings a run back to where it was, and gives its folder. Throws RESTORE_TAKEN, ARCHIVE_UNWRITABLE. */
export function restoreRun(archive: string, { folder, namespace, run, deletion }: TrashedRun): string {
  const to = join(archive, namespace)
  const taken = [run, `${run}.zip`].find((name) => statIfThere(join(to, name), 'look at') !== undefined)
  if (taken !== undefined) throw runlabError('RESTORE_TAKEN', { path: join(to, taken) })
  for (const from of placesOf(folder)) move(from, join(to, basename(from)))
  removeEmpty(join(archive, TRASH, deletion), dirname(folder))
  return join(to, basename(folder))
}

/** Removes a run in the trash for good. It may be killed and called again. Throws ARCHIVE_UNWRITABLE. */
export function purgeRun(archive: string, { folder, deletion }: TrashedRun): void {
  try {
    for (const place of placesOf(folder).toReversed()) {
      const doomed = join(dirname(folder), `${PURGING}-${basename(place)}`)
      renameSync(place, doomed)
      rmSync(doomed, { recursive: true, force: true })
    }
    removeEmpty(join(archive, TRASH, deletion), dirname(folder))
    removeIndex(archive)
  } catch (error) {
    throw asUnwritable(error, folder)
  }
}

/** Removes what is left of a deletion, also what is no run any more. Throws ARCHIVE_UNWRITABLE. */
export function purgeDeletion(archive: string, deletion: string): void {
  const folder = join(archive, TRASH, deletion)
  try {
    rmSync(folder, { recursive: true, force: true })
    removeEmpty(join(archive, TRASH), join(archive, TRASH))
  } catch (error) {
    throw asUnwritable(error, folder)
  }
}

/** Bytes of the trash. */
export function trashSize(archive: string): number {
  return folderSize(join(archive, TRASH))
}

/** The names of deletions that are in the trash. */
export function deletionsOf(archive: string): readonly string[] {
  try {
    return readdirSync(join(archive, TRASH))
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return []
    throw asUnwritable(error, join(archive, TRASH))
  }
}

function move(from: string, to: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true })
    renameSync(from, to)
  } catch (error) {
    throw asUnwritable(error, from)
  }
}

/** Removes a folder and those above it, up to that of the deletion, as far as they are empty. */
function removeEmpty(top: string, folder: string): void {
  for (let at = folder; at === top || isInside(top, at); at = dirname(at)) {
    try {
      rmdirSync(at)
    } catch (error) {
      if (systemErrorCode(error) === null) throw error
      return // not empty, or another process was faster
    }
  }
}
