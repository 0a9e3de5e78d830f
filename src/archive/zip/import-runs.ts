import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { checkNameSegment, checkNamespace, reasonAgainstSegment } from '../../format/run-name.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { isInside } from '../../internal/is-inside.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import { walkRuns } from '../list-runs.ts'
import { readTextIfThere } from '../read-document.ts'
import { readMeta } from '../read-status.ts'
import { unpackRun, withZip } from './unpack-zip.ts'
import { isZipName, runNameOf, withoutZip } from './zip-name.ts'

export interface Imported {
  /** In the archive. */
  readonly folder: string
  /** The archive has had it. */
  readonly wasThere: boolean
}

/**
 * Brings the runs of a ZIP or of a folder into an archive, into the namespace that they had. A name that another run has becomes
 * the next that is free; a run that is there already is not brought again, so that what was interrupted can be done again. A run
 * appears when all of it is there. Throws RUN_NOT_FOUND, ZIP_REFUSED, ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT, NAME_INVALID.
 */
export async function* importRuns(source: string, archive: string): AsyncGenerator<Imported> {
  const path = resolve(source)
  const stats = statIfThere(path)
  if (stats === undefined) throw runlabError('RUN_NOT_FOUND', { path: source })
  if (!stats.isDirectory()) return yield* importZip(path, archive)
  if (isInside(path, archive)) throw runlabError('ZIP_REFUSED', { file: source, reason: 'it holds the archive itself' })
  let count = 0
  for (const run of walkRuns(path)) {
    if ('error' in run) throw run.error
    count += 1
    if (isZipName(run.folder) && statIfThere(run.folder)?.isFile() === true) yield* importZip(run.folder, archive)
    else yield await bring(run.folder, { archive, name: runNameOf(run.folder), fill: async (to) => copyTree(run.folder, to) })
  }
  if (count === 0) throw runlabError('RUN_NOT_FOUND', { path: source })
}

async function* importZip(path: string, archive: string): AsyncGenerator<Imported> {
  const { roots } = await withZip(path, async (zip) => await Promise.resolve(zip))
  if (roots.length === 0) throw runlabError('ZIP_REFUSED', { file: path, reason: 'it holds no run' })
  for (const root of roots) {
    const name = root === '' ? withoutZip(basename(path)) : basename(root)
    const fill = async (to: string): Promise<void> => await withZip(path, async (zip) => await unpackRun(zip, root, to))
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in little memory
    yield await bring(`${path}/${root}`, { archive, name, fill })
  }
}

interface Arrival {
  readonly archive: string
  readonly name: string
  /** Puts all files of the run into a new folder. */
  readonly fill: (folder: string) => Promise<void>
}

async function bring(source: string, { archive, name, fill }: Arrival): Promise<Imported> {
  checkNameSegment('name', name)
  const staging = join(archive, `.runlab-import-${createHash('sha256').update(source).digest('hex').slice(0, 16)}`)
  tryRemove(staging)
  try {
    mkdirSync(staging, { recursive: true })
    await fill(join(staging, name))
    const parent = join(archive, namespaceOf(join(staging, name)))
    mkdirSync(parent, { recursive: true })
    return settle(join(staging, name), parent, name)
  } catch (error) {
    throw asUnwritable(error, archive)
  } finally {
    tryRemove(staging)
  }
}

/** Where in the archive a run belongs: at the top where its namespace is none that can be. */
function namespaceOf(folder: string): string {
  const { namespace } = readMeta(folder)
  const isPossible = namespace !== '' && namespace.split('/').every((part) => reasonAgainstSegment(part) === null)
  return isPossible ? checkNamespace(namespace) : ''
}

function settle(folder: string, parent: string, name: string): Imported {
  const meta = readTextIfThere(join(folder, FILES.meta))
  for (let count = 1; ; count++) {
    const target = join(parent, count === 1 ? name : `${name}_${count}`)
    const isTaken = existsSync(target) || existsSync(`${target}.zip`)
    if (!isTaken) {
      renameSync(folder, target)
      return { folder: target, wasThere: false }
    }
    for (const there of [target, `${target}.zip`])
      if (readTextIfThere(join(there, FILES.meta)) === meta) return { folder: there, wasThere: true }
  }
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isFile()) copyFileSync(source, target)
    else throw runlabError('ZIP_REFUSED', { file: source, reason: `it is a link, a pipe or a device in ${dirname(source)}` })
  }
}
