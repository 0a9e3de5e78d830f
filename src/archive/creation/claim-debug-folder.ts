import { existsSync, lstatSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { makeFolderExclusively } from '../../internal/make-folder-exclusively.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import { claimFolder, hasStaleClaim, isClaim } from '../claims/folder-claim.ts'
import { readLife, readMetaIfThere } from '../status/read-status.ts'

export interface RunFolder {
  /** Absolute path. */
  readonly folder: string
  /** The folder's name. */
  readonly run: string
}

/** Stands before the name of a debug run that was replaced, and is being removed. No listing shows it. */
const OLD = '.runlab-old-'

/**
 * The folder for a debug run: `debug`, or the first of `debug_2`, `debug_3`, … that is free or holds a debug run that has
 * ended, which is replaced. What is not certain to be an ended debug run of runlab's is left alone.
 * Throws ARCHIVE_UNWRITABLE.
 */
export function claimDebugFolder(parent: string, tail: () => string): RunFolder {
  removeLeftovers(parent)
  for (let number = 1; ; number++) {
    const run = number === 1 ? 'debug' : `debug_${number}`
    const folder = join(parent, run)
    if (makeFolderExclusively(folder)) return { folder, run }
    const old = join(parent, `${OLD}${run}-${tail()}`)
    if (!moveAway(folder, old)) continue
    const isOurs = makeFolderExclusively(folder)
    removeOld(old)
    if (isOurs) return { folder, run }
  }
}

/**
 * Moves an ended debug run out of the way; false when the folder has to stay.
 *
 * Between judging a folder and moving it, another process may have put its own, live run in its place. So whoever wants to
 * move a folder first claims it, and judges again: from then on nobody else can move that folder, and a live run that took
 * its place in between is recognised.
 */
function moveAway(folder: string, old: string): boolean {
  if (!isReplaceable(folder)) return false
  try {
    const claim = claimFolder(folder)
    if (claim === null) return false
    try {
      if (isReplaceable(folder)) {
        renameSync(folder, old)
        return true
      }
    } catch (error) {
      if (systemErrorCode(error) === null) throw error
    }
    claim.release()
    return false
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    // Not ours to write to; only a folder that has gone leaves its name free.
    return code === 'ENOENT'
  }
}

/** Whether a folder holds a debug run of runlab's that no process works on. */
function isReplaceable(folder: string): boolean {
  try {
    if (!lstatSync(folder).isDirectory()) return false
    const meta = readMetaIfThere(folder)
    if (meta === undefined || !meta.debug || meta.format < 1) return false
    const { liveness } = readLife(folder)
    return liveness === 'dead' || (liveness === null && meta.status !== 'running')
  } catch (error) {
    if (error instanceof RunlabError || systemErrorCode(error) !== null) return false
    throw error
  }
}

/** Removes what processes that were killed had moved away and not removed. */
function removeLeftovers(parent: string): void {
  for (const name of entriesOf(parent)) {
    const folder = join(parent, name)
    // It was judged before it got this name; what it was judged by may be removed already.
    if (name.startsWith(OLD) && hasStaleClaim(folder)) removeOld(folder)
  }
}

const MOST_TRIES = 100

/** What the system refuses to remove has a name that no listing shows. */
function removeOld(folder: string): void {
  // What tells that the folder may be removed goes last: the next process goes on where this one was killed.
  const isLast = (name: string): boolean => isClaim(name) || name === FILES.meta
  for (const name of entriesOf(folder).filter((entry) => !isLast(entry))) tryRemove(join(folder, name))
  // Who was about to claim it when it was moved may still put a file into it.
  for (let tries = 0; tries < MOST_TRIES && entriesOf(folder).every(isLast) && existsSync(folder); tries++) tryRemove(folder)
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return []
  }
}
