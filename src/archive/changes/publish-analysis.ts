import { renameSync, rmSync } from 'node:fs'
import { join, posix } from 'node:path'
import { runlabError } from '../../errors.ts'
import { placeOfAnalysis } from '../../format/analyses.ts'
import type { AnalysisRecord } from '../../format/analyses.ts'
import { FILES } from '../../format/files.ts'
import { isJsonObject } from '../../format/json-value.ts'
import type { JsonObject } from '../../format/json-value.ts'
import type { ArtifactRecord } from '../../format/records.ts'
import { escapeKey } from '../../format/tag.ts'
import type { ValueTree } from '../../format/value-tree.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { staysInside } from '../../internal/stays-inside.ts'
import type { ArchivedRun } from '../opening/archived-run.ts'
import { prepareTarget } from '../artifacts/artifact-target.ts'
import { replaceDocument } from '../status/checksums.ts'
import { readAnalyses } from '../documents/read-analyses.ts'
import { readArtifactRecords, readValues } from '../opening/read-records.ts'
import type { RunWriter } from '../writing/run-writer.ts'

/** The key of the values document, and the folder, below which analyses add. */
const TOP = 'analysis'

/** What an analysis has made in a folder of its own, which is laid out like a run's. */
export interface StagedAnalysis {
  readonly run: ArchivedRun
  /** Absolute; on the run's file system. */
  readonly staged: string
  readonly writer: RunWriter
  readonly values: ValueTree
  readonly facts: Pick<AnalysisRecord, 'name' | 'time' | 'code' | 'file' | 'sha256' | 'runlab'>
  /** Pictures, paths as they are to be inside the run. */
  readonly plots: readonly string[]
}

/**
 * Puts what an analysis made into its run, in place of what the same analysis had added. The record goes first: a process that dies
 * meanwhile leaves it to the next time to put the rest right. Nothing that the run wrote itself is replaced.
 * Throws ANALYSIS_REFUSED where the run itself has something at its place, ARTIFACT_NAME, ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export function publishAnalysis({ run, staged, writer, values, facts, plots }: StagedAnalysis): AnalysisRecord {
  const place = placeOfAnalysis(facts.name)
  const before = readAnalyses(run.folder).get(facts.name)
  const document = withValues(run, { place, values, isOurs: before !== undefined })
  const made = [...readArtifactRecords(staged, run.meta).values()].map((one) => ({ ...one, name: `${place}/${one.name}` }))
  const record: AnalysisRecord = {
    ...facts,
    values: values.keys().map((key) => `${place}/${key}`),
    files: made.map(({ name }) => name),
    plots,
  }
  // Until it is done, what is there of the older one is still its own.
  const stale = (before === undefined ? [] : [...before.files, ...before.plots]).filter(
    (name) => !record.files.includes(name) && !plots.includes(name),
  )
  writer.appendAnalysis(record)
  remove(run, stale, writer, facts.time)
  for (const { name } of made) move(join(staged, name.slice(place.length + 1)), run.folder, name)
  for (const name of plots) move(join(staged, name), run.folder, name)
  writer.appendArtifact(...made)
  if (document !== null) replaceDocument(run.folder, FILES.data, document)
  return record
}

/** The values document with those of an analysis in place of what it had set; null where it stays as it is. */
function withValues(
  run: ArchivedRun,
  { place, values, isOurs }: { readonly place: string; readonly values: ValueTree; readonly isOurs: boolean },
): JsonObject | null {
  const all = readValues(run.folder, run.meta)
  const isTaken = all.has(place) || run.artifacts.names().some((name) => name.startsWith(`${place}/`))
  if (isTaken && !isOurs)
    throw runlabError('ANALYSIS_REFUSED', {
      path: run.folder,
      reason: `the run itself has something at ${place}, which is not replaced`,
      hint: 'Give the analysis another name.',
    })
  const document = all.encoded
  const there = document[TOP]
  if (there !== undefined && !isJsonObject(there)) {
    if (values.keys().length === 0) return null
    throw runlabError('VALUE_BELOW_LEAF', { key: place, leaf: TOP })
  }
  const key = escapeKey(place.slice(TOP.length + 1))
  const { [key]: old, ...others } = there ?? {}
  if (values.keys().length > 0) return { ...document, [TOP]: { ...others, [key]: values.encoded } }
  if (old === undefined) return null
  const { [TOP]: _, ...rest } = document
  return Object.keys(others).length === 0 ? rest : { ...document, [TOP]: others }
}

/** Removes what an analysis had added and adds no more; nothing else, whatever the list of an archive says. */
function remove(run: ArchivedRun, names: readonly string[], writer: RunWriter, time: number): void {
  const artifacts = readArtifactRecords(run.folder, run.meta)
  for (const name of names) {
    const isOurs = name.startsWith(`${TOP}/`) || name.startsWith(`${FILES.visuals}/${TOP}/`)
    if (!isOurs || !staysInside(run.folder, posix.dirname(name))) continue
    try {
      rmSync(join(run.folder, name), { force: true })
    } catch (error) {
      throw asUnwritable(error, join(run.folder, name))
    }
    const record: ArtifactRecord | undefined = artifacts.get(name)
    if (record !== undefined) writer.appendArtifact({ ...record, time, removed: true })
  }
}

function move(from: string, folder: string, name: string): void {
  const target = prepareTarget(folder, name)
  try {
    renameSync(from, target)
  } catch (error) {
    throw asUnwritable(error, target)
  }
}
