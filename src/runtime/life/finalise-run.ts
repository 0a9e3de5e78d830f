import { mkdtempSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RunWriter } from '../../archive/run-writer.ts'
import { RunlabError } from '../../errors.ts'
import { FILES } from '../../format/files.ts'
import type { RunMeta } from '../../format/meta.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { GivenUp } from './steps.ts'
import { summaryOfThrown } from './thrown.ts'

/** How often the last documents are tried to be written, and the milliseconds between. */
const TRIES = 4
const PAUSE = 500

/** Completes a run's record: artifacts hashed and listed, late sources added, values and metadata written, the log closed. */
export async function finaliseRun(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record, request } = prepared
  record.phase = 'finalise'
  live.e.close()
  await live.attempt(() => takeFinalStep(live, () => completeArtifacts(live, (text) => record.warn(text))))
  await live.attempt(() => takeFinalStep(live, () => live.sources.finish()))
  await live.attempt(() => takeFinalStep(live, () => live.tracking.seal()))
  await live.attempt(() => takeFinalStep(live, () => live.e.settlePlots()))
  const isDrawn = wantsVisuals(request) && live.tracking.isUsed
  if (isDrawn) await live.attempt(() => live.writer.writeText(FILES.undrawn, '')) // before it reads as ended
  record.phase = 'ended'
  if (isDrawn) {
    await writeLast(prepared, live) // from here on nothing of the run can be lost
    const { drawEndedRun } = await import('../drawing/draw-ended-run.ts')
    record.drawn = await drawEndedRun(prepared, live)
  }
  const trouble = live.output.close()
  if (trouble !== null) record.lose(FILES.log, trouble)
  await writeLast(prepared, live)
  await live.attempt(() => live.saver.finish())
  await live.attempt(() => live.writer.removeAlive())
  // The supervisor writes it when it has seen how the process has ended.
  if (request.supervisor?.isLost !== false) await writeReport(prepared, live)
  request.supervisor?.send({ type: 'closed' })

  /** What does not end in time, or is given up, is left to be recovered; it does not fail the run. */
  async function takeFinalStep(run: OpenRun, step: () => Promise<unknown>): Promise<void> {
    if (record.signal === null) return void (await step())
    try {
      await run.steps.take(async () => await step())
    } catch (error) {
      if (error instanceof RunlabError && error.code === 'ARCHIVE_UNWRITABLE') throw error
      record.warn(`Finalising was cut short: ${error instanceof GivenUp ? 'it was given up' : summaryOfThrown(error)}`)
    }
  }
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

/** Writes values and metadata, trying again for a while; where their place cannot be written, to one that can. */
async function writeLast(prepared: PreparedRun, live: OpenRun): Promise<void> {
  const { record } = prepared
  const { exclusive } = prepared.request
  const isMissing = (): boolean => record.unwritten.some(({ path }) => path === FILES.meta || path === FILES.data)
  const write = async (): Promise<void> => {
    const expected = exclusive ? exitCodeOf(record) : null
    record.exitCode = expected
    await live.persist(true)
    if (!exclusive || exitCodeOf(record) === expected) return
    record.exitCode = exitCodeOf(record)
    await live.persist(true)
  }
  await write()
  for (let tries = 1; tries < TRIES && isMissing(); tries++) {
    await sleep(PAUSE)
    await write()
  }
  if (record.unwritten.length === 0) return
  live.e.log.error(
    `Could not be written: ${sayUnwritten(record.unwritten)}.${isMissing() ? ` ${saveElsewhere(prepared, live)}` : ''}`,
  )
}

/** Each reason once. */
function sayUnwritten(unwritten: RunMeta['unwritten']): string {
  const reasons = [...new Set(unwritten.map(({ reason }) => reason))]
  const pathsOf = (wanted: string): string[] => unwritten.filter(({ reason }) => reason === wanted).map(({ path }) => path)
  return reasons.map((reason) => `${pathsOf(reason).join(', ')} (${reason})`).join('; ')
}

/** Saves values and metadata where there is room, and says where. */
function saveElsewhere({ record, redactor }: PreparedRun, live: OpenRun): string {
  try {
    const rescue = mkdtempSync(join(tmpdir(), 'runlab-rescued-'))
    const writer = new RunWriter(rescue, redactor)
    writer.writeData(live.saver.values)
    writer.writeMeta(record.toMeta())
    writer.removeAlive()
    return `Values and metadata are in ${rescue}`
  } catch (error) {
    return `Nor could values and metadata be saved in ${tmpdir()}: ${summaryOfThrown(error)}`
  }
}

/** The exit code of a run that is done but whose record has gaps. */
const INCOMPLETE = 3

/** What a process that exists for the run exits with. */
export function exitCodeOf({ status, signal, unwritten }: PreparedRun['record']): number {
  if (signal !== null) return 128 + constants.signals[signal.name as NodeJS.Signals]
  if (status !== 'done') return 1
  return unwritten.length > 0 ? INCOMPLETE : 0
}
