import { closeSync, fstatSync, ftruncateSync, openSync, writeFileSync } from 'node:fs'
import { systemErrorCode } from './system-error-code.ts'

/** Appends text to a file, or makes it: all of it or, on a full disk, nothing. Throws the system's error. */
export function appendWhole(path: string, text: string): void {
  const descriptor = openSync(path, 'a')
  try {
    const { size } = fstatSync(descriptor)
    try {
      writeFileSync(descriptor, text)
    } catch (error) {
      tryTruncate(descriptor, size)
      throw error
    }
  } finally {
    closeSync(descriptor)
  }
}

/** What cannot be taken back stays: it must not hide the error that led here. */
function tryTruncate(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
}
