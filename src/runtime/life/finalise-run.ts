import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import type { RunMeta } from '../../format/meta.ts'
import { restoreBuiltIns } from '../../internal/built-ins.ts'
import { isA } from '../../internal/is-a.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { Rescue } from './rescue.ts'
import { GivenUp } from './steps.ts'
import { summaryOfThrown } from './thrown.ts'

/** How often the last documents are tried to be written, and the milliseconds between. */
const TRIES = 4
const PAUSE = 500

/** Completes a run's record: artifacts hashed and listed, late sources added, values and metadata written, the log closed. */
export async function finaliseRun(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record, request } = prepared
  record.phase = 'finalise'
  const rescue = new Rescue(prepared, live)
  if (request.exclusive) sayRestored(record, restoreBuiltIns())
  live.e.close()
  await live.attempt(() => takeFinalStep(live, () => completeArtifacts(live, (text) => record.warn(text))))
  await live.attempt(() => takeFinalStep(live, () => live.sources.finish()))
  await live.attempt(() => takeFinalStep(live, () => live.tracking.seal()))
  await live.attempt(() => takeFinalStep(live, () => live.e.settlePlots()))
  const isDrawn = wantsVisuals(request) && live.tracking.isUsed
  if (isDrawn) await live.attempt(() => live.writer.writeText(FILES.undrawn, '')) // before it reads as ended
  record.phase = 'ended'
  if (isDrawn) {
    // From here on nothing of the run can be lost.
    if (await writeLast(prepared, live)) rescue.save()
    const { drawEndedRun } = await import('../drawing/draw-ended-run.ts')
    record.drawn = await drawEndedRun(prepared, live)
  }
  const trouble = live.output.close()
  if (trouble !== null) record.lose(FILES.log, trouble)
  const saved = (await writeLast(prepared, live)) ? ` ${rescue.save()}` : ''
  if (record.unwritten.length > 0) live.e.log.error(`Could not be written: ${sayUnwritten(record.unwritten)}.${saved}`)
  if (saved === '') rescue.remove()
  await live.attempt(() => live.saver.finish())
  // Where the metadata say that it runs, its process has to be known: it is gone, and the run is not.
  const keepsReserve = request.supervisor?.isLost === false
  if (!isMissing(record, FILES.meta)) await live.attempt(() => live.writer.removeAlive({ keepsReserve }))
  // The supervisor writes it when it has seen how the process has ended.
  if (request.supervisor?.isLost !== false) await writeReport(prepared, live)
  request.supervisor?.send({ type: 'closed' })

  /** What does not end in time, or is given up, is left to be recovered; it does not fail the run. */
  async function takeFinalStep(run: OpenRun, step: () => Promise<unknown>): Promise<void> {
    if (record.signal === null) return void (await step())
    try {
      await run.steps.take(async () => await step())
    } catch (error) {
      if (isA(error, RunlabError) && error.code === 'ARCHIVE_UNWRITABLE') throw error
      record.warn(`Finalising was cut short: ${isA(error, GivenUp) ? 'it was given up' : summaryOfThrown(error)}`)
    }
  }
}

/** Built-ins that are named in the warning. */
const NAMED = 5

/** What the code of a run has changed for the whole process is put back before its record is completed. */
function sayRestored(record: PreparedRun['record'], changed: readonly string[]): void {
  const names = [...new Set(changed)]
  if (names.length === 0) return
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : ''
  record.warn(
    `The run changed what is built in, which was put back before its record was written: ${names.slice(0, NAMED).join(', ')}${more}.`,
  )
}

/** `RUNLAB_VISUALS=0` switches off what is not asked for. */
function wantsVisuals({ visuals, system }: PreparedRun['request']): boolean {
  return visuals ?? system.env['RUNLAB_VISUALS'] !== '0'
}

/** The page that tells the run. Without it nothing is lost: `runlab draw` writes it, too. */
async function writeReport({ folder }: PreparedRun, live: OpenRun): Promise<void> {
  try {
    const report = await import('../../report/write-report.ts')
    await report.writeReport(folder)
  } catch (error) {
    live.e.log.warn(`The report could not be written: ${summaryOfThrown(error)}`)
  }
}

async function completeArtifacts(live: OpenRun, warn: (text: string) => void): Promise<void> {
  for (const warning of await live.store.finish()) warn(warning)
  if (live.store.unwritable !== undefined) throw live.store.unwritable
}

/** Writes values and metadata, trying again for a while. Gives whether one of them is still missing. */
async function writeLast(prepared: PreparedRun, live: OpenRun): Promise<boolean> {
  const { record } = prepared
  const { exclusive } = prepared.request
  const isAnyMissing = (): boolean => isMissing(record, FILES.meta) || isMissing(record, FILES.data)
  const write = async (): Promise<void> => {
    const expected = exclusive ? exitCodeOf(record) : null
    record.exitCode = expected
    await live.persist(true)
    if (!exclusive || exitCodeOf(record) === expected) return
    record.exitCode = exitCodeOf(record)
    await live.persist(true)
  }
  await write()
  for (let tries = 1; tries < TRIES && isAnyMissing(); tries++) {
    await sleep(PAUSE)
    await write()
  }
  return isAnyMissing()
}

function isMissing({ unwritten }: PreparedRun['record'], name: string): boolean {
  return unwritten.some(({ path }) => path === name)
}

/** Each reason once. */
function sayUnwritten(unwritten: RunMeta['unwritten']): string {
  const reasons = [...new Set(unwritten.map(({ reason }) => reason))]
  const pathsOf = (wanted: string): string[] => unwritten.filter(({ reason }) => reason === wanted).map(({ path }) => path)
  return reasons.map((reason) => `${pathsOf(reason).join(', ')} (${reason})`).join('; ')
}

/** The exit code of a run that is done but whose record has gaps. */
const INCOMPLETE = 3

/** What a process that exists for the run exits with. */
export function exitCodeOf({ status, signal, unwritten }: PreparedRun['record']): number {
  if (signal !== null) return 128 + constants.signals[signal.name as NodeJS.Signals]
  if (status !== 'done') return 1
  return unwritten.length > 0 ? INCOMPLETE : 0
}
