import type { SchemaElement } from 'hyparquet'
import type { ParquetWriter } from 'hyparquet-writer'
import type { Cell, ColumnType, TableColumn, TableWriter } from './table-writer.ts'

/** A row group is ended at so many rows, or characters of text. */
const GROUP_ROWS = 100_000
const GROUP_TEXT = 16 * 2 ** 20

const TYPES: Readonly<Record<ColumnType, Partial<SchemaElement>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  integer: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
}

/** The writer of Parquet is loaded when there is something to write. */
export async function openParquet(file: string, columns: readonly TableColumn[]): Promise<TableWriter> {
  const { ParquetWriter: Writer, fileWriter } = await import('hyparquet-writer')
  const schema: SchemaElement[] = [
    { name: 'rows', num_children: columns.length },
    ...columns.map(({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...TYPES[type] })),
  ]
  return new ParquetTable(new Writer({ writer: fileWriter(file), schema, createdBy: 'runlab' }), columns)
}

class ParquetTable implements TableWriter {
  readonly #writer: ParquetWriter
  readonly #columns: readonly TableColumn[]
  #data: (Cell | bigint)[][]
  #rows = 0
  #text = 0

  constructor(writer: ParquetWriter, columns: readonly TableColumn[]) {
    this.#writer = writer
    this.#columns = columns
    this.#data = columns.map(() => [])
  }

  write(cells: readonly Cell[]): void {
    for (const [i, column] of this.#data.entries()) {
      const cell = cells[i] ?? null
      if (typeof cell === 'string') this.#text += cell.length
      const { type } = this.#columns[i] as TableColumn
      column.push(typeof cell === 'number' && type !== 'double' ? BigInt(Math.trunc(cell)) : cell)
    }
    this.#rows += 1
    if (this.#rows >= GROUP_ROWS || this.#text >= GROUP_TEXT) this.#endGroup()
  }

  finish(): void {
    this.#endGroup()
    void this.#writer.finish()
  }

  close(): void {
    this.#data = []
  }

  #endGroup(): void {
    if (this.#rows === 0) return
    const columnData = this.#columns.map(({ name, type }, i) => ({
      name,
      data: this.#data[i] ?? [],
      ...(type === 'double' ? { encoding: 'PLAIN' as const } : {}),
    }))
    void this.#writer.write({ columnData, rowGroupSize: this.#rows })
    this.#data = this.#columns.map(() => [])
    this.#rows = 0
    this.#text = 0
  }
}
