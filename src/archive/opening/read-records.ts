import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import type { Parse } from '../../format/json-parsers.ts'
import { isJsonObject } from '../../format/json-value.ts'
import type { JsonObject } from '../../format/json-value.ts'
import type { RunMeta } from '../../format/meta.ts'
import { parseJsonLines } from '../../format/parse-json-lines.ts'
import { PYCOMEX_FORMAT } from '../../format/parse-pycomex-meta.ts'
import { parseArtifactRecord, parseEnvironmentRecord, parseInputRecord, parseSnapshotRecord } from '../../format/records.ts'
import type { ArtifactRecord, EnvironmentRecord, InputRecord, SnapshotRecord } from '../../format/records.ts'
import { ValueTree } from '../../format/value-tree.ts'
import type { SourceSeries } from '../../tracking/reading/blocks.ts'
import { readWithJournal } from '../../tracking/journal/read-journal.ts'
import { findPycomexArtifacts } from '../pycomex/artifacts.ts'
import { readPycomexSeries, withoutTracked } from '../pycomex/series.ts'
import { readPycomexSnapshot } from '../pycomex/snapshot.ts'
import { readDocument, readTextIfThere } from '../documents/read-document.ts'

/** The values as they were last written. Throws ARCHIVE_FORMAT. */
export function readValues(folder: string, meta: RunMeta): ValueTree {
  if (!isPycomex(meta)) return readOwnValues(folder)
  const file = join(folder, FILES.data)
  return ValueTree.fromEncoded(withoutTracked(folder, meta, readPycomexValues(file)), file)
}

/** Those of a run of runlab, of which nothing else has to be known. Throws ARCHIVE_FORMAT. */
export function readOwnValues(folder: string): ValueTree {
  const file = join(folder, FILES.data)
  return readWithJournal(folder, () => ValueTree.fromEncoded(readValueDocument(file) ?? {}, file))
}

/** The series of a run that has no files for them; null where they are where runlab writes them. Throws ARCHIVE_FORMAT. */
export function readForeignSeries(folder: string, meta: RunMeta): readonly SourceSeries[] | null {
  if (!isPycomex(meta)) return null
  return readPycomexSeries(folder, meta, readPycomexValues(join(folder, FILES.data)))
}

export const isPycomex = ({ format }: Pick<RunMeta, 'format'>): boolean => format === PYCOMEX_FORMAT

/** PyComex begins the file before it knows whether the values can be written, and leaves it empty where they cannot. */
function readPycomexValues(file: string): JsonObject {
  return readTextIfThere(file) === '' ? {} : (readValueDocument(file) ?? {})
}

function readValueDocument(file: string): JsonObject | undefined {
  const document = readDocument(file)
  if (document !== undefined && !isJsonObject(document))
    throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is no JSON object' })
  return document
}

/** The artifacts by name, as they were last recorded. Throws ARCHIVE_FORMAT. */
export function readArtifactRecords(folder: string, meta: RunMeta): ReadonlyMap<string, ArtifactRecord> {
  const records = isPycomex(meta) ? findPycomexArtifacts(folder) : readLines(join(folder, FILES.artifacts), parseArtifactRecord)
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
export function readSnapshot(folder: string, meta: RunMeta): SnapshotRecord | null {
  if (isPycomex(meta)) return readPycomexSnapshot(folder)
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
