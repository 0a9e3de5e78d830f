import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import { RunlabError } from '../../errors.ts'

/** A package that code imports, and what is installed of it. */
export interface InstalledPackage {
  readonly name: string
  /** Versions in the lockfile; null where it has none. */
  readonly locked: readonly string[] | null
  /** Null where it is not installed. */
  readonly installed: string | null
}

/** What is installed of packages, as code in a folder finds them. */
export function findInstalled(
  names: Iterable<string>,
  { from, locked }: { readonly from: string; readonly locked: ReadonlyMap<string, readonly string[]> | null },
): readonly InstalledPackage[] {
  return Array.from(names, (name) => ({ name, locked: locked?.get(name) ?? null, installed: versionOf(name, from) }))
}

/** Whether what is installed is what the lockfile says. */
export function isSatisfied({ locked, installed }: InstalledPackage): boolean {
  return installed !== null && (locked === null || locked.includes(installed))
}

function versionOf(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const version = readVersion(join(folder, 'node_modules', name, 'package.json'))
    if (version !== null) return version
    if (folder === dirname(folder)) return null
  }
}

function readVersion(file: string): string | null {
  try {
    const manifest = parseJsonText(readFileSync(file, 'utf8'), file)
    return isPlainObject(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : null
  } catch (error) {
    if (error instanceof RunlabError || (error instanceof Error && 'code' in error)) return null // it is not installed there
    throw error
  }
}
