import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { asUnwritable } from './as-unwritable.ts'
import { jsonText } from './json-text.ts'
import { tryRemove } from './try-remove.ts'

export interface WriteOptions {
  /** On the same file system; the file's own folder when left out. */
  readonly temporaryFolder?: string
  /** Whether to wait until the content is on the disk itself, so that a power loss spares it; true by default. */
  readonly flush?: boolean
}

/**
 * Replaces a file, or makes it: readers find the old content or the new, never a part.
 * Throws ARCHIVE_UNWRITABLE, and then the old content stays.
 */
export function writeAtomically(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  const { temporaryFolder = dirname(path), flush = true } = options
  const temporary = join(temporaryFolder, `${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    writeNew(temporary, content, flush)
    renameSync(temporary, path)
  } catch (error) {
    tryRemove(temporary)
    throw asUnwritable(error, path)
  }
}

/** Replaces a JSON document, two spaces a level, in the way of `writeAtomically`. Throws ARCHIVE_UNWRITABLE. */
export function writeJsonAtomically(path: string, document: unknown, options: WriteOptions = {}): void {
  writeAtomically(path, `${jsonText(document, 2)}\n`, options)
}

function writeNew(path: string, content: string | Uint8Array, flush: boolean): void {
  const descriptor = openSync(path, 'wx')
  try {
    writeFileSync(descriptor, content)
    if (flush) fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
