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
  const locked = [lockedOf(a), lockedOf(b)] as const
  if (locked[0].versions !== null && locked[1].versions !== null) {
    return { entries: entriesOf(locked[0].versions, locked[1].versions), notes: [] }
  }
  const reasons = locked.flatMap((one) => (one.versions === null ? [one.reason] : []))
  const asked = [askedOf(a), askedOf(b)] as const
  if (asked[0].versions !== null && asked[1].versions !== null) {
    const notes = ['compared by the ranges in package.json', ...reasons]
    return { entries: entriesOf(asked[0].versions, asked[1].versions), notes }
  }
  const others = asked.flatMap((one) => (one.versions === null ? [one.reason] : []))
  return { entries: [], notes: [`not compared: ${[...new Set([...reasons, ...others])].join('; ')}`] }
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
