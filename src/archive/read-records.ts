import { join } from 'node:path'
import { runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import type { Parse } from '../format/json-parsers.ts'
import { isJsonObject } from '../format/json-value.ts'
import type { RunMeta } from '../format/meta.ts'
import { parseEnvironmentRecord } from '../format/parse-environment.ts'
import { parseJsonLines } from '../format/parse-json-lines.ts'
import { PYCOMEX_FORMAT } from '../format/parse-pycomex-meta.ts'
import { parseArtifactRecord, parseInputRecord, parseSnapshotRecord } from '../format/parse-records.ts'
import type { ArtifactRecord, EnvironmentRecord, InputRecord, SnapshotRecord } from '../format/records.ts'
import { ValueTree } from '../format/value-tree.ts'
import { readWithJournal } from '../tracking/journal/read-journal.ts'
import { findPycomexArtifacts } from './pycomex-artifacts.ts'
import { readDocument, readTextIfThere } from './read-document.ts'

/** The values as they were last written. Throws ARCHIVE_FORMAT. */
export function readValues(folder: string): ValueTree {
  return readWithJournal(folder, () => readValueDocument(folder))
}

function readValueDocument(folder: string): ValueTree {
  const file = join(folder, FILES.data)
  const document = readDocument(file)
  if (document === undefined) return new ValueTree()
  if (!isJsonObject(document)) throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is no JSON object' })
  return ValueTree.fromEncoded(document, file)
}

/** The artifacts by name, as they were last recorded. Throws ARCHIVE_FORMAT. */
export function readArtifactRecords(folder: string, meta: RunMeta): ReadonlyMap<string, ArtifactRecord> {
  const isPycomex = meta.format === PYCOMEX_FORMAT
  const records = isPycomex ? findPycomexArtifacts(folder) : readLines(join(folder, FILES.artifacts), parseArtifactRecord)
  const last = new Map(records.map((record) => [record.name, record]))
  return new Map([...last].filter(([, { removed }]) => removed !== true))
}

/** Throws ARCHIVE_FORMAT. */
export function readInputs(folder: string): readonly InputRecord[] {
  return readLines(join(folder, FILES.inputs), parseInputRecord)
}

/** Null where it is not recorded. Throws ARCHIVE_FORMAT. */
export function readEnvironment(folder: string): EnvironmentRecord | null {
  return readRecord(join(folder, FILES.environment), parseEnvironmentRecord)
}

/** Null where it is not recorded. Throws ARCHIVE_FORMAT. */
export function readSnapshot(folder: string): SnapshotRecord | null {
  return readRecord(join(folder, FILES.snapshot), parseSnapshotRecord)
}

/** The records of a `.jsonl` file; none where it is not there. Throws ARCHIVE_FORMAT. */
export function readLines<T>(file: string, parse: Parse<T>): readonly T[] {
  return parseJsonLines(readTextIfThere(file) ?? '', file, parse)
}

function readRecord<T>(file: string, parse: Parse<T>): T | null {
  const document = readDocument(file)
  return document === undefined ? null : parse(document, { file })
}
