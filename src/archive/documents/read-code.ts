import { isUtf8 } from 'node:buffer'
import { closeSync, fstatSync } from 'node:fs'
import { join, posix } from 'node:path'
import { FILES } from '../../format/files.ts'
import { readSpan } from '../../internal/read-span.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { staysInside } from '../../internal/stays-inside.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { openRegular } from '../../internal/regular-file.ts'
import { RunlabError } from '../../errors.ts'

/** A captured file as it lies in the archive. Sizes in bytes. */
export type CodeContent =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'binary'; readonly size: number }
  /** Larger than asked for. */
  | { readonly state: 'large'; readonly size: number }
  | { readonly state: 'unreadable'; readonly reason: string }

export interface ReadCodeOptions {
  /** The run's. */
  readonly folder: string
  /** Where in it the code lies; `code` when left out. */
  readonly within?: string | undefined
  /** Below that, POSIX separators. */
  readonly path: string
  /** Bytes that are read at most. */
  readonly largest: number
}

/** Reads a captured file. Nothing outside of the run is read, links or not; what cannot be read is said, not thrown. */
export function readCode({ folder, within = FILES.code, path, largest }: ReadCodeOptions): CodeContent {
  const inRun = posix.join(within, path)
  try {
    if (!staysInside(folder, inRun)) return { state: 'unreadable', reason: 'a link leads out of the run' }
    const file = join(folder, inRun)
    if (statIfThere(file)?.isFile() === false) return { state: 'unreadable', reason: 'it is no file' }
    const { size, bytes } = readUpTo(file, largest)
    if (bytes === null) return { state: 'large', size }
    return bytes.includes(0) || !isUtf8(bytes)
      ? { state: 'binary', size: bytes.length }
      : { state: 'text', text: bytes.toString('utf8') }
  } catch (error) {
    if (error instanceof RangeError || error instanceof RunlabError) return { state: 'unreadable', reason: error.message }
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return { state: 'unreadable', reason: GONE }
    const reason = systemErrorReason(error)
    if (reason === null) throw error
    return { state: 'unreadable', reason }
  }
}

const GONE = 'it is not there any more'

/** Null for the bytes of a file that has more. */
function readUpTo(file: string, largest: number): { readonly size: number; readonly bytes: Buffer | null } {
  const descriptor = openRegular(file)
  try {
    const { size } = fstatSync(descriptor)
    return { size, bytes: size > largest ? null : readSpan(descriptor, 0, size) }
  } finally {
    closeSync(descriptor)
  }
}
