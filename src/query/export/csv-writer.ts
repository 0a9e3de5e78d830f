import { closeSync, openSync } from 'node:fs'
import { writeAll } from '../../internal/write-all.ts'
import { csvTable } from '../../render/tables/table-text.ts'
import type { Cell, TableColumn, TableWriter } from './table-writer.ts'

/** Characters that are written at once. */
const AT_ONCE = 1 << 18

/** Comma-separated values after RFC 4180. Times are written as ISO 8601, nothing as nothing. */
export class CsvWriter implements TableWriter {
  readonly #descriptor: number
  readonly #columns: readonly TableColumn[]
  #text: string

  constructor(file: string, columns: readonly TableColumn[]) {
    this.#descriptor = openSync(file, 'w')
    this.#columns = columns
    this.#text = csvTable({ headings: columns.map(({ name }) => name), rows: [] })
  }

  write(cells: readonly Cell[]): void {
    const texts = cells.map((cell, i) =>
      cell !== null && this.#columns[i]?.type === 'time' ? new Date(Number(cell)).toISOString() : String(cell ?? ''),
    )
    this.#text += csvTable({ headings: texts, rows: [] })
    if (this.#text.length >= AT_ONCE) this.#flush()
  }

  finish(): void {
    this.#flush()
    this.close()
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #flush(): void {
    writeAll(this.#descriptor, [Buffer.from(this.#text)])
    this.#text = ''
  }
}
