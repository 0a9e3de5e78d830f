import { join } from 'node:path'
import { claimFolder } from '../archive/claims/folder-claim.ts'
import { wasAbandoned } from '../archive/claims/was-abandoned.ts'
import { judgeStanding, readAlive, readLife, readMeta } from '../archive/status/read-status.ts'
import type { Standing } from '../archive/status/read-status.ts'
import { runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { asUnwritable } from '../internal/as-unwritable.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { agoText } from '../render/ago-text.ts'
import type { DeadEnding } from './dead-ending.ts'
import { needsList, refuseDamagedPoints } from './left-series.ts'

/** A dead run that one process alone completes. */
export interface Claimed {
  readonly standing: Standing
  readonly release: () => void
}

/**
 * Claims a run whose process is dead; null where its record is complete. Throws RUN_ALIVE, also where another process completes
 * it, RUN_LIFE_UNKNOWN, RUN_NOT_FOUND, ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export async function claimDead(folder: string, ending: DeadEnding): Promise<Claimed | null> {
  const before = refuseLiving(folder, ending)
  const isDrawn = ending.draw === null || statIfThere(join(folder, FILES.undrawn)) === undefined
  if (before.life === 'ended' && isDrawn && !wasAbandoned(folder) && !(await needsList(folder))) {
    await refuseDamagedPoints(folder)
    return null
  }
  const claim = claimForWriting(folder)
  if (claim === null) throw runlabError('RUN_ALIVE', { path: folder, pid: null })
  try {
    // Until it was claimed, a debug run may have been replaced by one that is alive.
    return { standing: refuseLiving(folder, ending), release: () => claim.release() }
  } catch (error) {
    claim.release()
    throw error
  }
}

function claimForWriting(folder: string): ReturnType<typeof claimFolder> {
  try {
    return claimFolder(folder)
  } catch (error) {
    throw asUnwritable(error, folder)
  }
}

function refuseLiving(folder: string, { assumeDead = false, now }: DeadEnding): Standing {
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
    throw runlabError('RUN_LIFE_UNKNOWN', { path: folder, host, lastSign: lastSign === null ? null : agoText(now - lastSign) })
  }
  return standing
}
