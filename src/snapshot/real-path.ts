import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** A symbolic link on the way to a file. Absolute paths; the target is a real path. */
export interface Link {
  readonly path: string
  readonly target: string
}

/** The path with all links followed, or null when there is nothing. */
export function realPath(path: string): string | null {
  try {
    return realpathSync.native(path)
  } catch {
    // Missing, a circle of links, or behind a folder that may not be read: nothing that can be captured.
    return null
  }
}

/** The links that a path goes through, from the top, each in its real folder. */
export function findLinks(path: string): Link[] {
  const folder = dirname(path)
  if (folder === path) return []
  const above = findLinks(folder)
  const step = join(realPath(folder) ?? folder, basename(path))
  const target = realPath(step)
  return target === null || target === step ? above : [...above, { path: step, target }]
}

/** Whether a path lies in a folder of installed packages. */
export function isInstalled(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path)
}
