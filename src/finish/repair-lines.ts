import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { asUnwritable } from '../internal/as-unwritable.ts'
import { readTextIfThere } from '../archive/documents/read-document.ts'

/**
 * Ends a `.jsonl` file with a whole line: a last one that was cut off is removed, one that lacks its newline gets it. True
 * when a record was removed. Throws ARCHIVE_UNWRITABLE.
 */
export function repairLines(file: string): boolean {
  const text = readTextIfThere(file)
  if (text === undefined || text === '' || text.endsWith('\n')) return false
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const isWhole = isJson(text.slice(whole.length))
  try {
    const descriptor = openSync(file, 'r+')
    try {
      if (isWhole) writeSync(descriptor, '\n', Buffer.byteLength(text))
      else ftruncateSync(descriptor, Buffer.byteLength(whole))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw asUnwritable(error, file)
  }
  return !isWhole
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
