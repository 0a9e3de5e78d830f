import type { Checked } from './finding.ts'
import type { RunFiles } from './run-files.ts'
import { systemErrorReason } from '../internal/system-error-reason.ts'

export interface RecordedFile {
  /** Path inside the run, POSIX separators. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Null where it was not hashed. */
  readonly sha256: string | null
}

/** What is wrong with a file that a record describes, in words; null where it is as recorded. Nothing outside of the run is read. */
export async function checkFile(files: RunFiles, recorded: RecordedFile, checked: Checked): Promise<string | null> {
  const { path, size, sha256 } = recorded
  try {
    const found = files.look(path)
    if (found === 'outside') return 'a symbolic link leads out of the run'
    if (found === 'nothing') return 'it is not there'
    if (found === 'no file') return 'it is no file but a folder, pipe or device'
    if (found === 'damaged') return null // said where the ZIP was read
    if (found.size !== size) return `it has ${found.size} bytes, and its record says ${size}`
    checked.files++
    if (sha256 === null) return null
    checked.bytes += size
    return (await files.hash(path)) === sha256 ? null : 'it is not what its checksum says'
  } catch (error) {
    const reason = systemErrorReason(error)
    if (reason === null) throw error
    return `it cannot be read: ${reason}`
  }
}
