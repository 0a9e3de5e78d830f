import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The first of the names that exists in the folder or in one above it, up to `last`; null when there is none. */
export function findUpward(folder: string, names: readonly string[], last?: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const found = names.map((name) => join(at, name)).find((path) => existsSync(path))
    if (found !== undefined) return found
    if (at === last || at === dirname(at)) return null
  }
}
