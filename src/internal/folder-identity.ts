import { statIfThere } from './stat-if-there.ts'

/** What tells a folder from another one that took its place; null when there is none. */
export function folderIdentity(folder: string): string | null {
  const stats = statIfThere(folder)
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`
}
