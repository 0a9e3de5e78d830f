import { sep } from 'node:path'

/** Whether an absolute path is the folder itself or lies below it. Both are normalised. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
