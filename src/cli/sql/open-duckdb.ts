import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as DuckDb from '@duckdb/node-api'
import { runlabError } from '../../errors.ts'

export interface Database {
  readonly connection: DuckDb.DuckDBConnection
  /** A folder of its own for files, gone when it is closed. */
  readonly folder: string
  close(): void
}

/** A database in memory, of the DuckDB that is installed. Throws DUCKDB_MISSING. */
export async function openDuckDb(
  load: () => Promise<typeof DuckDb> = async () => await import('@duckdb/node-api'),
): Promise<Database> {
  const { DuckDBInstance } = await load().catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    throw isMissing ? runlabError('DUCKDB_MISSING', {}, error) : error
  })
  const folder = mkdtempSync(join(tmpdir(), 'runlab-query-'))
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: folder, autoinstall_known_extensions: 'false' })
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  return {
    connection,
    folder,
    close() {
      connection.closeSync()
      instance.closeSync()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A text in SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name in SQL. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
