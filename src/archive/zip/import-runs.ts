import { closeSync, copyFileSync, mkdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { RunlabError, runlabError } from '../../errors.ts'
import { isInside } from '../../internal/is-inside.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { linesOf } from '../annotations.ts'
import { walkRuns } from '../list-runs.ts'
import type { ListedRun, UnreadableRun } from '../list-runs.ts'
import { bringRun } from './bring-run.ts'
import type { BroughtRun } from './bring-run.ts'
import { filesToPack } from './packed-files.ts'
import { openZip, unpackRun } from './unpack-zip.ts'
import { annotationsBeside, isPacked, runNameOf, withoutZip } from './zip-name.ts'

/** A run that was brought, or was there; or why one was not. */
export type Imported = BroughtRun | { readonly error: RunlabError }

/**
 * Brings the runs of a ZIP or of a folder into an archive, into the namespace that they had. A name that another run has becomes
 * the next that is free; a run that is there already is not brought again, so that what was interrupted can be done again, but
 * gets the annotations that it lacks. A run appears when all of it is there. What is wrong with one costs only itself.
 * Throws RUN_NOT_FOUND, ZIP_REFUSED; gives ZIP_REFUSED, IMPORT_RUNNING, ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT, NAME_INVALID.
 */
export async function* importRuns(source: string, archive: string): AsyncGenerator<Imported> {
  const path = resolve(source)
  const stats = statIfThere(path)
  if (stats === undefined) throw runlabError('RUN_NOT_FOUND', { path: source })
  if (!stats.isDirectory()) return yield* importZip(path, archive)
  if (isInside(path, archive)) throw runlabError('ZIP_REFUSED', { file: source, reason: 'it holds the archive itself' })
  let count = 0
  for (const run of walkRuns(path)) {
    count += 1
    yield* importListed(run, archive)
  }
  if (count === 0) throw runlabError('RUN_NOT_FOUND', { path: source })
}

async function* importListed(run: ListedRun | UnreadableRun, archive: string): AsyncGenerator<Imported> {
  if ('error' in run) return yield { error: run.error }
  const { folder, life } = run
  if (isPacked(folder)) {
    try {
      return yield* importZip(folder, archive)
    } catch (error) {
      return yield asRefused(error)
    }
  }
  yield await attempt(async () => {
    const files = filesToPack(folder)
    const fill = (to: string): void => copyFiles(folder, files, to)
    return await bringRun({ archive, source: folder, name: runNameOf(folder), life, files, fill })
  })
}

async function* importZip(path: string, archive: string): AsyncGenerator<Imported> {
  const zip = openZip(path)
  try {
    if (zip.runs.size === 0) throw runlabError('ZIP_REFUSED', { file: path, reason: 'it holds no run' })
    for (const [root, entries] of zip.runs) {
      const name = root === '' ? withoutZip(basename(path)) : basename(root)
      const files = entries.map((entry) => ({ path: entry.name.slice(root.length), size: entry.size }))
      const fill = async (to: string): Promise<void> => await unpackRun(zip, root, to)
      const annotations = zip.runs.size === 1 ? linesOf(annotationsBeside(path)) : []
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in little memory
      yield await attempt(async () => await bringRun({ archive, source: path, name, life: null, files, annotations, fill }))
    }
  } finally {
    closeSync(zip.descriptor)
  }
}

async function attempt(bring: () => Promise<BroughtRun>): Promise<Imported> {
  try {
    return await bring()
  } catch (error) {
    return asRefused(error)
  }
}

function asRefused(error: unknown): Imported {
  if (error instanceof RunlabError) return { error }
  throw error
}

function copyFiles(from: string, files: readonly { readonly path: string }[], to: string): void {
  for (const { path } of files) {
    const target = join(to, path)
    mkdirSync(path.endsWith('/') ? target : dirname(target), { recursive: true })
    if (!path.endsWith('/')) copyFileSync(join(from, path), target)
  }
}
