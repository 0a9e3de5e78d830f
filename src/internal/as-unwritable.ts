import { runlabError } from '../errors.ts'
import { systemErrorReason } from './system-error-reason.ts'

/** ARCHIVE_UNWRITABLE for an error of the operating system while writing to `path`; any other error as it is. */
export function asUnwritable(error: unknown, path: string): unknown {
  const reason = systemErrorReason(error)
  return reason === null ? error : runlabError('ARCHIVE_UNWRITABLE', { path, reason }, error)
}
