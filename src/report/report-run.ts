import { basename, join } from 'node:path'
import type { RunReader } from '../api/run.ts'
import { readAnnotations } from '../archive/annotations/annotations.ts'
import { ArtifactList } from '../archive/artifacts/artifacts.ts'
import { describeEnding } from '../archive/status/describe-ending.ts'
import {
  readArtifactRecords,
  readEnvironment,
  readForeignSeries,
  readInputs,
  readSnapshot,
  readValues,
} from '../archive/opening/read-records.ts'
import { judgeStanding, readMetaIfThere } from '../archive/status/read-status.ts'
import type { Standing } from '../archive/status/read-status.ts'
import { RunlabError, runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta } from '../format/meta.ts'
import { PYCOMEX_FORMAT, parsePycomexMeta } from '../format/parse-pycomex-meta.ts'
import type { SeriesSummary } from '../format/series.ts'
import { FORMAT_VERSION } from '../format/version.ts'
import { once } from '../internal/once.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { isListMissing } from '../tracking/reading/sealed-file.ts'
import { readSealedList } from '../tracking/reading/sealed-list.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import type { RunFiles } from './run-files.ts'

type Facts = 'folder' | 'name' | 'namespace' | 'status' | 'meta' | 'artifacts'
type Documents = 'tags' | 'notes' | 'values' | 'inputs' | 'environment' | 'snapshot' | 'tracked' | 'ending'

/** A run as its page needs it. Its documents are read when a section asks, and throw ARCHIVE_FORMAT. */
export interface ReportedRun extends Pick<RunReader, Facts | Documents> {
  readonly standing: Standing
}

/** What a section of the page is made from. */
export interface ReportRun {
  readonly run: ReportedRun
  readonly files: RunFiles
  /** Documents without which the page cannot say what the run was, in a sentence each. */
  readonly broken: readonly string[]
}

/**
 * Opens a run, also one whose metadata or ending cannot be read, without what reads points: an empty run would wait for it
 * to load. Rejects with RUN_NOT_FOUND, ARCHIVE_VERSION.
 */
export async function openForReport(folder: string): Promise<Pick<ReportRun, 'run' | 'broken'>> {
  const { standing, broken } = readStanding(folder)
  const documents = {
    tags: () => readAnnotations(folder).tags,
    notes: () => readAnnotations(folder).notes,
    values: once(() => readValues(folder, standing.meta).toObject()),
    inputs: once(() => readInputs(folder)),
    environment: once(() => readEnvironment(folder)),
    snapshot: once(() => readSnapshot(folder, standing.meta)),
    ending: once(() => describeEnding(folder, standing)),
    tracked: once(await openTracked(folder, standing.meta)),
  }
  const { meta, status } = standing
  const artifacts = new ArtifactList(
    folder,
    once(() => readArtifactRecords(folder, meta)),
  )
  const facts = { folder, name: basename(folder), namespace: meta.namespace, status, meta, standing, artifacts }
  const getters = Object.entries(documents).map(([name, get]): [string, PropertyDescriptor] => [name, { get, enumerable: true }])
  const run = Object.defineProperties(facts, Object.fromEntries(getters)) as typeof facts & Pick<RunReader, Documents>
  return { run, broken }
}

async function openTracked(folder: string, meta: RunMeta): Promise<() => readonly SeriesSummary[]> {
  if (meta.format === PYCOMEX_FORMAT) return () => readForeignSeries(folder, meta) ?? []
  const isSealed = statIfThere(join(folder, FILES.series)) !== undefined
  const hasNothing = statIfThere(join(folder, FILES.tracking)) === undefined && !isListMissing(folder)
  if (isSealed || hasNothing) return () => readSealedList(folder) ?? []
  const [{ TrackedReader }, { KindRegistry }] = await Promise.all([
    import('../tracking/reading/tracked-reader.ts'),
    import('../tracking/kinds/registry.ts'),
  ])
  return () => new TrackedReader(folder, new KindRegistry([])).summaries()
}

function readStanding(folder: string): { readonly standing: Standing; readonly broken: readonly string[] } {
  try {
    const meta = readMetaIfThere(folder)
    if (meta === undefined) throw runlabError('RUN_NOT_FOUND', { path: folder })
    return { standing: judgeStanding(folder, meta), broken: [] }
  } catch (error) {
    if (!isBroken(error)) throw error
    const meta = readMetaOrNothing(folder)
    const status = meta.status === 'running' ? 'unknown' : meta.status
    return { standing: { meta, status, life: 'unknown', lastSign: null }, broken: [sayError(error, folder)] }
  }
}

/** What stands in for metadata that cannot be read says nothing but where the run lies. */
function readMetaOrNothing(folder: string): RunMeta {
  const file = join(folder, FILES.meta)
  const nothing = { ...parsePycomexMeta({}, file), format: FORMAT_VERSION }
  try {
    return readMetaIfThere(folder) ?? nothing
  } catch (error) {
    if (!isBroken(error)) throw error
    return nothing
  }
}

function isBroken(error: unknown): error is RunlabError {
  return error instanceof RunlabError && error.code === 'ARCHIVE_FORMAT'
}

/** What went wrong in a sentence, with paths as they are inside the run. */
export function sayError(error: unknown, folder: string): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replaceAll(`${folder}/`, '').replaceAll(folder, 'this run')
}

/** What a part of the page gives; a sentence where what it is made from cannot be read. */
export function attempt({ run }: Pick<ReportRun, 'run'>, make: () => Html | null): Html | null {
  try {
    return make()
  } catch (error) {
    return html`<p class="trouble">This cannot be shown. ${sayError(error, run.folder)}</p>`
  }
}
