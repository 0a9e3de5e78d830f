import { isPlainObject } from '../../../internal/is-plain-object.ts'
import type { VersionBook } from './version-book.ts'

const MODULES = 'node_modules/'

/** package-lock.json and npm-shrinkwrap.json: `packages` by place of lockfiles 2 and 3, else the nested `dependencies` of 1. */
export function readNpmLock(text: string, book: VersionBook): void {
  const lock: unknown = JSON.parse(text)
  if (!isPlainObject(lock)) return
  const { packages, dependencies } = lock
  if (isPlainObject(packages)) addPlaces(packages, book)
  else addNested(dependencies, book)
}

/** Places without `node_modules/` are the project's own folders. */
function addPlaces(packages: Readonly<Record<string, unknown>>, book: VersionBook): void {
  for (const [place, entry] of Object.entries(packages)) {
    const at = place.lastIndexOf(MODULES)
    if (at < 0 || !isPlainObject(entry) || typeof entry['version'] !== 'string') continue
    book.add(place.slice(at + MODULES.length), entry['version'])
  }
}

function addNested(dependencies: unknown, book: VersionBook): void {
  const levels = [dependencies]
  for (const level of levels) {
    if (!isPlainObject(level)) continue
    for (const [name, entry] of Object.entries(level)) {
      if (!isPlainObject(entry)) continue
      if (typeof entry['version'] === 'string') book.add(name, entry['version'])
      levels.push(entry['dependencies'])
    }
  }
}
