import type { EnvironmentRecord, SnapshotFile } from '../../format/records.ts'
import type { CapturedCode } from './compared-run.ts'
import { compareMaps } from './compare-maps.ts'
import type { Comparison } from './comparison.ts'
import { isLockfile, readLockfile } from './lockfiles/read-lockfile.ts'
import type { Versions } from './lockfiles/version-book.ts'
import { readManifest } from './read-manifest.ts'
import type { PackageDifference } from './run-diff.ts'

/** Bytes: no file is captured that is larger. */
const LARGEST = 10 * 2 ** 20

/** The captured code of a run and what is recorded of its package manager. */
export interface InstalledPackages extends CapturedCode {
  readonly packageManager: EnvironmentRecord['packageManager']
}

/** Versions by package, or why they cannot be told. */
type Known = { readonly versions: Versions } | { readonly versions: null; readonly reason: string }

/**
 * The packages of two runs: the versions in their lockfiles, or where one has none that can be read, the ranges that
 * package.json asks for.
 */
export function comparePackages(a: InstalledPackages, b: InstalledPackages): Comparison<PackageDifference> {
  const { versions, notes } = packagesOf([a, b])
  const [before, after] = versions
  if (before === undefined || before === null || after === undefined || after === null) {
    return { entries: [], notes: [`not compared: ${notes.join('; ')}`] }
  }
  return { entries: entriesOf(before, after), notes }
}

/**
 * The packages of each run: by their lockfiles; by the ranges of package.json where not all runs have one that can be read. Null
 * for a run that has neither. Notes say why.
 */
export function packagesOf(runs: readonly InstalledPackages[]): {
  readonly versions: readonly (Versions | null)[]
  readonly notes: readonly string[]
} {
  const locked = runs.map(lockedOf)
  const reasons = reasonsOf(locked)
  if (reasons.length === 0) return { versions: locked.map(({ versions }) => versions), notes: [] }
  const asked = runs.map(askedOf)
  const others = reasonsOf(asked)
  const isComparable = asked.filter(({ versions }) => versions !== null).length > 1
  const notes = [...(isComparable ? ['compared by the ranges in package.json'] : []), ...new Set([...reasons, ...others])]
  return { versions: asked.map(({ versions }) => versions), notes }
}

function reasonsOf(all: readonly Known[]): readonly string[] {
  return all.flatMap((one) => (one.versions === null ? [one.reason] : []))
}

function entriesOf(before: Versions, after: Versions): readonly PackageDifference[] {
  const pairs = compareMaps({ before, after, isSame: (one, other) => one.join() === other.join() })
  return pairs.map(({ key, state, before: one, after: other }) => ({ name: key, state, before: one ?? [], after: other ?? [] }))
}

function lockedOf({ label, snapshot, packageManager, read }: InstalledPackages): Known {
  if (snapshot === null) return { versions: null, reason: `the code of ${label} is not recorded` }
  const candidates = snapshot.files.filter(({ source, role }) => role === 'project' && isLockfile(source))
  const file = candidates.find(({ source }) => source === packageManager?.lockfile) ?? candidates[0]
  if (file === undefined) return { versions: null, reason: `${label} has no lockfile` }
  const text = textOf(file, read)
  if ('reason' in text) return { versions: null, reason: `${file.source} of ${label}: ${text.reason}` }
  const versions = readLockfile(file.source, text.text)
  return versions === null ? { versions, reason: `${file.source} of ${label} is not of a form that can be read` } : { versions }
}

function askedOf({ label, snapshot, read }: CapturedCode): Known {
  if (snapshot === null) return { versions: null, reason: `the code of ${label} is not recorded` }
  const file = manifestOf(snapshot.files)
  if (file === undefined) return { versions: null, reason: `${label} has no package.json` }
  const text = textOf(file, read)
  if ('reason' in text) return { versions: null, reason: `${file.source} of ${label}: ${text.reason}` }
  const versions = readManifest(text.text)
  return versions === null ? { versions, reason: `${file.source} of ${label} is no package.json` } : { versions }
}

/** The one with the shortest path: the project's own, where there is one. */
function manifestOf(files: readonly SnapshotFile[]): SnapshotFile | undefined {
  const manifests = files.filter(({ source, role }) => role === 'project' && /(?:^|\/)package\.json$/.test(source))
  return manifests.toSorted((a, b) => a.source.length - b.source.length)[0]
}

function textOf({ path }: SnapshotFile, read: CapturedCode['read']): { readonly text: string } | { readonly reason: string } {
  const content = read(path, LARGEST)
  switch (content.state) {
    case 'text':
      return { text: content.text }
    case 'unreadable':
      return { reason: content.reason }
    case 'binary':
    case 'large':
      return { reason: content.state === 'binary' ? 'it is no text' : 'it is too large' }
  }
}
