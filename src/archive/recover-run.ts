import { join } from 'node:path'
import { runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import type { RunMeta } from '../format/meta.ts'
import { isSystemSeries } from '../format/series.ts'
import { asUnwritable } from '../internal/as-unwritable.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { tryRemove } from '../internal/try-remove.ts'
import { isListMissing } from '../tracking/reading/sealed-file.ts'
import { countPoints, nameTracked } from '../tracking/name-tracked.ts'
import type { ArchivedRun } from './archived-run.ts'
import { readValues } from './read-records.ts'
import { claimFolder, hasStaleClaim } from './folder-claim.ts'
import type { FolderClaim } from './folder-claim.ts'
import { openRun } from './open-run.ts'
import { judgeStanding, readAlive, readEnding, readLife, readMeta } from './read-status.ts'
import type { Standing } from './read-status.ts'
import { recoverArtifacts } from './recover-artifacts.ts'
import { repairLines } from './repair-lines.ts'
import { Redactor } from '../secrets/redactor.ts'
import { needsList, recoverSeries, refuseDamagedPoints } from './recover-series.ts'
import type { RecoveredSeries } from './recover-series.ts'
import { refuseLinksOut } from './refuse-links-out.ts'
import { RunWriter } from './run-writer.ts'
import { removePartialPictures } from './undrawn.ts'

export interface RecoverOptions {
  /** The run's folder. */
  readonly folder: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Words for a time ago, for what is refused. */
  readonly ago: (milliseconds: number) => string
  /** Also where it cannot be told whether the process lives. */
  readonly assumeDead?: boolean | undefined
  /** Makes the text of `analysis.ts`, where the run has none. */
  readonly analysis: (meta: RunMeta, params: Readonly<Record<string, unknown>>) => string
  /** Bytes of files that are hashed; 1 GB by default. */
  readonly hashLimit?: number
  /** What must not be written, as far as it is known here: the process that died knew more. */
  readonly secrets?: readonly string[]
}

export interface Recovery {
  readonly standing: Standing
  /** There was nothing to recover. */
  readonly isComplete: boolean
  /** What was done, in words. */
  readonly done: readonly string[]
}

/**
 * Completes what a process that died has left: values from the journal, records that were cut off, files that are in no
 * list, the list of series, `analysis.ts`, and the metadata with its end. What is complete stays as it is. It may be killed at any time, and
 * goes on where it is called again.
 * Throws RUN_ALIVE, RUN_LIFE_UNKNOWN, RUN_NOT_FOUND, ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export async function recoverRun(options: RecoverOptions): Promise<Recovery> {
  const { folder } = options
  const standing = refuseLiving(options)
  if (standing.life === 'ended' && !wasAbandoned(folder) && !(await needsList(folder))) {
    await refuseDamagedPoints(folder)
    return { standing, isComplete: true, done: [] }
  }
  const claim = claimForWriting(folder)
  if (claim === null) throw runlabError('RUN_ALIVE', { path: folder, pid: null })
  try {
    // Until it was claimed, a debug run may have been replaced by one that is alive.
    return await complete(refuseLiving(options), options)
  } finally {
    claim.release()
  }
}

function claimForWriting(folder: string): FolderClaim | null {
  try {
    return claimFolder(folder)
  } catch (error) {
    throw asUnwritable(error, folder)
  }
}

function refuseLiving({ folder, assumeDead = false, now, ago }: RecoverOptions): Standing {
  const meta = readMeta(folder)
  const file = join(folder, FILES.meta)
  if (meta.format < 1) throw runlabError('ARCHIVE_FORMAT', { file, reason: 'it is a run of PyComex, which runlab only reads' })
  const standing = judgeStanding(folder, meta)
  const { life, lastSign } = standing
  // A run that is complete may still be drawn.
  if (life === 'working' || readLife(folder).liveness === 'alive')
    throw runlabError('RUN_ALIVE', { path: folder, pid: readAlive(folder)?.pid ?? null })
  if (life === 'unknown' && !assumeDead) {
    const host = readAlive(folder)?.host ?? null
    throw runlabError('RUN_LIFE_UNKNOWN', { path: folder, host, lastSign: lastSign === null ? null : ago(now - lastSign) })
  }
  return standing
}

/** Where the journal of values lies while a run executes. */
const JOURNAL = `${FILES.internal}/journal`

/** What a run has in it while something is left to do for it. */
export const LEFTOVERS: readonly string[] = [FILES.alive, FILES.partial, FILES.tracking, FILES.reserve, JOURNAL]

/** Whether a process has not come to the end of what it had to do for a run, or the list of its series is gone. */
export function hasLeftovers(folder: string): boolean {
  const isLeft = (name: string): boolean => statIfThere(join(folder, name)) !== undefined
  return LEFTOVERS.some(isLeft) || isListMissing(folder)
}

/** Whether there is something to recover in a run that has ended, be it only the claim of a process that died at it. */
export function wasAbandoned(folder: string): boolean {
  return hasLeftovers(folder) || hasStaleClaim(folder)
}

/** Where something is written or removed. */
const FOLDERS = [FILES.internal, FILES.partial, FILES.reserve, FILES.tracking, JOURNAL, FILES.tracked, FILES.visuals]

async function complete(standing: Standing, options: RecoverOptions): Promise<Recovery> {
  const { folder, now, analysis, hashLimit = 1e9, secrets = [] } = options
  refuseLinksOut(folder, FOLDERS)
  const lastSign = lastSignOf(folder)
  const writer = new RunWriter(folder, new Redactor(secrets))
  const done: string[] = []
  tryRemove(join(folder, FILES.partial))
  const pictures = removePartialPictures(folder)
  if (pictures > 0) done.push(`${pictures === 1 ? '1 picture that was' : `${pictures} pictures that were`} half drawn removed`)
  const hasJournal = statIfThere(join(folder, JOURNAL)) !== undefined
  if (hasJournal || statIfThere(join(folder, FILES.data)) === undefined) {
    writer.writeData(readValues(folder, standing.meta))
    if (hasJournal) done.push('values written from the journal')
  }
  for (const name of [FILES.artifacts, FILES.inputs]) {
    if (repairLines(join(folder, name))) done.push(`the last record of ${name}, which was cut off, removed`)
  }
  const sealed = await recoverSeries(folder)
  done.push(...sealed.done)
  done.push(...(await recoverArtifacts({ writer, now: () => now, hashLimit })))
  const run = openRun(folder)
  if (statIfThere(join(folder, FILES.analysis)) === undefined) {
    writer.writeText(FILES.analysis, analysis(run.meta, run.params))
    done.push(`${FILES.analysis} written`)
  }
  const counts = {
    artifacts: run.artifacts.size,
    inputs: run.inputs.length,
    code_files: run.snapshot?.files.length ?? 0,
    ...countTracked(run),
  }
  writer.writeMeta(
    completeMeta(standing, {
      counts,
      tracked: nameTracked(run.tracked),
      sealed,
      now,
      lastSign,
      seen: readEnding(folder),
      done,
    }),
  )
  // The journal is the truth until the values stand in their document, and the process recorded until all is written.
  tryRemove(join(folder, JOURNAL))
  writer.removeAlive()
  return { standing: judgeStanding(folder, readMeta(folder)), isComplete: false, done }
}

function countTracked(run: ArchivedRun): Pick<RunMeta['counts'], 'series' | 'points'> {
  const tracked = ownSeries(run)
  return { series: tracked.length, points: countPoints(tracked) }
}

/** Without those of what runlab measures. */
function ownSeries({ tracked }: ArchivedRun): ArchivedRun['tracked'] {
  return tracked.filter((series) => !isSystemSeries(series))
}

/** Both were counted on the way: of what both name, the higher count. */
function mostRefused(one: RunMeta['refused'], other: RunMeta['refused']): RunMeta['refused'] {
  const most = new Map<string, RunMeta['refused'][number]>()
  for (const refused of [...one, ...other]) {
    const key = `${refused.series}\0${refused.reason}`
    if ((most.get(key)?.count ?? 0) < refused.count) most.set(key, refused)
  }
  return [...most.values()]
}

/** When the run last wrote something that recovering does not write. */
function lastSignOf(folder: string): number | null {
  const times = [FILES.alive, FILES.log].map((name) => statIfThere(join(folder, name))?.mtimeMs ?? 0)
  return Math.max(...times) || null
}

interface Completion {
  readonly counts: RunMeta['counts']
  /** Names of series. */
  readonly tracked: readonly string[]
  readonly sealed: RecoveredSeries
  readonly now: number
  readonly lastSign: number | null
  readonly seen: ReturnType<typeof readEnding>
  readonly done: readonly string[]
}

/** `phase` stays what it was: the step in which the process died. */
function completeMeta({ meta, status }: Standing, completion: Completion): RunMeta {
  const { counts, tracked, sealed, now, lastSign, seen, done } = completion
  const unwritten = meta.unwritten.filter(({ path }) => path !== FILES.points) // it is now, or this is not reached
  if (meta.phase === 'ended' || meta.recovered !== undefined) return { ...meta, unwritten, counts }
  const end = meta.end_time ?? (lastSign === null ? null : Math.max(meta.start_time, Math.round(lastSign) / 1000))
  const died = status === 'unknown' ? 'crashed' : status
  return {
    ...meta,
    status: died,
    signal: meta.signal ?? (died === 'interrupted' ? (seen?.requested ?? null) : null),
    end_time: end,
    duration: end === null || meta.end_time !== null ? meta.duration : Math.round((end - meta.start_time) * 1000) / 1000,
    unwritten,
    counts,
    __track__: tracked,
    refused: mostRefused(meta.refused, sealed.refused),
    lost_points: Math.max(meta.lost_points, sealed.lost),
    warnings: [...meta.warnings.filter((warning) => !warning.startsWith(RECOVERED)), sayRecovered(now, end, meta, done)],
    recovered: now / 1000,
  }
}

const RECOVERED = 'Recovered at '

function sayRecovered(now: number, end: number | null, meta: RunMeta, done: readonly string[]): string {
  const facts = [...done, ...(end !== null && meta.end_time === null ? ['end_time is the last sign of life'] : [])]
  return `${RECOVERED}${new Date(now).toISOString()}${facts.length === 0 ? '' : `: ${facts.join('; ')}`}.`
}
