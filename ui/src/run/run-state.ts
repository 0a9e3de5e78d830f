import { signal } from '@preact/signals'
import type { Refusal } from '../../../src/server/protocol.ts'
import type { RunAnswer, RunParts } from '../../../src/server/protocol-run.ts'
import { askRun } from '../server/ask-run.ts'
import { Refused } from '../server/refused.ts'

export interface ShownRun {
  readonly parts: Partial<RunParts>
  readonly damage: readonly string[]
  readonly isLive: boolean
  readonly isLoading: boolean
  /** Why it cannot be shown, or not any more. */
  readonly refusal: Refusal | null
}

/** Milliseconds between two looks at a run that goes on. */
const PAUSE = 1000

/** A run as it is. What has not changed is not sent again, and stays the same object, so that nothing is drawn anew. */
export class RunState {
  readonly id: string
  readonly shown = signal<ShownRun>({ parts: {}, damage: [], isLive: false, isLoading: true, refusal: null })
  /** Grows with each look at a run that goes on. */
  readonly looks = signal(0)
  #prints: RunAnswer['prints'] = {}
  #stop = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  #isClosed = false

  constructor(id: string) {
    this.id = id
    this.look()
  }

  /** Asks again for what has changed. */
  look(): void {
    if (this.#isClosed) return
    clearTimeout(this.#timer)
    this.#stop.abort()
    this.#stop = new AbortController()
    void this.#look(this.#stop.signal)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#stop.abort()
  }

  async #look(stop: AbortSignal): Promise<void> {
    const before = this.shown.value
    try {
      const { parts, prints, damage, isLive } = await askRun(this.id, this.#prints, stop)
      if (stop.aborted) return
      this.#prints = prints
      this.shown.value = { parts: { ...before.parts, ...parts }, damage, isLive, isLoading: false, refusal: null }
      this.looks.value++
    } catch (error) {
      if (stop.aborted) return
      if (!(error instanceof Refused)) throw error
      this.shown.value = { ...before, isLive: false, isLoading: false, refusal: error.refusal }
    }
    // A run that goes on tells by itself of little: what it tracks and says is looked for.
    if (this.shown.value.isLive && !this.#isClosed) this.#timer = setTimeout(() => this.look(), PAUSE)
  }
}
