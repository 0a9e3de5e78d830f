import { relative, sep } from 'node:path'

/** A path relative to a folder, POSIX separators; '' for the folder itself. */
export function relativePlace(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/')
}
