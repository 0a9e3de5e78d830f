import { dirname } from 'node:path'
import { isInside } from './is-inside.ts'

/** The deepest folder that holds all of the folders, which are absolute; null of none. */
export function commonFolder(folders: Iterable<string>): string | null {
  let common: string | null = null
  for (const folder of folders) {
    common ??= folder
    while (!isInside(common, folder)) common = dirname(common)
  }
  return common
}
