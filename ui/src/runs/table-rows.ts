import { signal } from '@preact/signals'
import type { Refusal, TableColumn, TablePage, TableRow } from '../../../src/server/protocol.ts'
import { Refused } from '../server/refused.ts'

const PAGE = 100

type Pages = Map<number, readonly TableRow[] | 'asked'>

export type AskPage = (offset: number, limit: number, stop: AbortSignal) => Promise<TablePage>

export interface TableState {
  readonly columns: readonly TableColumn[]
  readonly count: number
  readonly matched: number
  readonly total: number
  readonly isLoading: boolean
  readonly refusal: Refusal | null
}

const NOTHING: TableState = { columns: [], count: 0, matched: 0, total: 0, isLoading: true, refusal: null }

/** Rows of one question, fetched by pages as they are seen. What was seen stays until the next answer is there. */
export class TableRows {
  readonly state = signal<TableState>(NOTHING)
  #ask: AskPage = async () => await Promise.reject(new Error('nothing has been asked'))
  #pages: Pages = new Map()
  #stop = new AbortController()
  /** Rows that are seen now. */
  #seen: readonly [number, number] = [0, 1]

  /** Asks anew; rows that are shown stay until the answer comes, so that nothing flashes. */
  ask(ask: AskPage): void {
    this.#ask = ask
    this.refresh()
  }

  /** The same question again: something has changed in the archive. */
  refresh(): void {
    this.#stop.abort()
    this.#stop = new AbortController()
    this.state.value = { ...this.state.value, isLoading: true }
    void this.#fetchSeen(this.#stop.signal)
  }

  row(index: number): TableRow | undefined {
    const page = this.#pages.get(Math.floor(index / PAGE))
    return page === undefined || page === 'asked' ? undefined : page[index % PAGE]
  }

  /** Fetches what is about to be seen. */
  want(from: number, to: number): void {
    this.#seen = [from, Math.max(to, from + 1)]
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) {
      if (this.#pages.has(page)) continue
      this.#pages.set(page, 'asked')
      void this.#fetchLater(page, this.#pages)
    }
  }

  close(): void {
    this.#stop.abort()
  }

  async #fetchSeen(stop: AbortSignal): Promise<void> {
    const [from, to] = this.#seen
    const pages: Pages = new Map()
    let page: TablePage | null = null
    for (let number = Math.floor(from / PAGE); number * PAGE < to; number++) {
      page = await this.#fetch(number, pages, stop)
      if (page === null) return
    }
    if (page === null) return
    this.#pages = pages
    this.#show(page)
  }

  async #fetchLater(number: number, pages: Pages): Promise<void> {
    const page = await this.#fetch(number, pages, this.#stop.signal)
    // Not what was asked before the question changed.
    if (page !== null && pages === this.#pages) this.#show(page)
  }

  async #fetch(number: number, pages: Pages, stop: AbortSignal): Promise<TablePage | null> {
    try {
      const page = await this.#ask(number * PAGE, PAGE, stop)
      if (stop.aborted) return null
      pages.set(number, page.rows)
      return page
    } catch (error) {
      if (pages.get(number) === 'asked') pages.delete(number)
      if (stop.aborted) return null
      if (!(error instanceof Refused)) throw error
      this.state.value = { ...this.state.value, isLoading: false, refusal: error.refusal }
      return null
    }
  }

  /** The same columns stay the same list: what is made of them, as their widths, is not made anew while one scrolls. */
  #show({ columns: own, count, matched, total }: TablePage): void {
    const { columns: before } = this.state.value
    const isSame = before.length === own.length && own.every((column, index) => isSameColumn(column, before[index]))
    const columns = isSame ? before : own
    this.state.value = { columns, count, matched, total, isLoading: false, refusal: null }
  }
}

function isSameColumn(one: TableColumn, other: TableColumn | undefined): boolean {
  return one.id === other?.id && one.label === other.label && one.unit === other.unit && one.isNumeric === other.isNumeric
}
