import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Track, TrackerHandle } from '../../api/tracking.ts'
import { FILES } from '../../format/files.ts'
import { isSystemSeries } from '../../format/series.ts'
import type { RunMeta } from '../../format/meta.ts'
import { once } from '../../internal/once.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import type { Sealed } from '../../tracking/journal/messages.ts'
import { joinRefused } from '../../tracking/journal/sender-notes.ts'
import type { SenderNote } from '../../tracking/journal/sender-notes.ts'
import { countPoints, nameTracked } from '../../tracking/name-tracked.ts'
import { KindRegistry } from '../../tracking/kinds/registry.ts'
import { readSealedNotes } from '../../tracking/reading/sealed-list.ts'
import { TrackedReader } from '../../tracking/reading/tracked-reader.ts'
import { MediaOutlet } from '../../tracking/sending/media-outlet.ts'
import { Outlet } from '../../tracking/sending/outlet.ts'
import { Tracker } from '../../tracking/sending/tracker.ts'
import type { PreparedRun } from '../life/prepare-run.ts'
import { RUNLAB_VERSION } from '../loading/package-version.ts'
import { Refusals } from './refusals.ts'
import { trackMask } from './track-mask.ts'
import type { Warn } from './warn.ts'
import { journalThread, mediaLink } from './writer-threads.ts'

/** Names the run's own outlet. */
const KEY = 'main'
const CREATED_BY = `runlab ${RUNLAB_VERSION}`

const FAILING =
  'The disk does not take what is tracked. It is kept in memory, as far as that reaches, and written when the disk takes it again.'

/** What a run tracks: its own points, and in the end those of all its threads and processes. */
export class RunTracking {
  readonly reader: TrackedReader
  readonly track: Track
  readonly #prepared: PreparedRun
  readonly #warn: Warn
  readonly #outlet: Outlet
  readonly #media: MediaOutlet
  readonly #tracker: Tracker
  readonly #refusals: Refusals
  #sealed: Sealed | undefined
  /** What other threads and processes could not track. */
  #elsewhere: readonly SenderNote[] = []
  #lostMedia = 0
  /** Once it could not be sealed. */
  #readable: { readonly series: number; readonly points: number } | undefined

  /** `warn` says something to the user, with what helps, and to the record. */
  constructor(prepared: PreparedRun, warn: Warn) {
    const { folder, redactor, request, specification } = prepared
    this.#prepared = prepared
    this.#warn = warn
    const mask = trackMask(redactor)
    this.#refusals = new Refusals({ say: warn, keep: (list) => this.#outlet.note(list, 0), mask: mask.text })
    const warnOfDisk = once(() => warn(FAILING)) // numbers and media find it out each for itself, and time and again
    const onFailing = (isFailing: boolean): void => {
      if (isFailing && this.#sealed === undefined) warnOfDisk()
    }
    const kinds = new KindRegistry(specification.kinds)
    this.reader = new TrackedReader(folder, kinds)
    this.#outlet = new Outlet({ link: journalThread(), run: folder, key: KEY, label: 'main', onFailing })
    this.#media = new MediaOutlet({
      link: mediaLink,
      journal: this.#outlet.state,
      run: folder,
      key: KEY,
      record: (series, text) => this.#outlet.record(series, text),
      onFailing,
    })
    const isStrict = request.strict ?? (request.debug === true || request.testing === true)
    const tracker = new Tracker({
      outlet: this.#outlet,
      media: this.#media,
      kinds,
      now: request.system.now,
      cwd: request.system.cwd,
      mask,
      sender: 'main',
      refuse: (error, series) => {
        if (isStrict) throw error
        this.#refusals.note(error, series)
      },
    })
    this.#tracker = tracker
    this.track = (name: unknown, value?: unknown, options?: unknown): void => tracker.track(name, value, options)
  }

  /** What another thread or process gives to `openTracker`. */
  get handle(): TrackerHandle {
    const { folder } = this.#prepared
    const thread = journalThread()
    thread.send({ type: 'settle', run: folder }) // it listens to the channel from now on
    return { runlab: 'tracker', run: folder, channel: thread.channel, pid: process.pid, host: hostname() }
  }

  /** Waits until all that was tracked is in files. */
  settle(): void {
    this.#tracker.settle()
  }

  /** What the metadata say. */
  get meta(): Pick<RunMeta, '__track__' | 'refused' | 'lost_points'> {
    return {
      __track__: nameTracked(this.#isSealed ? this.reader.summaries() : this.#tracker.series),
      refused: joinRefused([this.#refusals.list, ...this.#elsewhere.map(({ refused }) => refused)]),
      lost_points: this.#elsewhere.reduce((sum, { lost }) => sum + lost, this.#ownLost),
    }
  }

  get counts(): { readonly series: number; readonly points: number } {
    const { report = null } = this.#sealed ?? {}
    if (report !== null) return { series: report.series, points: report.points }
    if (this.#readable !== undefined) return this.#readable
    const { series, points, lost } = this.#tracker
    return { series: series.length, points: Math.max(0, points - lost) }
  }

  /** Seals the journal, those of other processes included. Notes in the record what could not be. */
  async seal(): Promise<void> {
    const { folder, record } = this.#prepared
    const media = await this.#media.finish()
    this.#lostMedia += media?.lost ?? 0
    if (media !== null && media.lost > 0) {
      this.#warn(`${media.lost === 1 ? 'One tracked file' : `${media.lost} tracked files`} could not be written: ${media.reason}`)
    }
    if (!this.#outlet.isStarted && statIfThere(join(folder, FILES.tracking)) === undefined) return
    const sealed = await this.#sealJournal()
    this.#note(sealed)
    const { reason } = sealed
    if (reason !== null) this.#readable = this.#countReadable()
    const lost = this.#ownLost - this.#lostMedia
    if (lost > 0) this.#warn(`${lost} tracked points were lost, since the disk did not take them.`)
    if (reason !== null) record.lose(FILES.points, `${reason}; what is in the journal, runlab recover seals`)
    else if (lost > 0) record.lose(FILES.points, `the disk did not take ${lost} points`)
  }

  /**
   * The same at once, for a process that ends when this returns; what is not done then is left to be recovered. Whether it was
   * done, and the record says it.
   */
  sealNow(milliseconds: number): boolean {
    this.settle()
    if (!this.#outlet.isStarted || !this.#outlet.sealNow(CREATED_BY, milliseconds)) return false
    const { folder } = this.#prepared
    const series = this.reader.summaries().filter((each) => !isSystemSeries(each))
    const notes = readSealedNotes(folder)
    const report = { series: series.length, points: countPoints(series), torn: 0, notes }
    this.#note({ type: 'sealed', run: folder, report, reason: null })
    return true
  }

  /** What can be read of a journal that could not be sealed; nothing more comes to it. */
  #countReadable(): { readonly series: number; readonly points: number } {
    const series = this.reader.summaries().filter((each) => !isSystemSeries(each))
    return { series: series.length, points: countPoints(series) }
  }

  /** Of a journal that could not be sealed, what cannot be read is lost, whoever has lost it. */
  get #ownLost(): number {
    const { lost, points } = this.#tracker
    const unreadable = this.#readable === undefined ? 0 : points - this.#readable.points
    return Math.max(lost, unreadable) + this.#lostMedia
  }

  #note(sealed: Sealed): void {
    this.#sealed = sealed
    this.#elsewhere = (sealed.report?.notes ?? []).filter(({ key }) => key !== KEY)
  }

  get #isSealed(): boolean {
    return this.#sealed?.report !== undefined && this.#sealed.report !== null
  }

  async #sealJournal(): Promise<Sealed> {
    const { folder } = this.#prepared
    const thread = journalThread()
    // Other threads may have tracked where this one has not.
    const answer = thread.isDead ? null : await thread.ask(folder, { type: 'seal', run: folder, createdBy: CREATED_BY })
    return answer ?? (await this.#outlet.sealHere(CREATED_BY))
  }
}
