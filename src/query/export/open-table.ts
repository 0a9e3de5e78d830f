import type { FileFormat, TableColumn, TableWriter } from './table-writer.ts'

/** Parquet, or comma-separated with a header. */
export async function openTable(file: string, columns: readonly TableColumn[], format: FileFormat): Promise<TableWriter> {
  if (format === 'csv') return new (await import('./csv-writer.ts')).CsvWriter(file, columns)
  return await (await import('./parquet-writer.ts')).openParquet(file, columns)
}
