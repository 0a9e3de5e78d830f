import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { RunlabError, runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import { checkNameSegment, checkNamespace, reasonAgainstSegment } from '../../format/run-name.ts'
import { PYCOMEX_FORMAT } from '../../format/parse-pycomex-meta.ts'
import { asUnwritable } from '../../internal/as-unwritable.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'
import { tryRemove } from '../../internal/try-remove.ts'
import { addLines } from '../annotations/annotate.ts'
import { annotationLines } from '../annotations/annotations.ts'
import { claimFolder, hasStaleClaim } from '../claims/folder-claim.ts'
import { readTextIfThere } from '../documents/read-document.ts'
import { judgeStanding, readMeta } from '../status/read-status.ts'
import type { RunLife } from '../status/read-status.ts'
import { filesToPack } from './packed-files.ts'
import { isSameRun } from './zip-beside.ts'

export interface Arrival {
  readonly archive: string
  /** The folder or ZIP that it comes from, for errors. */
  readonly source: string
  readonly name: string
  /** Where in the archive it belongs; where its metadata say when left out. */
  readonly namespace?: string
  /** The program whose run it has to be; any when left out. */
  readonly from?: 'pycomex' | undefined
  /** Null where that is known when it is unpacked. */
  readonly life: RunLife | null
  /** What it consists of; paths of folders end in a slash. */
  readonly files: readonly { readonly path: string; readonly size: number }[]
  /** What was said of it since it was packed, a line each. */
  readonly annotations?: readonly string[]
  /** Puts all files of the run into a new folder. */
  readonly fill: (folder: string) => Promise<void> | void
}

export interface BroughtRun {
  /** In the archive. */
  readonly folder: string
  /** The archive has had it. */
  readonly wasThere: boolean
  /** Tags, notes and modifications that the run in the archive lacked. */
  readonly annotations: number
  /** Another record of the same run, which was modified in one of the two places. */
  readonly other: string | null
}

/** Each process has staging folders of its own. */
const STAGING = '.runlab-import-'

/** Brings a run into an archive: all of it or nothing. Throws IMPORT_RUNNING, IMPORT_FOREIGN, ZIP_REFUSED, NAME_INVALID, ARCHIVE_UNWRITABLE, ARCHIVE_FORMAT. */
export async function bringRun(arrival: Arrival): Promise<BroughtRun> {
  const { archive, source, name } = arrival
  checkNameSegment('name', name)
  refuseWorking(arrival, arrival.life)
  try {
    const staging = makeStaging(archive)
    const folder = join(staging, name)
    try {
      mkdirSync(folder)
      await arrival.fill(folder)
      refuseIncomplete(arrival, folder)
      addMissing(arrival.annotations ?? [], folder)
      const meta = readMeta(folder)
      if (arrival.from === 'pycomex' && meta.format !== PYCOMEX_FORMAT) throw runlabError('IMPORT_FOREIGN', { path: source })
      refuseWorking(arrival, arrival.life ?? judgeStanding(folder, meta).life)
      const parent = join(archive, possible(arrival.namespace ?? meta.namespace))
      mkdirSync(parent, { recursive: true })
      return settle({ folder, parent, name, source })
    } finally {
      tryRemove(staging)
    }
  } catch (error) {
    throw asUnwritable(error, archive)
  }
}

/** Removes what processes that were killed have left. */
function makeStaging(archive: string): string {
  mkdirSync(archive, { recursive: true })
  for (const name of readdirSync(archive).filter((entry) => entry.startsWith(STAGING)))
    if (hasStaleClaim(join(archive, name))) tryRemove(join(archive, name))
  const staging = mkdtempSync(join(archive, STAGING))
  claimFolder(staging)
  return staging
}

/** A run of PyComex that was killed says for ever that it goes on: where its process is not seen, it is taken as it is. */
function refuseWorking({ source, from }: Arrival, life: RunLife | null): void {
  if (life === 'working' || (life === 'unknown' && from !== 'pycomex'))
    throw runlabError('IMPORT_RUNNING', { path: source, certain: life === 'working' })
}

function refuseIncomplete({ source, files }: Arrival, folder: string): void {
  const there = new Map(filesToPack(folder).map(({ path, size }) => [path, size]))
  const other = files.find(({ path, size }) => !path.endsWith('/') && there.get(path) !== size)
  if (other === undefined) return
  throw runlabError('ZIP_REFUSED', { file: source, reason: `${other.path} was changed while it was copied` })
}

/** At the top where a namespace is none that can be. */
function possible(namespace: string): string {
  const isPossible = namespace !== '' && namespace.split('/').every((part) => reasonAgainstSegment(part) === null)
  return isPossible ? checkNamespace(namespace) : ''
}

interface Settling {
  readonly folder: string
  readonly parent: string
  readonly name: string
  readonly source: string
}

function settle({ folder, parent, name, source }: Settling): BroughtRun {
  const meta = metaTextOf(folder)
  let other: string | null = null
  for (let count = 1; ; count++) {
    const target = join(parent, count === 1 ? name : `${name}_${count}`)
    const zip = `${target}.zip`
    // A run that lies packed in this archive is unpacked where it is.
    const isFree = !existsSync(target) && (!existsSync(zip) || resolve(source) === resolve(zip))
    if (isFree && moveInto(folder, target)) return { folder: target, wasThere: false, annotations: 0, other }
    for (const there of [target, zip]) {
      if (meta !== null && metaTextOf(there) === meta)
        return { folder: there, wasThere: true, annotations: addAnnotations(folder, there), other: null }
      if (isSameRun(there, folder)) other ??= there
    }
  }
}

function metaTextOf(folder: string): string | null {
  try {
    return readTextIfThere(join(folder, FILES.meta)) ?? null
  } catch (error) {
    if (error instanceof RunlabError) return null // something else has the name
    throw error
  }
}

/** False where another process has taken the place meanwhile. */
function moveInto(folder: string, target: string): boolean {
  try {
    renameSync(folder, target)
    return true
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return false
    throw error
  }
}

/** Adds what was said of a run elsewhere to the same run here. Gives how many lines. */
function addAnnotations(from: string, to: string): number {
  return addMissing(annotationLines(from), to)
}

function addMissing(lines: readonly string[], to: string): number {
  const there = new Set(annotationLines(to))
  const missing = lines.filter((line) => !there.has(line))
  addLines(to, missing)
  return missing.length
}
