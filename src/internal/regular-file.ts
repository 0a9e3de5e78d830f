import { closeSync, constants, fstatSync, openSync, readFile, readSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { constants as bufferConstants } from 'node:buffer'
import { promisify } from 'node:util'
import { RunlabError, runlabError } from '../errors.ts'
import { readSpan } from './read-span.ts'
import { systemErrorCode } from './system-error-code.ts'
import { systemErrorReason } from './system-error-reason.ts'
import { openInZip, pathInZip } from './zip/open-in-zip.ts'
import type { PlaceInZip } from './zip/open-in-zip.ts'

/** Bytes that are read into memory at once, of documents and journals: the text of more would not fit into one. */
const LARGEST = 2 ** 29
/** Bytes of an artifact or a log that are read at once: what Node reads. */
const LARGEST_LOADED = 2 ** 31 - 1

/**
 * Opens a file to read, and nothing that only looks like one: a pipe would wait for somebody who writes, for ever.
 * Throws the system's ENOENT and ENOTDIR, and ARCHIVE_FORMAT for all else.
 */
export function openRegular(file: string): number {
  return openChecked(file).descriptor
}

interface Opened {
  readonly descriptor: number
  readonly size: number
  readonly stats: Stats
}

function openChecked(file: string): Opened {
  const descriptor = attempt(file, () => openAlsoInZip(file))
  const stats = fstatSync(descriptor)
  if (stats.isFile()) return { descriptor, size: stats.size, stats }
  closeSync(descriptor)
  throw unreadable(file, 'it is no file but a folder, pipe or device')
}

/** A file of a run that lies in a ZIP is opened as a copy. */
function openAlsoInZip(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const place = systemErrorCode(error) === 'ENOTDIR' ? pathInZip(file) : null
    const descriptor = place === null ? undefined : openPacked(file, place)
    if (descriptor === undefined) throw error
    return descriptor
  }
}

function openPacked(file: string, { zip, inside }: PlaceInZip): number | undefined {
  try {
    return openInZip(zip, inside)
  } catch (error) {
    throw error instanceof RangeError ? unreadable(file, error.message, error) : error
  }
}

/**
 * The bytes that a file has now; `note` is told what it was like when it was opened. Throws as `openRegular` does, and
 * ARCHIVE_FORMAT for more than 512 MB.
 */
export function readRegular(file: string, note?: (stats: Stats) => void): Buffer {
  const { descriptor, size, stats } = openChecked(file)
  try {
    refuseLarge(file, size, LARGEST)
    note?.(stats)
    return attempt(file, () => readUpTo(descriptor, size))
  } finally {
    closeSync(descriptor)
  }
}

/** Fewer where the file has become shorter. */
function readUpTo(descriptor: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  let at = 0
  while (at < size) {
    const read = readSync(descriptor, bytes, at, size - at, null)
    if (read === 0) break
    at += read
  }
  return bytes.subarray(0, at)
}

/** The text of a file. Throws as `readRegular` does, and ARCHIVE_FORMAT where no text can be so long. */
export function readRegularText(file: string, note?: (stats: Stats) => void): string {
  const bytes = readRegular(file, note)
  if (bytes.length > bufferConstants.MAX_STRING_LENGTH)
    throw unreadable(file, `it has ${bytes.length} bytes, more than a text can have`)
  return bytes.toString('utf8')
}

function refuseLarge(file: string, size: number, most: number): void {
  if (size > most) throw unreadable(file, `it has ${size} bytes, and more than ${most} are not read at once`)
}

/** The bytes of a file behind an offset. Throws as `readRegular` does. */
export function readRegularFrom(file: string, offset: number): Buffer {
  const { descriptor, size } = openChecked(file)
  try {
    refuseLarge(file, size - offset, LARGEST)
    return attempt(file, () => readSpan(descriptor, offset, Math.max(0, size - offset)))
  } finally {
    closeSync(descriptor)
  }
}

/** The text of a file that may be large. Rejects as `openRegular` throws, and with ARCHIVE_FORMAT where no text can be so long. */
export async function loadRegularText(file: string): Promise<string> {
  const bytes = await loadRegular(file)
  refuseLarge(file, bytes.length, bufferConstants.MAX_STRING_LENGTH)
  return bytes.toString('utf8')
}

/** The bytes of a file that may be large. Rejects as `openRegular` throws, and with ARCHIVE_FORMAT for more than 2 GB. */
export async function loadRegular(file: string): Promise<Buffer> {
  const { descriptor, size } = openChecked(file)
  try {
    refuseLarge(file, size, LARGEST_LOADED)
    return await promisify(readFile)(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const isOwn = ['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '') || error instanceof RangeError
    if (isOwn || error instanceof RunlabError) throw error
    throw unreadable(file, systemErrorReason(error) ?? String(error), error)
  }
}

function unreadable(file: string, reason: string, cause?: unknown): Error {
  return runlabError('ARCHIVE_FORMAT', { file, reason: `it cannot be read: ${reason}` }, cause)
}
