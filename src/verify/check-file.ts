import { join } from 'node:path'
import { hashFile } from '../internal/hash-file.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { staysInside } from '../internal/stays-inside.ts'
import { systemErrorReason } from '../internal/system-error-reason.ts'
import type { Checked } from './finding.ts'

export interface RecordedFile {
  /** Path inside the run, POSIX separators. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Null where it was not hashed. */
  readonly sha256: string | null
}

/** What is wrong with a file that a record describes, in words; null where it is as recorded. Nothing outside of the run is read. */
export async function checkFile(folder: string, recorded: RecordedFile, checked: Checked): Promise<string | null> {
  const { path, size, sha256 } = recorded
  const file = join(folder, path)
  if (!staysInside(folder, path)) return 'a symbolic link leads out of the run'
  try {
    const stats = statIfThere(file)
    if (stats === undefined) return 'it is not there'
    if (!stats.isFile()) return 'it is no file but a folder, pipe or device'
    if (stats.size !== size) return `it has ${stats.size} bytes, and its record says ${size}`
    checked.files++
    if (sha256 === null) return null
    checked.bytes += size
    return (await hashFile(file)) === sha256 ? null : 'it is not what its checksum says'
  } catch (error) {
    const reason = systemErrorReason(error)
    if (reason === null) throw error
    return `it cannot be read: ${reason}`
  }
}
