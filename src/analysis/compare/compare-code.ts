import type { SnapshotFile } from '../../format/records.ts'
import type { CapturedCode } from './compared-run.ts'
import type { Comparison } from './comparison.ts'
import { isLockfile } from './lockfiles/read-lockfile.ts'
import { pairFiles } from './pair-files.ts'
import type { FilePair } from './pair-files.ts'
import type { CodeDifference, CodeSide, DiffState } from './run-diff.ts'
import { MOST_EDITS, unifiedDiff } from './unified-diff.ts'

/** Bytes of a file that is compared line by line. */
const LARGEST = 1_000_000

/** The captured files of two runs, lockfiles left out: by their checksums, and where those differ line by line. */
export async function compareCode(a: CapturedCode, b: CapturedCode): Promise<Comparison<CodeDifference>> {
  const missing = [a, b].filter(({ snapshot }) => snapshot === null).map(({ label }) => label)
  if (a.snapshot === null || b.snapshot === null) {
    return { entries: [], notes: [`not compared: the code of ${missing.join(' and ')} is not recorded`] }
  }
  const pairs = pairFiles(a.snapshot.files.filter(isComparedFile), b.snapshot.files.filter(isComparedFile))
  return { entries: await Promise.all(pairs.map((pair) => compareFile(pair, [a, b]))), notes: [] }
}

/** Lockfiles are compared as packages. */
export function isComparedFile({ source, role }: SnapshotFile): boolean {
  return role !== 'project' || !isLockfile(source)
}

async function compareFile({ before, after }: FilePair, [a, b]: readonly [CapturedCode, CapturedCode]): Promise<CodeDifference> {
  const state = stateOf(before, after)
  const difference = {
    path: (after ?? before)?.source ?? '',
    state,
    before: sideOf(before),
    after: sideOf(after),
    diff: null,
    note: null,
  }
  if (state === 'same') return difference
  const sides = [openSide(a, before), openSide(b, after)] as const
  const note = noteOf(sides)
  if (note !== null) return { ...difference, note }
  const [one, other] = sides
  if (one.text !== null && one.text === other.text) return { ...difference, note: sameTextNote(before, after) }
  const diff = await unifiedDiff(namedText(one), namedText(other))
  return diff === null ? { ...difference, note: `differs in more than ${MOST_EDITS} lines` } : { ...difference, diff }
}

function stateOf(before: SnapshotFile | null, after: SnapshotFile | null): DiffState {
  if (before === null) return 'added'
  if (after === null) return 'removed'
  return before.sha256 === after.sha256 ? 'same' : 'changed'
}

function sideOf(file: SnapshotFile | null): CodeSide | null {
  return file === null ? null : { path: file.path, source: file.source, size: file.size }
}

/** A file of one of the runs as far as it could be read. */
interface OpenedSide {
  readonly label: string
  readonly file: SnapshotFile | null
  readonly text: string | null
  /** Why it cannot be read. */
  readonly trouble: string | null
}

function openSide({ label, read }: CapturedCode, file: SnapshotFile | null): OpenedSide {
  if (file === null) return { label, file, text: null, trouble: null }
  const content = read(file.path, LARGEST)
  if (content.state === 'text') return { label, file, text: content.text, trouble: null }
  return { label, file, text: null, trouble: content.state === 'unreadable' ? content.reason : null }
}

/** Why there is no text to compare; null where there is. */
function noteOf(sides: readonly [OpenedSide, OpenedSide]): string | null {
  const troubles = sides.filter(({ trouble }) => trouble !== null)
  if (troubles.length > 0) {
    return troubles.map(({ label, trouble }) => `that of ${label} cannot be read: ${trouble}`).join('; ')
  }
  const present = sides.filter(({ file }) => file !== null)
  if (present.every(({ text }) => text !== null)) return null
  const sizes = present.map(({ file }) => `${(file?.size ?? 0).toLocaleString('en')} bytes`)
  return sizes.length === 1 ? (sizes[0] ?? null) : `differs, ${sizes.join(' → ')}`
}

function sameTextNote(before: SnapshotFile | null, after: SnapshotFile | null): string {
  return before?.redacted === true || after?.redacted === true
    ? 'differs in what is masked as a secret'
    : 'differs by its checksum; what lies in the archives does not'
}

function namedText({ label, file, text }: OpenedSide): { readonly name: string; readonly text: string } | null {
  return file === null || text === null ? null : { name: `${label}/${file.source}`, text }
}
