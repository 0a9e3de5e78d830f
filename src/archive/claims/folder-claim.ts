import { linkSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RunlabError } from '../../errors.ts'
import { parseAliveRecord } from '../../format/records.ts'
import { asWritten } from '../../format/shape.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import { describeProcess, judgeLiveness } from './liveness.ts'
import { readDocument } from '../documents/read-document.ts'

const CLAIM = '.runlab-claim'
const MAKING = `${CLAIM}-making-`
const OWNER = 'owner'

/** The right to change a run's folder as a whole, which one process has at a time. */
export interface FolderClaim {
  release(): void
}

/**
 * Claims the folder of a run that has ended; null when another process has, or may have.
 *
 * A claim is a file that names its owner. Whoever makes one looks for others afterwards and withdraws where there are any: of two
 * processes at least one sees the other, whatever their numbers. So only one holds the folder; it alone removes the claims of
 * processes that have died, each once, and nobody waits for them.
 * Throws the system's error, ENOENT when there is no such folder.
 */
export function claimFolder(folder: string): FolderClaim | null {
  const there = claimsIn(folder)
  if (!there.every((name) => isStale(join(folder, name)))) return null
  const free = nameAfter(there)
  const file = join(folder, free)
  if (!makeClaim(folder, file)) return null
  const others = claimsIn(folder).filter((name) => name !== free)
  if (!others.every((name) => isStale(join(folder, name)))) {
    tryRemove(file)
    return null
  }
  for (const name of [...others, ...unfinishedIn(folder)]) tryRemove(join(folder, name))
  return { release: () => tryRemove(file) }
}

/** Whether the folder was claimed by a process that is gone, and by nobody after it. False where it cannot be looked into. */
export function hasStaleClaim(folder: string): boolean {
  try {
    const there = claimsIn(folder)
    return there.length > 0 && there.every((name) => isStale(join(folder, name)))
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return false
  }
}

function claimsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /^\.runlab-claim(?:-\d+)?$/.test(name))
}

/** What processes were killed with before their claim was made. */
function unfinishedIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith(MAKING) && isStale(join(folder, name, OWNER)))
}

function nameAfter(there: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? CLAIM : `${CLAIM}-${number}`
    if (!there.includes(name)) return name
  }
}

/** Whether a file of a run's folder belongs to a claim. */
export function isClaim(name: string): boolean {
  return name.startsWith(CLAIM)
}

/** Makes the file with its owner in it, at once: nobody finds it empty. False when it is there already. */
function makeClaim(folder: string, file: string): boolean {
  const owner = JSON.stringify(asWritten(parseAliveRecord, describeProcess()))
  const workshop = mkdtempSync(join(folder, MAKING))
  try {
    const made = join(workshop, OWNER)
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
