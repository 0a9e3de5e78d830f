import type { RowsAnswer } from '../../../src/server/protocol-run.ts'
import { askRows } from '../server/ask-run.ts'
import { Refused } from '../server/refused.ts'

const PAGE = 200

type Rows = RowsAnswer['rows']

/** The rows of a table that have been seen. */
export class RowPages {
  columns: RowsAnswer['columns'] = []
  /** Null until it is known. */
  count: number | null = null
  trouble: string | null = null
  readonly #run: string
  readonly #table: string
  readonly #onChange: () => void
  #pages = new Map<number, Rows | 'asked'>()
  #seen: readonly [number, number] = [0, 1]
  #stop = new AbortController()

  constructor(run: string, table: string, onChange: () => void) {
    this.#run = run
    this.#table = table
    this.#onChange = onChange
  }

  row(index: number): readonly unknown[] | undefined {
    const page = this.#pages.get(Math.floor(index / PAGE))
    return page === 'asked' ? undefined : page?.[index % PAGE]
  }

  first(count: number): Rows {
    const page = this.#pages.get(0)
    return page === 'asked' || page === undefined ? [] : page.slice(0, count)
  }

  /** Fetches what is about to be seen. */
  want(from: number, to: number): void {
    this.#seen = [from, Math.max(from + 1, to)]
    for (let page = Math.floor(from / PAGE); page * PAGE < this.#seen[1]; page++)
      if (!this.#pages.has(page)) void this.#fetch(page)
  }

  /** Asks again: there may be more. What is seen stays until the answer is there. */
  refresh(): void {
    const [from, to] = this.#seen
    for (const page of this.#pages.keys()) if (page < Math.floor(from / PAGE) || page * PAGE >= to) this.#pages.delete(page)
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) void this.#fetch(page)
  }

  close(): void {
    this.#stop.abort()
    this.#stop = new AbortController()
  }

  async #fetch(page: number): Promise<void> {
    const { signal } = this.#stop
    if (!this.#pages.has(page)) this.#pages.set(page, 'asked')
    try {
      const answer = await askRows({ run: this.#run, table: this.#table, offset: page * PAGE, limit: PAGE }, signal)
      this.#pages.set(page, answer.rows)
      if (JSON.stringify(answer.columns) !== JSON.stringify(this.columns)) this.columns = answer.columns
      this.count = answer.count
      this.trouble = null
    } catch (error) {
      if (this.#pages.get(page) === 'asked') this.#pages.delete(page)
      if (signal.aborted) return
      if (!(error instanceof Refused)) throw error
      this.trouble = error.refusal.message
    }
    this.#onChange()
  }
}
