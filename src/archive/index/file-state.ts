import { statSync } from 'node:fs'
import type { Stats } from 'node:fs'

/** What tells two states of a file apart without reading it. */
export interface FileState {
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number
  /** Bytes. */
  readonly size: number
  /** A document that is replaced has another one. */
  readonly ino: number
}

/** Milliseconds. File systems tell times apart from two seconds on. */
const YOUNG = 3000

/** A file's state as of now; null where there is no file that can be told of. */
export function fileState(path: string): FileState | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats?.isFile() === true ? stateOfStats(stats) : null
  } catch {
    return null // who reads the file hears why
  }
}

export function stateOfStats({ mtimeMs, size, ino }: Stats): FileState {
  return { mtimeMs, size, ino }
}

export function isSameState(a: FileState, b: FileState): boolean {
  return a.mtimeMs === b.mtimeMs && a.size === b.size && a.ino === b.ino
}

/** Whether a change of the file from now on would show in its state. What was written a moment ago could be written again within one tick. */
export function isOldEnough({ mtimeMs }: FileState): boolean {
  return Date.now() - mtimeMs > YOUNG
}
