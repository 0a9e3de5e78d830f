import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../../format/files.ts'
import type { Sealed, TrackMessage } from './messages.ts'
import type { PageMaker } from './page-maker.ts'
import { PointReader } from './point-ring.ts'
import { RunJournal } from './run-journal.ts'
import type { SharedRing } from './shared-state.ts'

/** Milliseconds for which points come together before they are written. */
const PAUSE = 20

/** Series of a journal that is sealed without starting a thread for it. */
const FEW_SERIES = 200

export interface TrackHubOptions {
  readonly reply: (message: Sealed) => void
  /** To be called before what is in rings is taken out: what was sent before that was put in must be received first. */
  readonly receiveAll?: () => void
  readonly pages: PageMaker
}

interface Entry {
  readonly journal: RunJournal
  timer: NodeJS.Timeout | undefined
}

/** Writes the journals of all runs that a process tracks for: in a thread or, where there is none, in the main thread. */
export class TrackHub {
  readonly #entries = new Map<string, Entry>()
  readonly #options: TrackHubOptions

  constructor(options: TrackHubOptions) {
    this.#options = options
  }

  receive(message: TrackMessage): void {
    if (message.type === 'attach') return this.#attach(message)
    const entry = this.#entries.get(message.run)
    if (message.type === 'seal') return void this.#seal(message, entry)
    if (entry === undefined) return
    switch (message.type) {
      case 'define':
        return entry.journal.define(message.key, message.series)
      case 'note':
        entry.journal.addNote(message.note)
        return this.#flushSoon(entry)
      case 'record':
        entry.journal.addRecord(message)
        return this.#flushSoon(entry)
      case 'points':
        return this.#flushSoon(entry)
      case 'settle':
        return this.#flush(entry)
      case 'leave':
        if (entry.journal.detach(message.key)) void this.#close(message.run, entry)
        return
    }
  }

  /** Brings what was written to the disk itself, and tries again what the disk has refused. */
  sync(): void {
    for (const entry of this.#entries.values()) {
      this.#flush(entry)
      entry.journal.sync()
    }
  }

  #attach({ run, label, key, ring }: TrackMessage & { type: 'attach' }): void {
    if (existsSync(join(run, FILES.series))) return turnAway(ring)
    const entry = this.#entries.get(run) ?? { journal: new RunJournal(run, label, this.#options.pages), timer: undefined }
    this.#entries.set(run, entry)
    entry.journal.attach(key, ring)
  }

  #flushSoon(entry: Entry): void {
    entry.timer ??= setTimeout(() => this.#flush(entry), PAUSE)
  }

  #flush(entry: Entry): void {
    clearTimeout(entry.timer)
    entry.timer = undefined
    this.#options.receiveAll?.()
    entry.journal.flush()
  }

  async #close(run: string, entry: Entry): Promise<string | null> {
    this.#options.receiveAll?.()
    clearTimeout(entry.timer)
    this.#entries.delete(run)
    return await entry.journal.close()
  }

  async #seal({ run, createdBy }: TrackMessage & { type: 'seal' }, entry: Entry | undefined): Promise<void> {
    const answer = await this.#trySeal(run, createdBy, entry)
    entry?.journal.noteSealed(answer.reason === null)
    this.#options.reply(answer)
  }

  /** Without an entry, only other processes have tracked. */
  async #trySeal(run: string, createdBy: string, entry: Entry | undefined): Promise<Sealed> {
    const reason = entry === undefined ? null : await this.#close(run, entry)
    if (reason !== null) return { type: 'sealed', run, report: null, reason }
    const isSmall = this.#entries.size === 0 && (entry?.journal.series ?? 0) <= FEW_SERIES
    return await this.#options.pages.seal(run, { createdBy, isSmall })
  }
}

/** The run is sealed: what is tracked for it now is in vain. */
function turnAway(ring: SharedRing): void {
  const reader = new PointReader(ring)
  reader.close()
  reader.noteAttached()
}
