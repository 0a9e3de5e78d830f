import { join } from 'node:path'
import { readRows } from '../../analysis/items/read-rows.ts'
import type { Row } from '../../analysis/items/read-rows.ts'
import { openRun } from '../../archive/opening/open-run.ts'
import { decodeValue } from '../../format/tagged-json.ts'
import { statIfThere } from '../../internal/stat-if-there.ts'
import { plainValue } from '../plain-value.ts'
import type { RowsAnswer } from '../protocol-run.ts'

export interface RowsQuestion {
  /** A series of tables, or an artifact. */
  readonly table: string
  readonly offset: number
  readonly limit: number
}

interface ReadTable {
  readonly print: string
  readonly rows: readonly Row[]
  readonly columns: RowsAnswer['columns']
}

/** Tables that are kept: one scrolls through them piece by piece. */
const MOST = 4

/** Tables of runs, read whole once, and given piece by piece. */
export class TableReader {
  readonly #kept = new Map<string, ReadTable>()

  /** Throws TABLE_NOT_FOUND, TABLE_INVALID. */
  async rows(folder: string, { table, offset, limit }: RowsQuestion): Promise<RowsAnswer> {
    const { rows, columns } = await this.#read(folder, table)
    const shown = rows.slice(offset, offset + limit)
    return {
      columns,
      rows: shown.map((row) =>
        columns.map(({ name }) => (Object.hasOwn(row, name) ? plainValue(decodeValue(row[name] ?? null)) : null)),
      ),
      offset,
      count: rows.length,
    }
  }

  async #read(folder: string, table: string): Promise<ReadTable> {
    const run = openRun(folder)
    const key = `${folder}\0${table}`
    const counts = run.tracked.filter(({ name }) => name === table).map(({ count }) => count)
    const stats = counts.length > 0 ? undefined : statIfThere(join(folder, table))
    const print = JSON.stringify([counts, stats?.size, stats?.mtimeMs])
    const known = this.#kept.get(key)
    if (known?.print === print) return known
    const rows = await readRows(run, table)
    const read = { print, rows, columns: columnsOf(rows) }
    this.#kept.delete(key)
    this.#kept.set(key, read)
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST) this.#kept.delete(oldest)
    return read
  }
}

/** A column is right-aligned where each value is a number, or reads as one. */
function columnsOf(rows: readonly Row[]): RowsAnswer['columns'] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)))
  return Array.from(names, (name) => ({
    name,
    isNumeric: rows.every((row) => !Object.hasOwn(row, name) || isNumeric(row[name])),
  }))
}

function isNumeric(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '' || Number.isFinite(Number(value))
  return value === null || typeof value === 'number'
}
