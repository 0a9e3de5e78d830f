import { runlabError } from '../../errors.ts'
import type { ErrorOrigin } from '../../format/meta.ts'
import { firstOf } from '../../internal/first-of.ts'
import { isA } from '../../internal/is-a.ts'
import { ownTimers } from '../../internal/built-ins.ts'
import { settles } from './settles.ts'

/** Why a step was given up: a signal came, or something was thrown where nobody could catch it. */
export type Reason = { readonly signal: NodeJS.Signals } | { readonly error: unknown; readonly origin: ErrorOrigin }

/** What became of a step's code: nobody waited for it, or it had its time to end by itself. */
export type Outcome =
  | { readonly kind: 'not awaited' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'too late' }
  | { readonly kind: 'threw'; readonly error: unknown }

/** Thrown out of a step that was given up, or asked to end. */
export class GivenUp extends Error {
  readonly reason: Reason
  readonly outcome: Outcome

  constructor(reason: Reason, outcome: Outcome = { kind: 'not awaited' }) {
    super('The step was given up.')
    this.reason = reason
    this.outcome = outcome
  }
}

interface Asked {
  readonly reason: Reason
  readonly onOver: () => void
}

/**
 * The steps of a run in which code of others is called, one after the other. Each ends with that code, when it is given up,
 * when time is up, or when nothing is left in the process that could settle it.
 */
export class Steps {
  #reject: ((error: unknown) => void) | undefined
  #waiting: Reason | undefined
  #asked: Asked | undefined
  #limit: { readonly seconds: number; readonly until: number } | undefined
  #timer: NodeJS.Timeout | undefined

  /** Throws what `body` throws, GivenUp, RUN_NEVER_SETTLES, GRACE_OVER. */
  async take<T>(body: () => Promise<T>): Promise<T> {
    if (this.#waiting !== undefined) throw new GivenUp(this.#takeWaiting())
    const givenUp = new Promise<never>((_resolve, reject) => (this.#reject = reject))
    this.#arm()
    try {
      const result = await settles(firstOf(body(), givenUp), () => runlabError('RUN_NEVER_SETTLES', {}))
      if (this.#asked !== undefined) throw new GivenUp(this.#asked.reason, { kind: 'ended' })
      return result
    } catch (error) {
      if (this.#asked === undefined || isA(error, GivenUp)) throw error
      throw new GivenUp(this.#asked.reason, { kind: 'threw', error })
    } finally {
      ownTimers.clearTimeout(this.#timer)
      this.#reject = undefined
      this.#asked?.onOver()
      this.#asked = undefined
    }
  }

  /** Gives up the step under way; where there is none, the next one. */
  giveUp(reason: Reason): void {
    if (this.#reject === undefined) this.#waiting ??= reason
    else this.#reject(new GivenUp(reason))
  }

  /**
   * Asks the step under way to end by itself: then, or after so many seconds, it is given up. Where there is none, the next
   * one is not taken. `onOver` is called when it has ended.
   */
  letEnd(reason: Reason, seconds: number, onOver: () => void): void {
    if (this.#reject === undefined) {
      this.giveUp(reason)
      return onOver()
    }
    this.#asked = { reason, onOver }
    this.#giveTime(reason, seconds)
  }

  /** A step that was asked to end has so many seconds from now on. */
  extend(seconds: number): void {
    if (this.#asked !== undefined) this.#giveTime(this.#asked.reason, seconds)
  }

  #giveTime(reason: Reason, seconds: number): void {
    ownTimers.clearTimeout(this.#timer)
    // It keeps no process alive: where nothing else does, the step cannot end any more.
    this.#timer = ownTimers.setTimeout(() => this.#reject?.(new GivenUp(reason, { kind: 'too late' })), seconds * 1000).unref()
  }

  /** Why the step under way has been asked to end, where it is doing so. */
  get asked(): Reason | undefined {
    return this.#asked?.reason
  }

  /** Why the next step will not be taken. */
  get waiting(): Reason | undefined {
    return this.#waiting
  }

  /** From now on all steps together have so many seconds. */
  limit(seconds: number): void {
    this.#limit ??= { seconds, until: performance.now() + seconds * 1000 }
    if (this.#reject !== undefined) this.#arm()
  }

  #arm(): void {
    ownTimers.clearTimeout(this.#timer)
    if (this.#limit === undefined) return
    const { seconds, until } = this.#limit
    this.#timer = ownTimers.setTimeout(
      () => this.#reject?.(runlabError('GRACE_OVER', { seconds })),
      Math.max(0, until - performance.now()),
    )
  }

  #takeWaiting(): Reason {
    const reason = this.#waiting as Reason
    this.#waiting = undefined
    return reason
  }
}
