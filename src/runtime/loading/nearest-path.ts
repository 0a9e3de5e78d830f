import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { nearest } from '../../internal/nearest.ts'

/** The file or folder that was most likely meant by a path where there is nothing, as `shown` was written. */
export function nearestPath(path: string, shown: string): string | null {
  const folder = dirname(path)
  const near = existsSync(folder) && !existsSync(path) ? nearest(basename(path), readdirSync(folder)) : null
  return near === null ? null : join(dirname(shown), near)
}
