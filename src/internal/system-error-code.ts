import { isA } from './is-a.ts'

/** The code of an error of the operating system, e.g. `ENOENT`; null for any other error. */
export function systemErrorCode(error: unknown): string | null {
  try {
    if (!isA(error, Error) || !('code' in error) || !('syscall' in error)) return null
    return typeof error.code === 'string' ? error.code : null
  } catch {
    return null // it throws when it is looked at
  }
}
