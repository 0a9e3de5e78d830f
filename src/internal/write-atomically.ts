import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { asUnwritable } from './as-unwritable.ts'
import { tryRemove } from './try-remove.ts'

/**
 * Replaces a file, or makes it: readers find the old content or the new, never a part, also after a power loss.
 * `temporaryFolder` has to lie on the same file system. Throws ARCHIVE_UNWRITABLE, and then the old content stays.
 */
export function writeAtomically(path: string, content: string | Uint8Array, temporaryFolder: string = dirname(path)): void {
  const temporary = join(temporaryFolder, `${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    writeAndSync(temporary, content)
    renameSync(temporary, path)
  } catch (error) {
    tryRemove(temporary)
    throw asUnwritable(error, path)
  }
}

/** Replaces a JSON document, two spaces a level, in the way of `writeAtomically`. Throws ARCHIVE_UNWRITABLE. */
export function writeJsonAtomically(path: string, document: unknown, temporaryFolder?: string): void {
  writeAtomically(path, `${JSON.stringify(document, null, 2)}\n`, temporaryFolder)
}

function writeAndSync(path: string, content: string | Uint8Array): void {
  const descriptor = openSync(path, 'wx')
  try {
    writeFileSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
