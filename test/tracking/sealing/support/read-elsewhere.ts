import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import type { Row } from './rows.ts'

const fileOf = (folder: string): string => join(folder, 'tracked/series.parquet')

/** The sealed file, as hyparquet reads it. */
export async function readWithHyparquet(folder: string): Promise<readonly Row[]> {
  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(fileOf(folder)),
    compressors: { GZIP: (bytes) => gunzipSync(bytes) },
  })
  return rows.map((row) => ({ ...(row as unknown as Row), step: Number(row['step']), time: (row['time'] as Date).getTime() }))
}

export interface Database {
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>
  readonly close: () => void
}

export async function openDuckDb(): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  return {
    query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects(),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** The sealed file, as DuckDB reads it. */
export async function readWithDuckDb({ query }: Database, folder: string): Promise<readonly Row[]> {
  const columns = 'series, context, kind, sender, step, epoch_ms(time) AS time, value, data'
  const rows = await query(`SELECT ${columns} FROM '${fileOf(folder)}'`)
  return rows.map((row) => ({ ...(row as unknown as Row), step: Number(row['step']), time: Number(row['time']) }))
}
