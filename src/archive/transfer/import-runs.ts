import { closeSync, copyFileSync, mkdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { RunlabError, runlabError } from '../../errors.ts'
import { isInside } from '../../internal/is-inside.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { linesOf } from '../annotations/annotations.ts'
import { walkRuns } from '../listing/list-runs.ts'
import type { ListedRun, UnreadableRun } from '../listing/list-runs.ts'
import { bringRun } from './bring-run.ts'
import type { Arrival, BroughtRun } from './bring-run.ts'
import { filesToPack } from './packed-files.ts'
import { openZip, unpackRun } from '../zip/unpack-zip.ts'
import { annotationsBeside, isPacked, runNameOf, withoutZip } from '../zip/zip-name.ts'

/** A run that was brought, or was there; or why one was not. */
export type Imported = BroughtRun | { readonly error: RunlabError }

export interface ImportOptions {
  /**
   * `pycomex`: an archive of that program, whose runs are copied as they are. Their namespace is where they lie in it, since the metadata
   * of an extension have that of its base; and the folder that is named where they lie right in that.
   */
  readonly from?: 'pycomex' | undefined
}

/**
 * Brings the runs of a ZIP or of a folder into an archive, into the namespace that they had. A name that another run has becomes
 * the next that is free; a run that is there already is not brought again, so that what was interrupted can be done again, but
 * gets the annotations that it lacks. A run appears when all of it is there. What is wrong with one costs only itself.
 * Throws RUN_NOT_FOUND, ZIP_REFUSED; gives ZIP_REFUSED, IMPORT_RUNNING, IMPORT_FOREIGN, ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT, NAME_INVALID.
 */
export async function* importRuns(source: string, archive: string, { from }: ImportOptions = {}): AsyncGenerator<Imported> {
  const path = resolve(source)
  const stats = statIfThere(path)
  if (stats === undefined) throw runlabError('RUN_NOT_FOUND', { path: source })
  if (!stats.isDirectory()) return yield* importZip(path, { archive, from })
  if (isInside(path, archive)) throw runlabError('ZIP_REFUSED', { file: source, reason: 'it holds the archive itself' })
  let count = 0
  for (const run of walkRuns(path)) {
    count += 1
    const namespace = run.namespace === '' ? basename(run.folder === path ? dirname(path) : path) : run.namespace
    yield* importListed(run, { archive, from, namespace })
  }
  if (count === 0) throw runlabError('RUN_NOT_FOUND', { path: source })
}

type To = Pick<Arrival, 'archive' | 'from'>

async function* importListed(
  run: ListedRun | UnreadableRun,
  { namespace, ...to }: To & { readonly namespace: string },
): AsyncGenerator<Imported> {
  if ('error' in run) return yield { error: run.error }
  const { folder, life } = run
  if (isPacked(folder)) {
    try {
      return yield* importZip(folder, to)
    } catch (error) {
      return yield asRefused(error)
    }
  }
  yield await attempt(async () => {
    const files = filesToPack(folder)
    const fill = (target: string): void => copyFiles(folder, files, target)
    return await bringRun({ ...to, ...placed(to, namespace), source: folder, name: runNameOf(folder), life, files, fill })
  })
}

/** Of PyComex the place says where a run belongs, of runlab the metadata. */
const placed = ({ from }: To, namespace: string): Pick<Arrival, 'namespace'> =>
  from === undefined || namespace === '' ? {} : { namespace }

async function* importZip(path: string, to: To): AsyncGenerator<Imported> {
  const zip = openZip(path)
  try {
    if (zip.runs.size === 0) throw runlabError('ZIP_REFUSED', { file: path, reason: 'it holds no run' })
    for (const [root, entries] of zip.runs) {
      const name = root === '' ? withoutZip(basename(path)) : basename(root)
      const files = entries.map((entry) => ({ path: entry.name.slice(root.length), size: entry.size }))
      const fill = async (target: string): Promise<void> => await unpackRun(zip, root, target)
      // A ZIP of PyComex holds the folder `results`, as its archive does.
      const namespace = root
        .split('/')
        .slice(root.startsWith('results/') ? 1 : 0, -2)
        .join('/')
      const annotations = zip.runs.size === 1 ? linesOf(annotationsBeside(path)) : []
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in little memory
      yield await attempt(
        async () => await bringRun({ ...to, ...placed(to, namespace), source: path, name, life: null, files, annotations, fill }),
      )
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
