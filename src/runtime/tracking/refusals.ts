import type { RunlabError } from '../../errors.ts'
import type { Warn } from './warn.ts'
import type { RefusedMeta } from '../../format/meta.ts'

/** Different refusals that the record names; the others are counted. */
const MOST_NAMED = 20

/** Keeps account of what was not tracked, and says each kind of it once. */
export class Refusals {
  /** Takes what goes into the record, and what helps. */
  readonly #say: Warn
  readonly #refused = new Map<string, { series: string; reason: string; count: number }>()
  #others = 0

  constructor(say: Warn) {
    this.#say = say
  }

  note(error: RunlabError, series: string): void {
    const key = `${error.code}\0${series}\0${error.message.replaceAll(/\d+/g, '')}`
    const known = this.#refused.get(key)
    if (known !== undefined) known.count++
    else if (this.#refused.size < MOST_NAMED) {
      this.#refused.set(key, { series, reason: error.message, count: 1 })
      this.#say(error.message, `${error.hint === undefined ? '' : `${error.hint} `}The run goes on without it.`)
    } else if (this.#others++ === 0) this.#say('More values of other series could not be tracked; they are counted.', '')
  }

  /** For the record. */
  get list(): readonly RefusedMeta[] {
    const named: RefusedMeta[] = [...this.#refused.values()]
    return this.#others === 0 ? named : [...named, { series: '*', reason: 'values of other series', count: this.#others }]
  }
}
