import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { RunlabError, runlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import type { RunMeta, RunStatus } from '../../format/meta.ts'
import { parseMeta } from '../../format/parse-meta.ts'
import { PYCOMEX_FORMAT } from '../../format/parse-pycomex-meta.ts'
import { parseAliveRecord, parseEndingRecord } from '../../format/records.ts'
import type { AliveRecord, EndingRecord } from '../../format/records.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { judgeLiveness } from '../claims/liveness.ts'
import type { Liveness, ProcessSpace } from '../claims/liveness.ts'
import { withFailure } from '../pycomex/failure.ts'
import { pycomexStatus } from '../pycomex/status.ts'
import { readDocument } from '../documents/read-document.ts'
import { readStopOrder } from '../documents/stop-order.ts'

/** The metadata of a run's folder. Throws RUN_NOT_FOUND when there is none, ARCHIVE_FORMAT, ARCHIVE_VERSION. */
export function readMeta(folder: string): RunMeta {
  const meta = readMetaIfThere(folder)
  if (meta === undefined) throw runlabError('RUN_NOT_FOUND', { path: folder })
  return meta
}

/** The metadata of a folder; undefined when it is none of a run. Throws ARCHIVE_FORMAT, ARCHIVE_VERSION. */
export function readMetaIfThere(folder: string, note?: (stats: Stats) => void): RunMeta | undefined {
  const file = join(folder, FILES.meta)
  const document = readDocument(file, note)
  if (document === undefined) return undefined
  const meta = parseMeta(document, file)
  return meta.format === PYCOMEX_FORMAT ? withFailure(folder, meta) : meta
}

/**
 * Whether anybody works on a run. `ended`: its record was completed, by itself or by `runlab recover`. `dead`: its process
 * is gone and has left it as it was. `unknown`: that cannot be told from here.
 */
export type RunLife = 'ended' | 'working' | 'dead' | 'unknown'

/** What a run's documents amount to, as seen from here now. */
export interface Standing {
  /** As in `experiment_meta.json`, with the end of a run that could not write it itself, where somebody saw it. */
  readonly meta: RunMeta
  readonly status: RunStatus
  readonly life: RunLife
  /** When its process last gave a sign of life, in milliseconds since the epoch; null where that is not known, or over. */
  readonly lastSign: number | null
}

/**
 * Puts together what the run wrote of itself, what its supervisor saw, and whether its process lives. A run that says
 * `running` and whose process is gone is `stopped` where the program that started it had asked for its end, `interrupted` where it
 * was ended by force after a signal, else `crashed`.
 * Throws ARCHIVE_FORMAT, RUN_NOT_FOUND when the run has been removed meanwhile.
 */
export function judgeStanding(folder: string, meta: RunMeta, here?: ProcessSpace): Standing {
  if (meta.format === PYCOMEX_FORMAT) return foreign(meta, pycomexStatus(folder, meta))
  if (isComplete(meta)) return completed(meta)
  const { liveness, lastSign } = readLife(folder, here)
  if (liveness === 'alive') return { meta, status: meta.status, life: 'working', lastSign }
  // It may have ended, and its process with it, since the metadata was read.
  const now = readMeta(folder)
  if (isComplete(now)) return completed(now)
  const seen = readEnding(folder)
  if (seen === null && liveness !== 'dead') {
    return { meta: now, status: now.status === 'running' ? 'unknown' : now.status, life: 'unknown', lastSign }
  }
  if (now.status !== 'running') return { meta: withEnd(now, seen), status: now.status, life: 'dead', lastSign }
  return { ...killed(folder, now, seen), life: 'dead', lastSign }
}

/** What ended a run that could not write it: who asked for its end, where somebody did. */
function killed(folder: string, now: RunMeta, seen: EndingRecord | null): Pick<Standing, 'meta' | 'status'> {
  const meta = withEnd(now, seen)
  const isAsked = seen === null || seen.forced || seen.requested !== null
  const order = isAsked ? readStopOrder(folder) : null
  if (order !== null) return { meta: { ...meta, stop_reason: order.reason }, status: 'stopped' }
  return { meta, status: seen?.forced === true ? 'interrupted' : 'crashed' }
}

function foreign(meta: RunMeta, status: RunStatus): Standing {
  const life = status === 'running' ? 'working' : status === 'crashed' ? 'dead' : status === 'unknown' ? 'unknown' : 'ended'
  return { meta, status, life, lastSign: null }
}

function isComplete({ status, phase, recovered }: RunMeta): boolean {
  return status !== 'running' && (phase === 'ended' || recovered !== undefined)
}

function completed(meta: RunMeta): Standing {
  return { meta, status: meta.status, life: 'ended', lastSign: null }
}

function withEnd(meta: RunMeta, seen: EndingRecord | null): RunMeta {
  if (meta.end_time !== null || seen === null) return meta
  const end = seen.time / 1000
  return { ...meta, end_time: end, duration: Math.max(0, Math.round((end - meta.start_time) * 1000) / 1000) }
}

/** What the supervisor saw; null where there was none, or it was gone first. Throws ARCHIVE_FORMAT. */
export function readEnding(folder: string): EndingRecord | null {
  const file = join(folder, FILES.ending)
  const document = readDocument(file)
  return document === undefined ? null : parseEndingRecord(document, { file })
}

/** The process that executes a run; null when none is recorded, or not in a way that can be read. */
export function readAlive(folder: string): AliveRecord | null {
  const file = join(folder, FILES.alive)
  try {
    const document = readDocument(file)
    return document === undefined ? null : parseAliveRecord(document, { file })
  } catch (error) {
    if (error instanceof RunlabError) return null
    throw error
  }
}

export interface ProcessLife {
  /** Null when no process is recorded. */
  readonly liveness: Liveness | null
  /** Milliseconds since the epoch. */
  readonly lastSign: number | null
}

/** Whether the process that executes a run lives, and when it last said so. */
export function readLife(folder: string, here?: ProcessSpace): ProcessLife {
  const stats = statIfThere(join(folder, FILES.alive))
  if (stats === undefined) return { liveness: null, lastSign: null }
  const alive = readAlive(folder)
  const lastSign = Math.round(stats.mtimeMs)
  return { liveness: alive === null ? 'unknown' : judgeLiveness(alive, { here, lastSign }), lastSign }
}
