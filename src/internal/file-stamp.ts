import { statSync } from 'node:fs'

/** What tells two states of a file apart without reading it. */
export interface FileStamp {
  /** Bytes. */
  readonly size: number
  /** Milliseconds since the epoch, with fractions. */
  readonly mtimeMs: number
}

/** A file's stamp as of now; null when there is none that can be told. Of its own, since the loader's hooks pay for each import. */
export function fileStamp(path: string): FileStamp | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats === undefined ? null : { size: stats.size, mtimeMs: stats.mtimeMs }
  } catch {
    return null
  }
}

export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs
}
