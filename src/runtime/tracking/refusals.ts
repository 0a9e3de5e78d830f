import type { RunlabError } from '../../errors.ts'
import type { RefusedMeta } from '../../format/meta.ts'
import { MOST_REFUSED, joinRefused } from '../../tracking/journal/sender-notes.ts'
import type { Warn } from './warn.ts'

export interface RefusalsOptions {
  /** Takes what goes into the record, and what helps. */
  readonly say: Warn
  /** Takes the list as it is now, to be kept should the process be killed: at first, and whenever a count has doubled. */
  readonly keep: (list: readonly RefusedMeta[]) => void
  /** Takes secrets out of a text. */
  readonly mask: (text: string) => string
}

/** Keeps account of what was not tracked, and says each kind of it once. */
export class Refusals {
  readonly #options: RefusalsOptions
  readonly #refused = new Map<string, { series: string; reason: string; count: number }>()
  readonly #hints = new Set<string>()
  #others = 0

  constructor(options: RefusalsOptions) {
    this.#options = options
  }

  note(error: RunlabError, series: string): void {
    const { say, keep } = this.#options
    const count = this.#count(error, series)
    if (count === 1 && this.#others === 0) {
      say(error.message, this.#hintOf(error))
    } else if (count === 1) say('More values of other series could not be tracked; they are counted.', '')
    if (Number.isInteger(Math.log2(count))) keep(this.list)
  }

  /** What helps, once: it is long. */
  #hintOf({ hint }: RunlabError): string {
    if (hint === undefined || this.#hints.has(hint)) return 'The run goes on without it.'
    this.#hints.add(hint)
    return `${hint} The run goes on without it.`
  }

  /** For the record. */
  get list(): readonly RefusedMeta[] {
    const others = { series: '*', reason: '', count: this.#others }
    return joinRefused([[...this.#refused.values()], this.#others === 0 ? [] : [others]])
  }

  /** How many of the kind there are now. */
  #count(error: RunlabError, series: string): number {
    const key = `${error.code}\0${series}\0${error.message.replaceAll(/\d+/g, '')}`
    const known = this.#refused.get(key)
    if (known !== undefined) return ++known.count
    if (this.#refused.size === MOST_REFUSED) return ++this.#others
    const { mask } = this.#options
    this.#refused.set(key, { series: mask(series), reason: mask(error.message), count: 1 })
    return 1
  }
}
