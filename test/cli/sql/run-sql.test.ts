import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { distinctNames } from '../../../src/cli/sql/distinct-names.ts'
import { openDuckDb } from '../../../src/cli/sql/open-duckdb.ts'
import type { Database } from '../../../src/cli/sql/open-duckdb.ts'
import { runSql } from '../../../src/cli/sql/run-sql.ts'
import { sqlCell } from '../../../src/cli/sql/sql-cell.ts'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { readRuns } from '../../../src/query/read-runs.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { JournalBuilder } from '../../tracking/sealing/support/build-journal.ts'

let archive = ''
const open: Database[] = []

afterAll(() => {
  for (const database of open) database.close()
})

const parameter = (value: number | string) =>
  ({ value, type: 'any', description: null, usable: true, default: 0, source: 'code' }) as never

beforeAll(async () => {
  archive = tempFolder()
  for (const [index, name] of ['live', 'sealed', "odd'name"].entries()) {
    const writer = makeRun(archive, `study/${name}`, {
      ...{ run: name, namespace: 'study', seed: index, start_time: index, status: 'done', phase: 'ended' },
      parameters: { rate: parameter(index), day: parameter('2026-01-02') },
    })
    const tree = new ValueTree()
    tree.set('metrics/loss', index / 2)
    writer.writeData(tree)
    const journal = new JournalBuilder(writer.folder)
    const loss = journal.define('loss', { context: { 'a/b': 'val' } })
    for (let step = 0; step < 3; step++) journal.write(loss, [step, 1000 + step, index + step])
    if (name !== 'live') await sealTracked(writer.folder, 'runlab test')
  }
})

/** Rows as plain values, and what could not be read. */
async function ask(sql: string) {
  const database = await openDuckDb()
  open.push(database)
  const { runs } = await readRuns(archive, {}, new Date())
  const { result, unread } = await runSql(database, runs, sql)
  const types = result.columnTypes().map(String)
  const rows: unknown[][] = []
  for await (const some of result.yieldRowsJs())
    rows.push(...some.map((row) => row.map((value, i) => sqlCell(value, types[i] ?? ''))))
  return { rows, unread }
}

describe('SQL over the archive', () => {
  test('joins parameters, values and points, of runs that are sealed and of those that go on', async () => {
    const { rows } = await ask(`
      SELECT run, rate, day, "metrics/loss", count(*), sum(value), max("context.a/b"), max(time)
      FROM params JOIN data USING (namespace, run) JOIN points USING (namespace, run) GROUP BY ALL ORDER BY rate`)
    expect(rows).toEqual([
      ['live', 0, '2026-01-02', 0, 3, 3, 'val', '1970-01-01T00:00:01.002Z'],
      ['sealed', 1, '2026-01-02', 0.5, 3, 6, 'val', '1970-01-01T00:00:01.002Z'],
      ["odd'name", 2, '2026-01-02', 1, 3, 9, 'val', '1970-01-01T00:00:01.002Z'],
    ])
    expect((await ask('SELECT seed, "params.rate", status FROM Runs WHERE run = \'sealed\'')).rows).toEqual([[1, 1, 'done']])
  })

  test('reads no points where none are asked for, and takes no damaged ones', async () => {
    const sealed = join(archive, 'study/sealed/tracked/series.parquet')
    renameSync(sealed, `${sealed}.away`)
    expect((await ask('SELECT count(*) FROM runs')).unread).toEqual([])
    const { rows, unread } = await ask('SELECT DISTINCT run FROM points ORDER BY run')
    renameSync(`${sealed}.away`, sealed)
    expect(rows).toEqual([['live'], ["odd'name"]])
    expect(unread).toEqual([{ what: 'study/sealed: series loss', reason: expect.stringContaining('cannot be read') as string }])
  })

  test('is told where it is wrong, and changes nothing: SQL_INVALID', async () => {
    const file = join(tempFolder(), 'out.csv')
    for (const [sql, reason] of [
      ['SELECT rat FROM params', 'LINE 1: SELECT rat FROM params'],
      ['SELECT * FROM nothing', 'Table with name nothing does not exist'],
      [`COPY (SELECT 1) TO '${file}'`, 'Only SELECT is run'],
      [`EXPLAIN ANALYZE COPY (SELECT 1) TO '${file}'`, 'Only SELECT is run'],
      ['SELECT 1; SELECT 2', 'There are 2 statements'],
      [' ', 'There is no SQL'],
      ['-- nothing', 'There is no statement in'],
    ] as const)
      await expect(ask(sql)).rejects.toEqual(
        expect.objectContaining({ code: 'SQL_INVALID', message: expect.stringContaining(reason) as string }),
      )
    expect(() => rmSync(file)).toThrow('ENOENT')
  })

  test('needs DuckDB, and says how to install it: DUCKDB_MISSING', async () => {
    const missing = Object.assign(new Error("Cannot find package '@duckdb/node-api'"), { code: 'ERR_MODULE_NOT_FOUND' })
    await expect(openDuckDb(() => Promise.reject(missing))).rejects.toMatchObject({
      code: 'DUCKDB_MISSING',
      hint: expect.stringContaining('npm install --save-dev @duckdb/node-api') as string,
    })
  })
})

test('values of DuckDB are plain: exact whole numbers, dates, text that looks like one', async () => {
  const { rows } = await ask(
    "SELECT 9007199254740993, 5::HUGEINT, DATE '2026-01-02', TIMESTAMP '2026-01-02 03:04:05', '2026-01-02', [1::BIGINT], {a: 2::BIGINT}, NULL",
  )
  expect(rows).toEqual([['9007199254740993', 5, '2026-01-02', '2026-01-02T03:04:05.000Z', '2026-01-02', [1], { a: 2 }, null]])
})

test('columns have names of their own', () => {
  expect(distinctNames(['run', 'n', 'run'])).toEqual(['run', 'n', 'run:1'])
})
