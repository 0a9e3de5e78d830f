import { realpathSync } from 'node:fs'
import { extname, join } from 'node:path'
import { isInside } from '../internal/is-inside.ts'
import { statIfThere } from '../internal/stat-if-there.ts'

export interface ArchivedFile {
  /** Absolute, without links. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly type: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.log': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
}

/** A file of an archive by its path in it, POSIX separators; null where it is none, leads out of the archive, or begins with a dot. */
export function findArchivedFile(archive: string, path: string): ArchivedFile | null {
  const parts = path.split('/')
  if (path.includes('\0') || path.includes('\\') || parts.some((part) => part === '' || part.startsWith('.'))) return null
  const file = join(archive, ...parts)
  const stats = statIfThere(file)
  if (stats === undefined || !stats.isFile()) return null
  const real = realpathSync(file)
  if (!isInside(realpathSync(archive), real)) return null
  return { path: real, size: stats.size, type: TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream' }
}
