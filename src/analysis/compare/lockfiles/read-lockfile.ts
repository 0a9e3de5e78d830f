import { readBunLock } from './bun-lock.ts'
import { readNpmLock } from './npm-lock.ts'
import { readPnpmLock } from './pnpm-lock.ts'
import { VersionBook } from './version-book.ts'
import type { Versions } from './version-book.ts'
import { readYarnLock } from './yarn-lock.ts'

/** Adds the packages that a lockfile's text names to a book. May throw SyntaxError. */
type ReadLock = (text: string, book: VersionBook) => void

const READERS: ReadonlyMap<string, ReadLock | null> = new Map<string, ReadLock | null>([
  ['npm-shrinkwrap.json', readNpmLock],
  ['package-lock.json', readNpmLock],
  ['pnpm-lock.yaml', readPnpmLock],
  ['yarn.lock', readYarnLock],
  ['bun.lock', readBunLock],
  ['bun.lockb', null], // of a form that bun alone reads
])

/** Whether a path's name is that of a lockfile. */
export function isLockfile(path: string): boolean {
  return READERS.has(nameOf(path))
}

/** The versions that a lockfile pins; null where it names none, or is not of a form that is known. */
export function readLockfile(path: string, text: string): Versions | null {
  const read = READERS.get(nameOf(path))
  if (read === undefined || read === null) return null
  const book = new VersionBook()
  try {
    read(text, book)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  return book.versions
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
