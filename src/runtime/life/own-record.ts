import { setTimeout as sleep } from 'node:timers/promises'
import { RunlabError } from '../../errors.ts'
import type { Recorded } from '../../finish/steps.ts'
import { FILES } from '../../format/files.ts'
import type { RunMeta } from '../../format/meta.ts'
import { restoreBuiltIns } from '../../internal/built-ins.ts'
import { isA } from '../../internal/is-a.ts'
import { wantsVisuals } from '../drawing/wants-visuals.ts'
import { exitCodeOf } from './exit-code.ts'
import type { OpenRun } from './open-live-run.ts'
import type { PreparedRun } from './prepare-run.ts'
import { Rescue } from './rescue.ts'
import { GivenUp } from './steps.ts'
import { summaryOfThrown } from './thrown.ts'

/** How often the last documents are tried to be written, and the milliseconds between. */
const TRIES = 4
const PAUSE = 500

/** What a run's own process knows of it at its end. What cannot be written is named in the record, and ends nothing. */
export class OwnRecord implements Recorded {
  readonly #prepared: PreparedRun
  readonly #live: OpenRun
  readonly #rescue: Rescue
  #isDrawn = false

  constructor(prepared: PreparedRun, live: OpenRun) {
    this.#prepared = prepared
    this.#live = live
    this.#rescue = new Rescue(prepared, live)
  }

  /** A run that came to its end has written it before its hooks. */
  async status(): Promise<void> {
    const { record, request } = this.#prepared
    record.phase = 'finalise'
    if (request.exclusive) sayRestored(record, restoreBuiltIns())
    this.#live.e.close()
    if (record.status === 'running' || record.error !== null) await this.#live.persist(false)
  }

  async values(): Promise<void> {
    await this.#live.attempt(() => this.#live.saver.save({ flush: true }))
  }

  async series(): Promise<void> {
    await this.#take(async () => await this.#live.tracking.seal())
  }

  async artifacts(): Promise<void> {
    const { store, sources, e } = this.#live
    await this.#take(async () => {
      for (const warning of await store.finish()) this.#prepared.record.warn(warning)
      if (store.unwritable !== undefined) throw store.unwritable
    })
    await this.#take(async () => await sources.finish())
    await this.#take(async () => await e.settlePlots())
  }

  async metadata(): Promise<void> {
    const { request, record } = this.#prepared
    this.#isDrawn = wantsVisuals(request) && this.#live.tracking.isUsed
    if (this.#isDrawn) await this.#live.attempt(() => this.#live.writer.writeText(FILES.undrawn, ''))
    record.phase = 'ended'
    if (!this.#isDrawn) this.#closeLog()
    // From here on nothing of the run can be lost.
    if (await this.#writeLast()) this.#rescue.save()
  }

  async pictures(): Promise<void> {
    if (!this.#isDrawn) return
    const { drawEndedRun } = await import('../drawing/draw-ended-run.ts')
    this.#prepared.record.drawn = await drawEndedRun(this.#prepared, this.#live)
    this.#closeLog()
    await this.#writeLast()
  }

  async release(): Promise<void> {
    const { record, request } = this.#prepared
    const live = this.#live
    const saved = isAnyMissing(record) ? ` ${this.#rescue.save()}` : ''
    if (record.unwritten.length > 0) live.e.log.error(`Could not be written: ${sayUnwritten(record.unwritten)}.${saved}`)
    if (saved === '') this.#rescue.remove()
    await live.attempt(() => live.saver.finish())
    // Where the metadata say that it runs, its process has to be known: it is gone, and the run is not.
    const keepsReserve = request.supervisor?.isLost === false
    if (!isMissing(record, FILES.meta)) await live.attempt(() => live.writer.removeAlive({ keepsReserve }))
  }

  /** What does not end in time after a signal, or is given up, is left to be recovered; it does not fail the run. */
  async #take(step: () => Promise<unknown>): Promise<void> {
    const { record } = this.#prepared
    await this.#live.attempt(async () => {
      if (record.signal === null) return void (await step())
      try {
        await this.#live.steps.take(async () => await step())
      } catch (error) {
        if (isA(error, RunlabError) && error.code === 'ARCHIVE_UNWRITABLE') throw error
        record.warn(`Finalising was cut short: ${isA(error, GivenUp) ? 'it was given up' : summaryOfThrown(error)}`)
      }
    })
  }

  #closeLog(): void {
    const trouble = this.#live.output.close()
    if (trouble !== null) this.#prepared.record.lose(FILES.log, trouble)
  }

  /** Writes values and metadata, trying again for a while. Gives whether one of them is still missing. */
  async #writeLast(): Promise<boolean> {
    const { record, request } = this.#prepared
    const write = async (): Promise<void> => {
      const expected = request.exclusive ? exitCodeOf(record) : null
      record.exitCode = expected
      await this.#live.persist(true)
      if (!request.exclusive || exitCodeOf(record) === expected) return
      record.exitCode = exitCodeOf(record)
      await this.#live.persist(true)
    }
    await write()
    for (let tries = 1; tries < TRIES && isAnyMissing(record); tries++) {
      await sleep(PAUSE)
      await write()
    }
    return isAnyMissing(record)
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

function isAnyMissing(record: PreparedRun['record']): boolean {
  return isMissing(record, FILES.meta) || isMissing(record, FILES.data)
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
