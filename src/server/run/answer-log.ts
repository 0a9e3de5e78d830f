import { closeSync, fstatSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import { readSpan } from '../../internal/read-span.ts'
import { openRegular } from '../../internal/regular-file.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import type { LogPiece } from '../protocol-run.ts'

/** Bytes of the end that are sent first, and of a piece at most. */
const LAST = 64 * 1024
const MOST = 512 * 1024

export interface LogQuestion {
  /** What comes from there on. */
  readonly from: number | null
  /** What is before. Without both, the end. */
  readonly before: number | null
}

/** A piece of the log of a run; of whole characters. A log that has become shorter is read anew. Throws ARCHIVE_FORMAT. */
export function answerLog(folder: string, { from, before }: LogQuestion): LogPiece {
  const descriptor = openLog(join(folder, FILES.log))
  if (descriptor === null) return { from: 0, to: 0, size: 0, text: '' }
  try {
    const { size } = fstatSync(descriptor)
    const isAfter = from !== null && from <= size
    const end = isAfter ? Math.min(size, from + MOST) : Math.min(size, before ?? size)
    const start = isAfter ? from : Math.max(0, end - LAST)
    const bytes = readSpan(descriptor, start, end - start)
    const skipped = isAfter || start === 0 ? 0 : beginning(bytes)
    const kept = end === size && !isAfter ? bytes.length : wholeCharacters(bytes)
    return { from: start + skipped, to: start + kept, size, text: bytes.toString('utf8', skipped, kept) }
  } finally {
    closeSync(descriptor)
  }
}

function openLog(file: string): number | null {
  try {
    return openRegular(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return null
    throw error
  }
}

/** Where the first whole line begins; where there is none, the first whole character. */
function beginning(bytes: Buffer): number {
  const line = bytes.indexOf(0x0a) + 1
  if (line > 0 && line < bytes.length) return line
  let at = 0
  while (at < bytes.length && isContinued(bytes[at])) at++
  return at
}

/** How many bytes there are up to the end of the last whole character. */
function wholeCharacters(bytes: Buffer): number {
  let at = bytes.length - 1
  while (at > bytes.length - 4 && at > 0 && isContinued(bytes[at])) at--
  const lead = bytes[at] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return at >= 0 && at + length > bytes.length ? at : bytes.length
}

function isContinued(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
