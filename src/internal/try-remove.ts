import { rmSync } from 'node:fs'
import { systemErrorCode } from './system-error-code.ts'

/** Removes a file or folder, for tidying up: what the system refuses stays, and must not hide the error that led here. */
export function tryRemove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
}
