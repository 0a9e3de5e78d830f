import { systemErrorCode } from './system-error-code.ts'

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'the operation is not permitted'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EFBIG', 'the file would be larger than allowed'],
  ['EIO', 'the disk reports an input/output error'],
  ['EMFILE', 'the process has too many files open'],
  ['ENFILE', 'the system has too many files open'],
  ['ENAMETOOLONG', 'the path is too long'],
  ['ENOENT', 'the folder does not exist (any more)'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EEXIST', 'a file is in the way'],
  ['ELOOP', 'its symbolic links go in a circle'],
  ['ESTALE', 'the network file system has lost the file'],
  ['EBUSY', 'it is in use'],
])

/** What an error of the operating system says, in words; null for an error that is none of its own. */
export function systemErrorReason(error: unknown): string | null {
  const code = systemErrorCode(error)
  if (code === null) return null
  const reason = REASONS.get(code)
  if (reason !== undefined) return `${reason} (${code})`
  return error instanceof Error ? error.message : code
}
