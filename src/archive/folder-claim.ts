import { linkSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RunlabError } from '../errors.ts'
import { parseAliveRecord } from '../format/parse-records.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { tryRemove } from '../internal/try-remove.ts'
import { describeProcess, judgeLiveness } from './liveness.ts'
import { readDocument } from './read-document.ts'

const CLAIM = '.runlab-claim'

/** The right to change a run's folder as a whole, which one process has at a time. */
export interface FolderClaim {
  release(): void
}

/**
 * Claims the folder of a run that has ended; null when another process has, or may have.
 *
 * A claim is a file that names its owner. Only its owner removes it; where the owner has died, the next claim gets the next
 * number. So nobody waits for a process that was killed, and no two can take over from it.
 * Throws the system's error, ENOENT when there is no such folder.
 */
export function claimFolder(folder: string): FolderClaim | null {
  for (let number = 1; ; number++) {
    const file = join(folder, number === 1 ? CLAIM : `${CLAIM}-${number}`)
    if (makeClaim(folder, file)) return { release: () => tryRemove(file) }
    if (!isStale(file)) return null
  }
}

/** Whether the folder was claimed by a process that is gone, and by nobody after it. */
export function hasStaleClaim(folder: string): boolean {
  let number = 0
  for (; ; number++) {
    const file = join(folder, number === 0 ? CLAIM : `${CLAIM}-${number + 1}`)
    if (statIfThere(file, 'look at') === undefined) return number > 0
    if (!isStale(file)) return false
  }
}

/** Whether a file of a run's folder belongs to a claim. */
export function isClaim(name: string): boolean {
  return name.startsWith(CLAIM)
}

/** Makes the file with its owner in it, at once: nobody finds it empty. False when it is there already. */
function makeClaim(folder: string, file: string): boolean {
  const owner = JSON.stringify(describeProcess())
  const workshop = mkdtempSync(join(folder, `${CLAIM}-making-`))
  try {
    const made = join(workshop, 'owner')
    writeFileSync(made, owner)
    return link(made, file) ?? write(file, owner)
  } finally {
    tryRemove(workshop)
  }
}

/** Null where the file system has no hard links. */
function link(from: string, to: string): boolean | null {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'EEXIST') return false
    if (['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code ?? '')) return null
    throw error
  }
}

function write(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw error
  }
}

function isStale(file: string): boolean {
  try {
    const document = readDocument(file)
    // Released meanwhile: whoever releases a claim lives, and may have left the folder changed.
    if (document === undefined) return false
    return judgeLiveness(parseAliveRecord(document, { file })) === 'dead'
  } catch (error) {
    if (error instanceof RunlabError) return false
    throw error
  }
}
