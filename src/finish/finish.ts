import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeChecksums } from '../archive/status/checksums.ts'
import { FILES } from '../format/files.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { tryRemove } from '../internal/try-remove.ts'
import type { DeadEnding } from './dead-ending.ts'
import { STEPS } from './steps.ts'
import type { Recorded, Step } from './steps.ts'

/** A run that comes to its end by itself. */
export interface OwnEnding {
  readonly by: 'process'
  readonly recorded: Recorded
  /** Its supervisor writes it, having seen how the process has ended. */
  readonly leavesReport: boolean
}

export type Ending = (OwnEnding | DeadEnding) & {
  /** What is not begun when it is aborted is left for another call. */
  readonly signal?: AbortSignal
  /** Where tests kill it. */
  readonly afterStep?: (step: Step) => unknown
}

export interface Finished {
  /** There was nothing to do. */
  readonly isComplete: boolean
  /** What was done, in words. */
  readonly done: readonly string[]
}

/**
 * Turns what a run has recorded into its finished archive: called by its process, by its supervisor when that has died, and by
 * `runlab recover` when both have. May be killed at any time, and called again. Throws what the steps throw; for a run that is
 * not known to be dead RUN_ALIVE, RUN_LIFE_UNKNOWN; RUN_NOT_FOUND, ARCHIVE_FORMAT, ARCHIVE_UNWRITABLE.
 */
export async function finish(folder: string, ending: Ending): Promise<Finished> {
  if (ending.by === 'process') {
    await takeSteps(folder, ending.recorded, ending)
    return { isComplete: false, done: [] }
  }
  const [{ claimDead }, { LeftBehind }] = await Promise.all([import('./claim-dead.ts'), import('./left-behind.ts')])
  const claimed = await claimDead(folder, ending)
  if (claimed === null) return await completeReport(folder)
  try {
    const left = new LeftBehind(folder, claimed.standing, ending)
    await takeSteps(folder, left, ending)
    return { isComplete: false, done: left.done }
  } finally {
    claimed.release()
  }
}

async function takeSteps(folder: string, recorded: Recorded, ending: Ending): Promise<void> {
  for (const step of STEPS) {
    if (ending.signal?.aborted === true) return
    const isLeft = step === 'report' && ending.by === 'process' && ending.leavesReport
    // oxlint-disable-next-line no-await-in-loop -- the order is what matters
    if (!isLeft) await (step === 'report' ? writeReport(folder) : recorded[step]())
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ending.afterStep?.(step)
  }
}

/** The last step, where a kill came before it. */
async function completeReport(folder: string): Promise<Finished> {
  if (statIfThere(join(folder, FILES.report)) !== undefined) return { isComplete: true, done: [] }
  await writeReport(folder)
  return { isComplete: false, done: [`${FILES.report} written`] }
}

/** What `write-atomically` calls one that is not whole. */
const PARTIAL_REPORT = /^report\.html\.[\da-f]{12}\.tmp$/

/** And, before it, the checksums of what nobody writes any more. What a kill has left of an earlier report goes. */
async function writeReport(folder: string): Promise<void> {
  const own = join(folder, FILES.internal)
  const names = statIfThere(own)?.isDirectory() === true ? readdirSync(own) : []
  for (const name of names) if (PARTIAL_REPORT.test(name)) tryRemove(join(own, name))
  await writeChecksums(folder)
  const report = await import('../report/write-report.ts')
  await report.writeReport(folder)
}
