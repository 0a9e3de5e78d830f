import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import type { FollowFrom } from '../../api/tracking.ts'
import type { SeriesIdentity } from '../../format/series.ts'
import { GrowingNumbers } from './growing-numbers.ts'

/** The points of a series as they were tracked; of a run that goes on only what is new is read. */
export class HeldPoints {
  readonly #run: ArchivedRun
  readonly #identity: SeriesIdentity
  readonly #steps = new GrowingNumbers()
  readonly #times = new GrowingNumbers()
  readonly #values = new GrowingNumbers()
  #next: FollowFrom = 0
  #print = ''

  constructor(run: ArchivedRun, identity: SeriesIdentity) {
    this.#run = run
    this.#identity = identity
  }

  /** Reads what has come since. `print` tells sealed series, of which nothing comes any more; empty for others. Throws ARCHIVE_FORMAT. */
  refresh(print: string): void {
    if (print !== '' && print === this.#print) return
    const { name, context, kind } = this.#identity
    const more = this.#run.follow(name, { context, kind, from: this.#next })
    if (more.length === 0) {
      this.#print = print
      return
    }
    // All three before any is kept: a page that cannot be read leaves them as they were.
    const [steps, times, values] = [more.steps, more.times, more.values]
    this.#steps.append(steps)
    this.#times.append(times)
    this.#values.append(values)
    this.#next = more.next
    this.#print = print
  }

  get length(): number {
    return this.#values.numbers.length
  }

  get steps(): Float64Array<ArrayBuffer> {
    return this.#steps.numbers
  }

  /** Milliseconds since the epoch. */
  get times(): Float64Array<ArrayBuffer> {
    return this.#times.numbers
  }

  get values(): Float64Array<ArrayBuffer> {
    return this.#values.numbers
  }
}
