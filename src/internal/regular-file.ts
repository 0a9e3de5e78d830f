import { closeSync, constants, fstatSync, openSync, readFile, readFileSync } from 'node:fs'
import { constants as bufferConstants } from 'node:buffer'
import { promisify } from 'node:util'
import { runlabError } from '../errors.ts'
import { systemErrorCode } from './system-error-code.ts'
import { systemErrorReason } from './system-error-reason.ts'

/** Bytes that are read into memory at once. */
const LARGEST = 2 ** 30

/**
 * Opens a file to read, and nothing that only looks like one: a pipe would wait for somebody who writes, for ever.
 * Throws the system's ENOENT and ENOTDIR, and ARCHIVE_FORMAT for all else.
 */
export function openRegular(file: string): number {
  const descriptor = attempt(file, () => openSync(file, constants.O_RDONLY | constants.O_NONBLOCK))
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  throw unreadable(file, 'it is no file but a folder, pipe or device')
}

/** The bytes of a file. Throws as `openRegular` does, and ARCHIVE_FORMAT for more than 1 GB. */
export function readRegular(file: string): Buffer {
  const descriptor = openRegular(file)
  try {
    const { size } = fstatSync(descriptor)
    if (size > LARGEST) throw unreadable(file, `it has ${size} bytes, and more than ${LARGEST} are not read at once`)
    return attempt(file, () => readFileSync(descriptor))
  } finally {
    closeSync(descriptor)
  }
}

/** The text of a file. Throws as `readRegular` does, and ARCHIVE_FORMAT where no text can be so long. */
export function readRegularText(file: string): string {
  const bytes = readRegular(file)
  if (bytes.length > bufferConstants.MAX_STRING_LENGTH)
    throw unreadable(file, `it has ${bytes.length} bytes, more than a text can have`)
  return bytes.toString('utf8')
}

/** The bytes of a file that may be large. Rejects as `openRegular` throws, and where Node cannot hold them. */
export async function loadRegular(file: string): Promise<Buffer> {
  const descriptor = openRegular(file)
  try {
    return await promisify(readFile)(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) throw error
    throw unreadable(file, systemErrorReason(error) ?? String(error), error)
  }
}

function unreadable(file: string, reason: string, cause?: unknown): Error {
  return runlabError('ARCHIVE_FORMAT', { file, reason: `it cannot be read: ${reason}` }, cause)
}
