import { createWriteStream, readlinkSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { RunlabError, runlabError } from '../../errors.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import { annotationLines, linesOf } from '../annotations/annotations.ts'
import type { ArchivedRun } from '../opening/archived-run.ts'
import { claimFolder } from '../claims/folder-claim.ts'
import { readAlive } from '../status/read-status.ts'
import { changesIn, filesToPack } from './packed-files.ts'
import type { PackedFile } from './packed-files.ts'
import { checkZip } from '../zip/unpack-zip.ts'
import { isSameRun } from './zip-beside.ts'
import { annotationsBeside } from '../zip/zip-name.ts'

export interface Packed {
  readonly zip: string
  /** Bytes of the files, and of the ZIP. */
  readonly before: number
  readonly after: number
}

/** Files of this size and more are not compressed: a reader can copy them out without holding them in memory. */
const LARGE = 2 ** 26

/**
 * Packs a run whose record is complete into a ZIP beside its folder, reads that back, and then removes the folder unless it is
 * kept. One process at a time packs a run. What is written to it meanwhile is not lost: the folder stays, and the ZIP goes.
 * Killed at any moment, the run is there as a folder or as a ZIP; called again it goes on. Takes little memory.
 * Throws RUN_ALIVE, RUN_LIFE_UNKNOWN, RUN_UNFINISHED, RUN_LINKED, RUN_NOT_FOUND, PACKING_TAKEN, PACKING_CHANGED, ZIP_REFUSED,
 * ARCHIVE_UNWRITABLE.
 */
export async function packRun(run: ArchivedRun, { keep }: { readonly keep: boolean }): Promise<Packed> {
  const { folder } = run
  refuseUnfit(run)
  const claim = claimForPacking(folder)
  if (claim === null) throw runlabError('RUN_ALIVE', { path: folder, pid: null })
  const partial = join(dirname(folder), `.runlab-${run.name}.zip`)
  try {
    const files = filesToPack(folder)
    const zip = zipOf(folder)
    await write(folder, files, partial).catch((error: unknown) => {
      refuseChanged(folder, folder, files)
      throw error
    })
    await checkZip(partial, `${basename(folder)}/`)
    refuseChanged(folder, folder, files)
    renameSync(partial, zipOf(folder))
    forgetBeside(folder, zip)
    if (!keep) removeFolder(run, files, zip)
    return { zip, before: files.reduce((sum, { size }) => sum + size, 0), after: statSync(zip).size }
  } catch (error) {
    tryRemove(partial)
    throw asUnwritable(error, `${folder}.zip`)
  } finally {
    claim.release()
  }
}

function refuseUnfit({ folder, name, standing }: ArchivedRun): void {
  if (statIfThere(folder, 'look at')?.isSymbolicLink() === true)
    throw runlabError('RUN_LINKED', { path: folder, target: readlinkSync(folder), what: 'packed' })
  if (standing.life === 'dead') throw runlabError('RUN_UNFINISHED', { path: folder, run: name })
  const alive = standing.life === 'ended' ? null : readAlive(folder)
  if (standing.life === 'working') throw runlabError('RUN_ALIVE', { path: folder, pid: alive?.pid ?? null })
  if (standing.life === 'unknown')
    throw runlabError('RUN_LIFE_UNKNOWN', { path: folder, host: alive?.host ?? null, lastSign: null })
}

function claimForPacking(folder: string): ReturnType<typeof claimFolder> {
  try {
    return claimFolder(folder)
  } catch (error) {
    // Another process has packed it meanwhile.
    if (systemErrorCode(error) === 'ENOENT') throw runlabError('RUN_NOT_FOUND', { path: folder }, error)
    throw asUnwritable(error, folder)
  }
}

/** Where the ZIP of a run belongs. Throws PACKING_TAKEN where anything else than an older ZIP of the same run is there. */
function zipOf(folder: string): string {
  const zip = `${folder}.zip`
  const stats = statIfThere(zip, 'look at')
  if (stats === undefined || (stats.isFile() && isSameRun(folder, zip))) return zip
  throw runlabError('PACKING_TAKEN', { path: zip, run: folder })
}

function refuseChanged(folder: string, now: string, files: readonly PackedFile[]): void {
  const changes = changesIn(now, files)
  if (changes.length > 0) throw runlabError('PACKING_CHANGED', { path: folder, files: changes })
}

/** What was said of an older ZIP of the run, where the folder knows it: it is in the new one. */
function forgetBeside(folder: string, zip: string): void {
  const known = new Set(annotationLines(folder))
  if (linesOf(annotationsBeside(zip)).every((line) => known.has(line))) tryRemove(annotationsBeside(zip))
}

/** Moved away first: whoever writes to the run from then on is told that it is gone. */
function removeFolder({ folder, name }: ArchivedRun, files: readonly PackedFile[], zip: string): void {
  const gone = join(dirname(folder), `.runlab-packed-${name}`)
  tryRemove(gone)
  renameSync(folder, gone)
  try {
    refuseChanged(folder, gone, files)
  } catch (error) {
    renameSync(gone, folder)
    if (error instanceof RunlabError) tryRemove(zip)
    throw error
  }
  tryRemove(gone)
}

async function write(folder: string, files: readonly PackedFile[], target: string): Promise<void> {
  const { ZipFile } = await import('yazl')
  const zip = new ZipFile()
  const name = basename(folder)
  for (const { path, size } of files) {
    if (path.endsWith('/')) zip.addEmptyDirectory(`${name}/${path}`)
    else zip.addFile(join(folder, path), `${name}/${path}`, { compress: size < LARGE })
  }
  zip.end()
  const failed = new Promise<never>((_resolve, reject) => zip.on('error', reject))
  await Promise.race([pipeline(zip.outputStream, createWriteStream(target)), failed])
}
