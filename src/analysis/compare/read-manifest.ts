import { isPlainObject } from '../../internal/is-plain-object.ts'
import type { Versions } from './lockfiles/version-book.ts'

const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

/** The ranges that a package.json asks for, by package; null where it is none. */
export function readManifest(text: string): Versions | null {
  const manifest = parse(text)
  if (!isPlainObject(manifest)) return null
  const ranges = new Map<string, readonly string[]>()
  for (const field of FIELDS) {
    const asked = manifest[field]
    for (const [name, range] of isPlainObject(asked) ? Object.entries(asked) : []) {
      const known = ranges.get(name) ?? []
      if (typeof range === 'string' && !known.includes(range)) ranges.set(name, [...known, range])
    }
  }
  return ranges
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // somebody's file, and may be anything
  }
}
