import type { SeriesDefinition } from '../../format/series.ts'
import { ownTimers, withBuiltIns } from '../../internal/built-ins.ts'
import type { Sealed, TrackMessage } from '../journal/messages.ts'
import { makePagesHere } from '../journal/page-maker.ts'
import type { SenderNote } from '../journal/sender-notes.ts'
import { PointWriter } from '../journal/point-ring.ts'
import { TrackHub } from '../journal/track-hub.ts'

/** How what is tracked reaches the thread that writes it. */
export interface JournalLink {
  readonly send: (message: TrackMessage) => void
  /** Nobody is at the other end. */
  readonly isDead: boolean
}

export interface OutletOptions {
  readonly link: JournalLink
  /** Absolute path of the run's folder. */
  readonly run: string
  /** No other outlet of the process has it. */
  readonly key: string
  /** Names the files of this process's journal. */
  readonly label: string
  /** Names those that are written here, where nobody is at the other end. */
  readonly ownLabel?: string
  /** Is told when the disk begins to refuse what is written, and when it takes it again. */
  readonly onFailing: (isFailing: boolean) => void
  /** Milliseconds for which the calling thread waits for one that does not answer: LONGEST_WAIT when left out. */
  readonly patience?: number
}

const LONGEST_WAIT = 5000
/** Milliseconds for which who tracks waits, each time that points are taken, while they come faster than they are compacted. */
const BRAKE = 100
/** Milliseconds after which a disk that refuses what was tracked is noticed, also where nothing more is tracked. */
const LOOK_AFTER = 500
/** Characters of records that may be under way; then the calling thread waits. */
const MOST_RECORDS = 32 * 2 ** 20

/**
 * The way of one thread's points to the journal: numbers through a ring in shared memory, others as messages, both bounded:
 * who is faster than the disk waits. Starts with the first series. Throws nothing.
 */
export class Outlet {
  readonly #options: OutletOptions
  readonly #ring = new PointWriter()
  readonly #definitions: SeriesDefinition[] = []
  #note: SenderNote | undefined
  /** In place of the other end, where that is gone. */
  #hub: TrackHub | undefined
  #onSealed: (answer: Sealed) => void = () => undefined
  #isFailing = false
  #nextLook: NodeJS.Timeout | undefined
  #sentIn = 0
  #dropped = 0
  /** The round in which the other end has stopped to answer. */
  #stuckIn: number | undefined

  constructor(options: OutletOptions) {
    this.#options = options
  }

  /** The counters of its ring: whether the other end has taken it up is among them. */
  get state(): SharedArrayBuffer {
    return this.#ring.shared.state
  }

  /** Whether the other end has taken it up. */
  get isAttached(): boolean {
    return this.#ring.isAttached
  }

  /** Asks the other end to take it up, ahead of the first series. A channel that nobody listens to yet loses that: ask again. */
  attach(): void {
    this.#send(this.#attachment())
  }

  /** Whether anything was tracked. */
  get isStarted(): boolean {
    return this.#definitions.length > 0 || this.#note !== undefined
  }

  /** Whether the run has ended: what is tracked now is in vain. */
  get isClosed(): boolean {
    return this.#ring.isClosed
  }

  /** Points that could not be kept. */
  get lost(): number {
    const inVain = this.isClosed ? this.#ring.waiting : 0
    return this.#ring.lost + this.#dropped + inVain
  }

  define(series: SeriesDefinition): void {
    if (!this.isStarted) this.#send(this.#attachment())
    this.#definitions.push(series)
    this.#send(this.#definition(series))
  }

  /** Puts down what could not be tracked so far; what was put down before no longer counts. */
  note(refused: SenderNote['refused'], lost: number): void {
    if (this.isClosed) return
    if (!this.isStarted) this.#send(this.#attachment())
    this.#note = { key: this.#options.key, refused, lost }
    this.#send(this.#noteMessage(this.#note))
  }

  put(series: number, step: number, time: number, value: number): void {
    const ring = this.#ring
    if (!ring.put(series, step, time, value) && !this.#waitUntil(() => ring.put(series, step, time, value))) this.#dropped++
    if (!ring.isAwake || this.#isOrphan) this.#wake()
  }

  /** Counts a point that was tracked in vain. */
  drop(): void {
    this.#dropped++
  }

  /** Sends a point that is no number; the text is the line of the journal behind its series' number. */
  record(series: number, text: string): void {
    const ring = this.#ring
    const { run, key } = this.#options
    const hasRoom = ring.recordsWaiting <= MOST_RECORDS || this.#waitUntil(() => ring.recordsWaiting <= MOST_RECORDS)
    if (!hasRoom || ring.isClosed) {
      this.#dropped++
      return
    }
    if (this.#isOrphan) this.#replaceHub()
    ring.sendRecord(text.length)
    this.#send({ type: 'record', run, key, series, text })
    this.#noteFailing()
  }

  /** Lets the other end seal the journal, and waits for it at most so many milliseconds. Where nobody is there, it stays. */
  sealNow(createdBy: string, milliseconds: number): boolean {
    if (this.#options.link.isDead) return false
    this.#send({ type: 'seal', run: this.#options.run, createdBy })
    return this.#ring.waitForSeal(milliseconds)
  }

  /** Seals the journal here, where nobody is at the other end. */
  async sealHere(createdBy: string): Promise<Sealed> {
    return await new Promise((resolve) => {
      this.#onSealed = (answer) => {
        this.#dropped += this.#ring.forgetRecords() // sent meanwhile to who had gone
        resolve(answer)
      }
      this.#replaceHub().receive({ type: 'seal', run: this.#options.run, createdBy })
    })
  }

  /** Lets go: nothing comes any more from here. */
  leave(): void {
    const { run, key } = this.#options
    if (this.isStarted || this.isAttached) this.#send({ type: 'leave', run, key })
  }

  /** Waits until all that came is in files. False where the disk refuses it, or nobody answers. */
  settle(): boolean {
    if (!this.isStarted) return true
    const { round } = this.#ring
    // The round that is going on may have begun before what was sent last came.
    const isSettled = this.#waitUntil(() => ((this.#ring.round - round) | 0) > 1 && this.#ring.waiting === 0)
    this.#noteFailing()
    return isSettled && !this.#ring.isFailing
  }

  /** The other end has gone, and nobody is there in its place yet. */
  get #isOrphan(): boolean {
    return this.#hub === undefined && this.#options.link.isDead
  }

  #wake(): void {
    if (this.#ring.wake() || this.#isOrphan) this.#send({ type: 'points', run: this.#options.run })
    if (this.#hub === undefined) this.#ring.waitWhileBehind(BRAKE)
    this.#noteFailing()
  }

  /** Something was sent: looks now, and later, since who tracks nothing more is to hear of it, too. */
  #noteFailing(): void {
    this.#sentIn = this.#ring.round
    this.#look()
  }

  #look(): void {
    const isFailing = this.#ring.isFailing || this.#ring.round === this.#stuckIn
    // The round that was going on may have begun before what was sent last came.
    const isKnown = isFailing || this.isClosed || ((this.#ring.round - this.#sentIn) | 0) > (this.#hub === undefined ? 1 : 0)
    if (!isKnown && this.#nextLook === undefined)
      this.#nextLook = ownTimers.setTimeout(() => this.#lookLater(), LOOK_AFTER).unref()
    if (isFailing === this.#isFailing) return
    this.#isFailing = isFailing
    this.#options.onFailing(isFailing)
  }

  #lookLater(): void {
    this.#nextLook = undefined
    withBuiltIns(() => this.#look())
  }

  /** Lets the other end look until something is so. False where it does not answer. */
  #waitUntil(isSo: () => boolean): boolean {
    while (!isSo()) {
      if (this.isClosed) return false
      const { round } = this.#ring
      const { patience = LONGEST_WAIT } = this.#options
      if (round === this.#stuckIn) return false // a disk that hangs is waited for once
      this.#send({ type: 'settle', run: this.#options.run })
      if (this.#ring.round === round && !this.#ring.wait(round, patience) && !this.#options.link.isDead) {
        this.#stuckIn = round
        this.#noteFailing()
        return isSo()
      }
    }
    return true
  }

  #send(message: TrackMessage): void {
    const { link } = this.#options
    if (!link.isDead) return link.send(message)
    this.#replaceHub().receive(message)
  }

  /** The thread has ended: what is in the ring still, and all that comes, is written here. */
  #replaceHub(): TrackHub {
    if (this.#hub !== undefined) return this.#hub
    const hub = new TrackHub({ reply: (answer) => this.#onSealed(answer), pages: makePagesHere })
    this.#hub = hub
    this.#dropped += this.#ring.forgetRecords()
    this.#stuckIn = undefined
    if (this.isStarted) hub.receive(this.#attachment())
    for (const series of this.#definitions) hub.receive(this.#definition(series))
    if (this.#note !== undefined) hub.receive(this.#noteMessage(this.#note))
    return hub
  }

  #attachment(): TrackMessage {
    const { run, key, label, ownLabel = `${label}-${key}` } = this.#options
    return { type: 'attach', run, key, label: this.#hub === undefined ? label : ownLabel, ring: this.#ring.shared }
  }

  #noteMessage(note: SenderNote): TrackMessage {
    const { run, key } = this.#options
    return { type: 'note', run, key, note }
  }

  #definition(series: SeriesDefinition): TrackMessage {
    const { run, key } = this.#options
    return { type: 'define', run, key, series }
  }
}
