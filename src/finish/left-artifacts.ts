import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../format/files.ts'
import { parseJsonLines } from '../format/parse-json-lines.ts'
import { parseArtifactRecord } from '../format/records.ts'
import type { ArtifactRecord } from '../format/records.ts'
import { hashFile } from '../internal/hash-file.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { ArtifactFinder } from '../archive/artifacts/artifact-finder.ts'
import { ArtifactLedger } from '../archive/artifacts/artifact-ledger.ts'
import { readTextIfThere } from '../archive/documents/read-document.ts'
import type { RunWriter } from '../archive/writing/run-writer.ts'

export interface ListLeftOptions {
  readonly writer: RunWriter
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Bytes that are hashed. */
  readonly hashLimit: number
}

/**
 * Lists what lies in the folder of a run as it lies there: files that came in no list, or were changed after, and those
 * that are gone. Gives what was done, in words. Throws ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export async function listLeft({ writer, now, hashLimit }: ListLeftOptions): Promise<readonly string[]> {
  const { folder } = writer
  const ledger = new ArtifactLedger(writer)
  const recorded = readRecords(folder)
  let left = hashLimit
  let gone = 0
  for (const record of recorded.values()) {
    const file = join(folder, record.name)
    const stats = statIfThere(file, 'look at')
    if (stats === undefined || !stats.isFile()) {
      ledger.adopt(record, 0)
      ledger.remove(record.name, now())
      gone++
    } else if (stats.size === record.size) {
      const isOlder = Math.max(stats.mtimeMs, stats.ctimeMs) <= record.time + 1
      const isHashed = !isOlder && record.sha256 !== null && left >= record.size
      if (isHashed) left -= record.size
      // oxlint-disable-next-line no-await-in-loop -- side by side they would not be faster on one disk
      if (!isHashed || (await hashFile(file)) === record.sha256) ledger.adopt(record, lstatSync(file).mtimeMs)
    }
  }
  const before = new Set(ledger.records.values())
  const options = { folder, ledger, now, hashLimit: left, settleTime: 0, isBusy: () => false, afterDeath: true }
  const warnings = await new ArtifactFinder(options).finish()
  const found = [...ledger.records.values()].filter((record) => !before.has(record)).map(({ name }) => name)
  return [
    ...(found.length === 0 ? [] : [`${filesText(found.length)} listed that may not be complete: ${naming(found)}`]),
    ...(gone === 0 ? [] : [`${filesText(gone)} taken off the list of artifacts: not there any more`]),
    ...warnings,
  ]
}

function readRecords(folder: string): ReadonlyMap<string, ArtifactRecord> {
  const file = join(folder, FILES.artifacts)
  const records = parseJsonLines(readTextIfThere(file) ?? '', file, parseArtifactRecord)
  const last = new Map(records.map((record) => [record.name, record]))
  return new Map([...last].filter(([, { removed }]) => removed !== true))
}

/** Names that are said; the list has all. */
const MOST_NAMES = 10

function naming(names: readonly string[]): string {
  const said = names.toSorted().slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${said}, …` : said
}

function filesText(count: number): string {
  return count === 1 ? '1 file' : `${count} files`
}
