import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findUpward } from '../internal/find-upward.ts'

/** The first that lies in a folder counts, unless package.json names another package manager. */
const LOCKFILES = {
  'npm-shrinkwrap.json': 'npm',
  'package-lock.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
} as const

export interface Lockfile {
  /** Absolute path. */
  readonly path: string
  /** The package manager that reads it. */
  readonly manager: string
}

/** The nearest lockfile in the folder or above it, up to `last`. */
export function findLockfile(folder: string, last: string): Lockfile | null {
  const names = Object.keys(LOCKFILES) as (keyof typeof LOCKFILES)[]
  const nearest = findUpward(folder, names, last)
  if (nearest === null) return null
  const home = dirname(nearest)
  const present = names.filter((name) => existsSync(join(home, name)))
  const declared = declaredManager(home) ?? declaredManager(last)
  const name = present.find((candidate) => LOCKFILES[candidate] === declared) ?? present[0]
  return name === undefined ? null : { path: join(home, name), manager: LOCKFILES[name] }
}

/** `pnpm` of `"packageManager": "pnpm@9.1.0+sha512…"`. */
function declaredManager(folder: string): string | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    if (typeof manifest !== 'object' || manifest === null || !('packageManager' in manifest)) return null
    return typeof manifest.packageManager === 'string' ? (manifest.packageManager.split('@')[0] ?? null) : null
  } catch {
    // No package.json, or one that says nothing.
    return null
  }
}
