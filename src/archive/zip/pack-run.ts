import { createWriteStream, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { runlabError } from '../../errors.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import type { ArchivedRun } from '../archived-run.ts'
import { readAlive } from '../read-status.ts'
import { unpackRun, withZip } from './unpack-zip.ts'
import { isZipName } from './zip-name.ts'

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
 * kept. Killed at any moment, the run is there as a folder or as a ZIP; called again it goes on. Takes little memory.
 * Throws RUN_ALIVE, RUN_LIFE_UNKNOWN, RUN_UNFINISHED, ZIP_REFUSED, ARCHIVE_UNWRITABLE.
 */
export async function packRun(run: ArchivedRun, { keep }: { readonly keep: boolean }): Promise<Packed> {
  const { folder, name, standing } = run
  if (standing.life === 'dead') throw runlabError('RUN_UNFINISHED', { path: folder, run: name })
  const alive = standing.life === 'ended' ? null : readAlive(folder)
  if (standing.life === 'working') throw runlabError('RUN_ALIVE', { path: folder, pid: alive?.pid ?? null })
  if (standing.life === 'unknown')
    throw runlabError('RUN_LIFE_UNKNOWN', { path: folder, host: alive?.host ?? null, lastSign: null })
  const zip = `${folder}.zip`
  const partial = join(dirname(folder), `.runlab-${name}.zip`)
  const gone = join(dirname(folder), `.runlab-packed-${name}`)
  tryRemove(gone)
  const files = [...filesIn(folder, '')]
  try {
    await write(folder, files, partial)
    await withZip(partial, async (packed) => await unpackRun(packed, `${basename(folder)}/`, null))
    renameSync(partial, zip)
    if (!keep) renameSync(folder, gone)
  } catch (error) {
    tryRemove(partial)
    throw asUnwritable(error, zip)
  }
  if (!keep) tryRemove(gone)
  return { zip, before: files.reduce((sum, { size }) => sum + size, 0), after: statSync(zip).size }
}

/** Whether what a run lies in is a ZIP already. */
export function isPacked(folder: string): boolean {
  return isZipName(folder) && statSync(folder).isFile()
}

interface PackedFile {
  /** In the run, POSIX separators; a folder that is empty ends in a slash. */
  readonly path: string
  readonly size: number
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

function* filesIn(folder: string, above: string): Generator<PackedFile> {
  const entries = readdirSync(join(folder, above), { withFileTypes: true })
  if (entries.length === 0 && above !== '') yield { path: above, size: 0 }
  for (const entry of entries) {
    const path = `${above}${entry.name}`
    if (entry.isDirectory()) yield* filesIn(folder, `${path}/`)
    else if (entry.isFile()) yield { path, size: statSync(join(folder, path)).size }
    else throw runlabError('ZIP_REFUSED', { file: join(folder, path), reason: 'it is a link, a pipe or a device' })
  }
}
