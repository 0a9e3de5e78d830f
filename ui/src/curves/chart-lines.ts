import { signal } from '@preact/signals'
import type { CurvesQuestion, Refusal } from '../../../src/server/protocol.ts'
import { askCurves } from '../server/ask.ts'
import { Refused } from '../server/refused.ts'
import { heldOf, parseCurves } from './parse-curves.ts'
import type { Line } from './parse-curves.ts'

export interface ChartState {
  readonly lines: readonly Line[]
  /** What the lines answer; null before the first answer. */
  readonly question: string | null
  readonly isLoading: boolean
  readonly refusal: Refusal | null
}

export type ChartQuestion = Omit<CurvesQuestion, 'held'>

/** The lines of a chart. Those that are shown stay until the next answer is there; of what is known only what is new is fetched. */
export class ChartLines {
  readonly state = signal<ChartState>({ lines: [], question: null, isLoading: true, refusal: null })
  #stop = new AbortController()
  #isAsking = false
  #isStale = false

  /** Asks; the same question again only when its answer is there. */
  async ask(question: ChartQuestion): Promise<void> {
    const text = JSON.stringify(question)
    const { question: before } = this.state.value
    if (this.#isAsking && this.#asked === text) {
      this.#isStale = true
      return
    }
    this.#stop.abort()
    const stop = (this.#stop = new AbortController())
    this.#asked = text
    this.#isAsking = true
    this.#isStale = false
    this.state.value = { ...this.state.value, isLoading: before !== text }
    try {
      const known = before === text ? this.state.value.lines : []
      const bytes = await askCurves({ ...question, held: heldOf(known) }, stop.signal)
      if (stop.signal.aborted) return
      const lines = parseCurves(bytes, new Map(known.map((line) => [line.id, line])))
      this.state.value = { lines, question: text, isLoading: false, refusal: null }
    } catch (error) {
      if (stop.signal.aborted) return
      if (!(error instanceof Refused)) throw error
      this.state.value = { ...this.state.value, isLoading: false, refusal: error.refusal }
    } finally {
      if (this.#stop === stop) this.#isAsking = false
    }
    if (this.#isStale) await this.ask(question)
  }

  close(): void {
    this.#stop.abort()
  }

  #asked = ''
}
