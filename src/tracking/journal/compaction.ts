import type { PageMaker, Points } from './page-maker.ts'
import { lastNumberOf, nameTogether } from './segment-names.ts'
import type { SegmentsAt } from './segment-names.ts'
import { MERGED, endsLot, isMerged, segmentsTogether } from './segments-together.ts'

/** Segments that wait to be compacted and are kept in memory for it; others are read from the disk again. */
const MOST_KEPT = 4
/** Segments that may wait, six million points: they are what sealing the run has to do. Then who tracks waits. */
const MOST_WAITING = 24

export interface CompactionOptions {
  readonly pages: PageMaker
  /** Series of the journal, so far. */
  readonly series: () => number
  /** Takes the memory of points that is needed no more. */
  readonly reuse: (points: Points) => void
}

/** Compacts the full segments of a journal, one lot after the other, while the run goes on. */
export class Compaction {
  readonly #options: CompactionOptions
  #work: Promise<void> = Promise.resolve()
  /** Segments that are under way, or wait until a lot is complete. */
  #waiting = 0
  /** Of numbers, in their order. */
  #lot: string[] = []
  /** Lots of numbers that are compacted, since some were merged. */
  #compacted: string[] = []

  constructor(options: CompactionOptions) {
    this.#options = options
  }

  /** More is tracked than can be compacted meanwhile. */
  get isBehind(): boolean {
    return this.#waiting > MOST_WAITING
  }

  /** Takes a segment that is full and on the disk. `points` is what is in it, where memory holds that. */
  add(
    { folder, name, type }: { readonly folder: string; readonly name: string; readonly type: SegmentsAt['type'] },
    points?: Points,
  ): void {
    this.#waiting++
    if (type !== 'points') return this.#start({ folder, names: [name], type })
    this.#lot.push(name)
    const isComplete = endsLot(lastNumberOf(name), segmentsTogether(this.#options.series()))
    const isKept = isComplete && this.#lot.length === 1 && this.#waiting <= MOST_KEPT
    if (isComplete) this.#start({ folder, names: this.#lot.splice(0), type }, isKept ? points : undefined)
    if (!isKept && points !== undefined) this.#options.reuse(points)
  }

  /** Waits for what is under way. A lot that is not complete is left to sealing. */
  async finish(): Promise<void> {
    await this.#work
  }

  #start(segments: SegmentsAt, points?: Points): void {
    this.#work = this.#compactAfter(this.#work, segments, points)
  }

  /** Segments that cannot be compacted stay as they are, until the run is sealed. */
  async #compactAfter(before: Promise<void>, segments: SegmentsAt, kept?: Points): Promise<void> {
    await before
    try {
      const points = await this.#options.pages.compact(segments, kept)
      if (points !== undefined) this.#options.reuse(points)
      if (segments.type === 'points') await this.#merge(segments)
    } catch {
      this.#compacted = [] // those that come are to follow one another
      // Sealing tries again, and says why where that fails, too.
    }
    this.#waiting -= segments.names.length
  }

  async #merge({ folder, names, type }: SegmentsAt): Promise<void> {
    const name = nameTogether(names)
    this.#compacted.push(name)
    if (!endsLot(lastNumberOf(name), MERGED)) return
    const lots = this.#compacted.splice(0)
    if (lots.length > 1 && isMerged(this.#options.series())) await this.#options.pages.merge({ folder, names: lots, type })
  }
}
