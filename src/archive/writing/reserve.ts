import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { makeFolders } from '../../internal/make-folders.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { tryRemove } from '../../internal/try-remove.ts'

/** Bytes of one part of the reserve, and how many there are. */
const SIZE = 16 * 1024
const PARTS = 4

/** Whether a file system says that it has no room. */
export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemErrorCode(error) ?? '')
}

/**
 * Takes room on the disk while there is some, so that the last documents of a run fit also where it is full by then. Noise,
 * which no file system makes smaller. Where there is no room now, there is no reserve, and the run says what it cannot write.
 */
export function makeReserve(run: string): void {
  const noise = randomBytes(SIZE)
  try {
    const folder = makeFolders(run, FILES.reserve)
    for (let part = 1; part <= PARTS; part++) writeFileSync(join(folder, String(part)), noise)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
}

export interface ReserveUse {
  /** Absolute path of the run's folder. */
  readonly run: string
  /** Absolute path of the document. */
  readonly path: string
  readonly text: string
  /** Parts that are for others. */
  readonly leave: number
  readonly flush: boolean
}

/**
 * Replaces a document in the room of the reserve: the text is written over a part of it, which is then given the document's
 * name; what was there before becomes the part. Readers find the old document or the new one. False where there is too little.
 * Throws the system's error.
 */
export function writeFromReserve({ run, path, text, leave, flush }: ReserveUse): boolean {
  const folder = join(run, FILES.reserve)
  const parts = partsOf(folder).slice(leave)
  const [part] = parts
  if (part === undefined) return false
  const file = join(folder, part)
  const others = parts.slice(1)
  const isWritten = overwrite(file, Buffer.from(text), { flush, makeRoom: () => removeOne(folder, others) })
  if (!isWritten) return false
  keepOld(path, join(folder, `${part}-old`))
  renameSync(file, path)
  return true
}

function partsOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return [] // none was made, or it was used up
  }
}

interface Overwriting {
  readonly flush: boolean
  /** Gives back room. False where there is none to give. */
  readonly makeRoom: () => boolean
}

function overwrite(file: string, bytes: Uint8Array, { flush, makeRoom }: Overwriting): boolean {
  const descriptor = openSync(file, 'r+')
  try {
    for (let done = 0; done < bytes.length;) {
      try {
        done += writeSync(descriptor, bytes, done, bytes.length - done, done)
      } catch (error) {
        if (!isFull(error)) throw error
        if (!makeRoom()) return false
      }
    }
    ftruncateSync(descriptor, bytes.length)
    if (flush) fsyncSync(descriptor)
    return true
  } finally {
    closeSync(descriptor)
  }
}

function removeOne(folder: string, parts: string[]): boolean {
  const part = parts.pop()
  if (part !== undefined) rmSync(join(folder, part), { force: true })
  return part !== undefined
}

/** Where there are no hard links, or the document is new, there is nothing to keep. */
function keepOld(path: string, as: string): void {
  try {
    rmSync(as, { force: true })
    linkSync(path, as)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
}

/** Gives the room back. */
export function removeReserve(run: string): void {
  tryRemove(join(run, FILES.reserve))
}
