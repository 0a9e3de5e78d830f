import { join } from 'node:path'
import type { DuckDBResult } from '@duckdb/node-api'
import { runlabError } from '../../errors.ts'
import { writeRows } from '../../query/export/export-runs.ts'
import type { Unread } from '../../query/export/point-table.ts'
import { dataTable, paramTable, runTable } from '../../query/export/run-table.ts'
import type { Rows } from '../../query/export/run-table.ts'
import type { RunFields } from '../../query/run-fields.ts'
import { itemTable } from './item-rows.ts'
import { quoted } from './open-duckdb.ts'
import type { Database } from './open-duckdb.ts'
import { createPoints } from './point-view.ts'

/** What SQL can ask. */
export const VIEWS = ['runs', 'params', 'data', 'points', 'items'] as const
type View = (typeof VIEWS)[number]

export interface SqlResult {
  readonly result: DuckDBResult
  /** What could not be read of the views that are named. */
  readonly unread: readonly Unread[]
}

/** A statement that reads; all others could change files. */
const SELECT = 1

/** Runs one SELECT over runs. Only views that it names are made. Throws SQL_INVALID. */
export async function runSql(database: Database, runs: readonly RunFields[], sql: string): Promise<SqlResult> {
  const made = new Set<View>()
  const unread: Unread[] = []
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- DuckDB names a missing view after the other
      return { result: await select(database, sql), unread }
    } catch (error) {
      const missing = missingView(error)
      if (missing === null || made.has(missing)) throw asSqlError(error, sql)
      made.add(missing)
      // oxlint-disable-next-line no-await-in-loop -- as above
      unread.push(...(await createView(database, missing, runs)))
    }
  }
}

async function select({ connection }: Database, sql: string): Promise<DuckDBResult> {
  if (sql.trim() === '') throw runlabError('SQL_INVALID', { reason: 'There is no SQL', views: VIEWS })
  const statements = await connection.extractStatements(sql)
  if (statements.count !== 1)
    throw runlabError('SQL_INVALID', { reason: `There are ${statements.count} statements, and one is run`, views: VIEWS })
  const statement = await statements.prepare(0)
  try {
    if (Number(statement.statementType) !== SELECT)
      throw runlabError('SQL_INVALID', { reason: 'Only SELECT is run: a query changes nothing', views: VIEWS })
    return await statement.stream()
  } finally {
    statement.destroySync()
  }
}

function missingView(error: unknown): View | null {
  const name = /Table with name (\w+) does not exist/.exec(error instanceof Error ? error.message : '')?.[1]?.toLowerCase()
  return VIEWS.find((view) => view === name) ?? null
}

function asSqlError(error: unknown, sql: string): unknown {
  if (!(error instanceof Error) || 'code' in error) return error
  const reason = error.message === 'Error in native callback' ? `There is no statement in ${JSON.stringify(sql)}` : error.message
  return runlabError('SQL_INVALID', { reason, views: VIEWS }, error)
}

async function createView(database: Database, view: View, runs: readonly RunFields[]): Promise<readonly Unread[]> {
  if (view === 'points') return await createPoints(database, runs)
  if (view === 'items') {
    const { items, unread } = await itemTable(runs)
    await addTable(database, view, items)
    return unread
  }
  const makers = { runs: runTable, params: paramTable, data: dataTable }
  await addTable(database, view, makers[view](runs))
  return []
}

async function addTable({ connection, folder }: Database, name: string, rows: Rows): Promise<void> {
  const file = join(folder, `${name}.parquet`)
  await writeRows(file, rows, 'parquet')
  await connection.run(`CREATE VIEW ${name} AS SELECT * FROM read_parquet(${quoted(file)})`)
}
