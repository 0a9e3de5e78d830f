import { join } from 'node:path'
import { ArchivedRun } from '../archive/archived-run.ts'
import { openRun } from '../archive/open-run.ts'
import { readMetaIfThere } from '../archive/read-status.ts'
import { RunlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta } from '../format/meta.ts'
import { parsePycomexMeta } from '../format/parse-pycomex-meta.ts'
import { FORMAT_VERSION } from '../format/version.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import type { RunFiles } from './run-files.ts'

/** What a section of the page is made from. */
export interface ReportRun {
  readonly run: ArchivedRun
  readonly files: RunFiles
  /** Documents without which the page cannot say what the run was, in a sentence each. */
  readonly broken: readonly string[]
}

export interface OpenedRun {
  readonly run: ArchivedRun
  readonly broken: readonly string[]
}

/** Opens a run, also one whose metadata or ending cannot be read. Throws RUN_NOT_FOUND, ARCHIVE_VERSION. */
export function openForReport(path: string): OpenedRun {
  try {
    return { run: openRun(path), broken: [] }
  } catch (error) {
    if (!isBroken(error)) throw error
    const meta = readMetaOrNothing(path)
    const status = meta.status === 'running' ? 'unknown' : meta.status
    const run = new ArchivedRun(path, { meta, status, life: 'unknown', lastSign: null })
    return { run, broken: [sayError(error, path)] }
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
