import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { JOURNALS } from './support/journals.ts'
import { openDuckDb, readWithDuckDb, readWithHyparquet } from './support/read-elsewhere.ts'
import type { Database } from './support/read-elsewhere.ts'
import { readOurs } from './support/read-ours.ts'
import { exactly, merged } from './support/rows.ts'
import type { Row } from './support/rows.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-sealing-'))
const sealed: { readonly name: string; readonly run: string; readonly rows: readonly Row[] }[] = []
let duckDb: Database
beforeAll(async () => {
  duckDb = await openDuckDb()
})
afterAll(() => {
  duckDb.close()
})

describe.each(Object.entries(JOURNALS))('a journal %s', (name, build) => {
  const run = join(root, String(sealed.length))
  const sample: { name: string; run: string; rows: readonly Row[] } = { name, run, rows: [] }
  sealed.push(sample)

  beforeAll(async () => {
    mkdirSync(run)
    const journal = new JournalBuilder(run)
    await build(journal)
    sample.rows = journal.rows
  })

  test('is read before it is sealed', () => {
    expect(exactly(readOurs(run))).toEqual(exactly(merged(sample.rows)))
  })

  test('is sealed into one file and a list, and is gone then', async () => {
    const report = await sealTracked(run, 'runlab test')
    expect(report?.points).toBe(sample.rows.length)
    expect(existsSync(join(run, '.runlab/tracking'))).toBe(false)
    const [head, ...lines] = readFileSync(join(run, '.runlab/series.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(report?.series ?? -1)
    expect(JSON.parse(head ?? '')).toMatchObject({ file: 'tracked/series.parquet' })
    expect(await sealTracked(run, 'runlab test')).toBeNull()
  })

  test('is read from the sealed file bit for bit, by runlab', () => {
    expect(exactly(readOurs(run))).toEqual(exactly(merged(sample.rows)))
  })

  test('is read from the sealed file bit for bit, by hyparquet', async () => {
    expect(exactly(await readWithHyparquet(run))).toEqual(exactly(sample.rows))
  })

  test('is read from the sealed file bit for bit, by DuckDB', async () => {
    expect(exactly(await readWithDuckDb(duckDb, run))).toEqual(exactly(sample.rows))
  })
})

describe('sealed files', () => {
  test('give DuckDB counts, sums and ranges by series', async () => {
    const index = sealed.findIndex(({ name }) => name.startsWith('of several processes'))
    const { run, rows } = sealed[index] as (typeof sealed)[number]
    const groups = await duckDb.query(
      `SELECT series, sender, count(*)::INT AS points, sum(value) AS total, min(value) AS min, max(step)::INT AS last,
         strftime(min(time) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') AS began
       FROM '${join(run, 'tracked/series.parquet')}' WHERE kind = 'number' GROUP BY ALL ORDER BY ALL`,
    )
    const senders = [...new Set(rows.filter(({ kind }) => kind === 'number').map(({ sender }) => sender))].toSorted()
    expect(groups).toEqual(
      senders.map((sender) => {
        const own = rows.filter((row) => row.sender === sender && row.kind === 'number')
        const values = own.map(({ value }) => value ?? 0)
        return {
          series: 'loss',
          sender,
          points: own.length,
          total: values.reduce((sum, value) => sum + value, 0),
          min: Math.min(...values),
          last: Math.max(...own.map(({ step }) => step)),
          began: new Date(Math.min(...own.map(({ time }) => time))).toISOString(),
        }
      }),
    )
  })
})
