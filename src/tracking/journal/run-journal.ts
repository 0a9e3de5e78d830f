import { basename } from 'node:path'
import { recordLine } from '../columns/record-lines.ts'
import type { SeriesDefinition } from '../../format/series.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import type { AppendFile } from './append-file.ts'
import type { TrackMessage } from './messages.ts'
import { Compaction } from './compaction.ts'
import { JournalFolder } from './journal-folder.ts'
import { makePagesHere } from './page-maker.ts'
import type { PageMaker, Points } from './page-maker.ts'
import { PointReader } from './point-ring.ts'
import { PointSegments } from './point-segments.ts'
import { RecordSegments } from './record-segments.ts'
import type { SegmentsAt } from './segment-names.ts'
import type { SenderNote } from './sender-notes.ts'
import type { SharedRing } from './shared-state.ts'

/** Numbers of series that one outlet may have. */
const NUMBERS = 2 ** 32

/**
 * What one process tracks for one run, written to the run's journal.
 *
 * What `flush` finds is in files when it returns, in order for each sender; what the disk refuses waits in memory, up to a
 * bound, and is written when the disk takes it. Segments that are full are compacted meanwhile. Nothing is thrown: how it
 * stands is in the rings, where the senders see it.
 */
export class RunJournal {
  readonly #folder: JournalFolder
  readonly #compaction: Compaction
  readonly #points: PointSegments
  readonly #records: RecordSegments
  readonly #rings = new Map<string, PointReader>()
  /** Points of each that are taken, and not known to be in files that the run will seal. */
  readonly #unconfirmed = new Map<PointReader, number>()
  /** Records of each that are taken and not in files yet. */
  readonly #unwritten = new Map<PointReader, number>()
  /** The outlet of each sender. */
  readonly #senders = new Map<string, string>()
  #attached = 0
  #defined = 0
  #definitions: string[] = []
  #seriesFile: AppendFile | undefined
  #reason: string | null = null

  constructor(run: string, label: string, pages: PageMaker) {
    this.#folder = new JournalFolder(run, label)
    this.#points = new PointSegments(this.#folder, (path, points) => this.#compact(path, 'points', points))
    this.#compaction = new Compaction({
      pages,
      series: () => this.#defined,
      reuse: (points) => this.#points.reuse(points),
    })
    this.#records = new RecordSegments(this.#folder, (path) => this.#compact(path, 'jsonl'))
  }

  /** How many were defined. */
  get series(): number {
    return this.#defined
  }

  /** Takes up an outlet, once. Its numbers of series begin with 0: here each outlet has numbers of its own. */
  attach(key: string, ring: SharedRing): void {
    if (this.#rings.has(key)) return
    const reader = new PointReader(ring, this.#attached++ * NUMBERS)
    this.#rings.set(key, reader)
    reader.noteAttached()
  }

  /** Takes what a number stands for, ahead of the points that have it. */
  define(key: string, series: SeriesDefinition): void {
    this.#defined++
    const id = series.id + (this.#rings.get(key)?.firstId ?? 0)
    this.#definitions.push(`${JSON.stringify({ ...series, id, sender: this.#senderOf(key, series.sender) })}\n`)
  }

  /** Takes what an outlet could not track. */
  addNote(note: SenderNote): void {
    this.#definitions.push(`${JSON.stringify(note)}\n`)
  }

  /** Takes a point that is no number, as a line. */
  addRecord({ key, series, text }: TrackMessage & { type: 'record' }): void {
    const ring = this.#rings.get(key)
    if (ring === undefined) return
    const line = recordLine(series + ring.firstId, text)
    const isTaken = this.#records.add(line) || (this.#tryToWrite() && this.#records.add(line))
    if (isTaken) this.#expect(ring, 1)
    else ring.lose(1)
    ring.passRecord(text.length)
    if (isTaken) this.#unwritten.set(ring, (this.#unwritten.get(ring) ?? 0) + 1)
    else ring.finishRecords(1)
  }

  /** Lets go of an outlet, once what it has sent is written. True where nothing comes any more: the run's own process goes on. */
  detach(key: string): boolean {
    this.flush()
    this.#rings.delete(key)
    return this.#rings.size === 0 && !this.#folder.isOwn
  }

  /** Writes everything that has come, and tells the senders how that went. */
  flush(): void {
    if (this.#folder.isClosed) return this.#turnAway()
    for (const ring of this.#rings.values()) this.#expect(ring, this.#points.take(ring))
    const isFailing = !this.#tryToWrite()
    // What was written before the run had ended is sealed with it; of what was written meanwhile nobody knows.
    if (this.#folder.isClosed) return this.#turnAway()
    if (!isFailing) this.#confirm()
    for (const ring of this.#rings.values()) {
      ring.noteBehind(this.#compaction.isBehind)
      ring.look(isFailing)
    }
  }

  /** Brings what was written to the disk itself, later. */
  sync(): void {
    this.#folder.sync()
    this.#seriesFile?.sync()
    this.#points.sync()
    this.#records.sync()
  }

  /** Takes nothing any more, and closes the files. What the disk did not take is counted as lost. Gives why, in words. */
  async close(): Promise<string | null> {
    for (const ring of this.#rings.values()) ring.close()
    this.flush()
    await this.#compaction.finish()
    const folder = this.#folder.path
    const lost = await this.#points.close(async (name, points) => {
      await makePagesHere.compact({ folder, names: [name], type: 'points' }, points)
    })
    const records = this.#records.close()
    this.#seriesFile?.close()
    this.#seriesFile = undefined
    const [ring] = this.#rings.values()
    if (lost + records > 0) ring?.lose(lost + records)
    this.#finishRecords() // given up, and counted
    if (lost + records === 0 && this.#definitions.length === 0) this.#reason = null
    this.#tryTo(() => this.#folder.check()) // another run's folder is not to be touched
    return this.#reason
  }

  /** Tells who waits for it that it was sealed. */
  noteSealed(isSealed: boolean): void {
    for (const ring of this.#rings.values()) ring.noteSealed(isSealed)
  }

  /** Two outlets of one thread are two senders: each has an order of its own. */
  #senderOf(key: string, sender: string): string {
    for (let n = 1; ; n++) {
      const name = n === 1 ? sender : `${sender}-${n}`
      const owner = this.#senders.get(name) ?? key
      this.#senders.set(name, owner)
      if (owner === key) return name
    }
  }

  #tryToWrite(): boolean {
    this.#reason = null
    // Points whose series is not on the disk would mean nothing; of the others, each takes what room there is.
    if (this.#tryTo(() => this.#writeDefinitions())) {
      this.#tryTo(() => this.#points.write())
      if (this.#tryTo(() => this.#records.write()) && this.#folder.isOwn) this.#finishRecords()
    }
    return this.#reason === null
  }

  #tryTo(step: () => void): boolean {
    try {
      step()
      return true
    } catch (error) {
      this.#reason = systemErrorReason(error) ?? String(error)
      return false
    }
  }

  #expect(ring: PointReader, count: number): void {
    if (count > 0) this.#unconfirmed.set(ring, (this.#unconfirmed.get(ring) ?? 0) + count)
  }

  #confirm(): void {
    this.#unconfirmed.clear()
    this.#finishRecords()
  }

  #finishRecords(): void {
    for (const [ring, count] of this.#unwritten) ring.finishRecords(count)
    this.#unwritten.clear()
  }

  #writeDefinitions(): void {
    if (this.#definitions.length === 0) return
    this.#seriesFile ??= this.#folder.makeSeriesFile()
    this.#seriesFile.append(Buffer.from(this.#definitions.join('')))
    this.#definitions = []
  }

  /** The run has ended without this process: what comes now is lost. */
  #turnAway(): void {
    for (const [ring, count] of this.#unconfirmed) ring.lose(count)
    this.#confirm()
    for (const ring of this.#rings.values()) {
      ring.close()
      ring.drop()
      ring.look(false)
    }
  }

  #compact(path: string, type: SegmentsAt['type'], points?: Points): void {
    this.#compaction.add({ folder: this.#folder.path, name: basename(path), type }, points)
  }
}
