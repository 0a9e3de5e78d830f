import { closeSync, lstatSync, openSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { RunlabError } from '../errors.ts'
import { makeFolderExclusively } from '../internal/make-folder-exclusively.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { tryRemove } from '../internal/try-remove.ts'
import { readLiveness, readMetaIfThere } from './read-status.ts'

export interface RunFolder {
  /** Absolute path. */
  readonly folder: string
  /** The folder's name. */
  readonly run: string
}

/**
 * The folder for a debug run: `debug`, or the first of `debug_2`, `debug_3`, … that is free or holds a debug run that has
 * ended, which is replaced. What is not certain to be an ended debug run of runlab's is left alone.
 * Throws ARCHIVE_UNWRITABLE.
 */
export function claimDebugFolder(parent: string, tail: () => string): RunFolder {
  for (let number = 1; ; number++) {
    const run = number === 1 ? 'debug' : `debug_${number}`
    const folder = join(parent, run)
    if (makeFolderExclusively(folder)) return { folder, run }
    const old = join(parent, `.runlab-old-${run}-${tail()}`)
    if (!moveAway(folder, old)) continue
    const isOurs = makeFolderExclusively(folder)
    tryRemove(old) // what has to stay has a name that no listing shows
    if (isOurs) return { folder, run }
  }
}

const CLAIM = '.runlab-claim'

/**
 * Moves an ended debug run out of the way; false when the folder has to stay.
 *
 * Between judging a folder and moving it, another process may have put its own, live run in its place. So whoever wants to
 * move a folder first makes a file inside of it, exclusively, and judges again: from then on nobody else can move that
 * folder, and a live run that took its place in between is recognised.
 */
function moveAway(folder: string, old: string): boolean {
  if (!isReplaceable(folder)) return false
  const claim = join(folder, CLAIM)
  try {
    closeSync(openSync(claim, 'wx'))
  } catch (error) {
    // Claimed by another, moved by another, or not ours to write to; only a folder that has gone leaves its name free.
    return systemErrorCode(error) === 'ENOENT'
  }
  try {
    if (isReplaceable(folder)) {
      renameSync(folder, old)
      return true
    }
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
  tryRemove(claim)
  return false
}

/** Whether a folder holds a debug run of runlab's that no process works on. */
function isReplaceable(folder: string): boolean {
  try {
    if (!lstatSync(folder).isDirectory()) return false
    const meta = readMetaIfThere(folder)
    if (meta === undefined || !meta.debug || meta.format < 1) return false
    const liveness = readLiveness(folder)
    return liveness === 'dead' || (liveness === null && meta.status !== 'running')
  } catch (error) {
    if (error instanceof RunlabError || systemErrorCode(error) !== null) return false
    throw error
  }
}
