/** What a column holds. Times are milliseconds since the epoch. */
export type ColumnType = 'text' | 'integer' | 'double' | 'boolean' | 'time'

export interface TableColumn {
  readonly name: string
  readonly type: ColumnType
}

/** What a row has in a column; null for nothing. */
export type Cell = string | number | boolean | null

/**
 * Writes a table to a file, row after row, without keeping them. The file can be read after `finish`; what is there before, or
 * after an error, is none. All throw the system's error.
 */
export interface TableWriter {
  /** A cell for each column, in their order. */
  write(cells: readonly Cell[]): void
  finish(): void
  /** Gives up. */
  close(): void
}

export type FileFormat = 'parquet' | 'csv'
