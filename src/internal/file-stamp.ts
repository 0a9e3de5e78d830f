import { statIfThere } from './stat-if-there.ts'

/** What tells two states of a file apart without reading it. */
export interface FileStamp {
  /** Bytes. */
  readonly size: number
  /** Milliseconds since the epoch, with fractions. */
  readonly mtimeMs: number
}

/** A file's stamp as of now; null when there is none. */
export function fileStamp(path: string): FileStamp | null {
  const stats = statIfThere(path)
  return stats === undefined ? null : { size: stats.size, mtimeMs: stats.mtimeMs }
}

export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs
}
