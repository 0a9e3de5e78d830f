import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { testTool } from '../../support/test-tools.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { JOURNALS } from './support/journals.ts'
import { readWithPython } from './support/read-with-python.ts'
import { exactly } from './support/rows.ts'

/** Journals of all sorts, sealed. */
async function sealAll() {
  const root = mkdtempSync(join(tmpdir(), 'runlab-sealed-'))
  const building = Object.entries(JOURNALS).map(async ([name, build], i) => {
    const run = join(root, String(i))
    mkdirSync(run)
    const journal = new JournalBuilder(run)
    await build(journal)
    await sealTracked(run, 'runlab test')
    return { name, run, rows: journal.rows }
  })
  return await Promise.all(building)
}

test('sealed files are read bit for bit by pyarrow and pandas, with whole steps as integers and times in UTC', async ({
  skip,
}) => {
  const python = testTool('python/bin/python')
  if ('missing' in python) return skip(python.missing)
  const sealed = await sealAll()
  const answers = await readWithPython(
    python.program,
    sealed.map(({ run }) => run),
  )
  for (const [i, { name, rows }] of sealed.entries()) {
    const answer = answers[i]
    if (answer === undefined) throw new Error(`no answer about ${name}`)
    expect(exactly(answer.rows)).toEqual(exactly(rows))
    expect(answer.step).toBe(rows.every(({ step }) => Number.isSafeInteger(step)) ? 'int64' : 'double')
    expect(answer.time).toBe('datetime64[ms, UTC]')
    expect(answer.series).toEqual(rows.map(({ series }) => series))
    if (answer.pandas.length > 0) expect(answer.pandas).toEqual(rows.map(({ value }) => value ?? Number.NaN))
  }
  expect(answers[0]?.firstTime).toBe('2026-09-21T14:13:20.123000+00:00')
})
