import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openRun } from '../../src/archive/opening/open-run.ts'
import { finish } from '../../src/finish/finish.ts'
import type { Finished } from '../../src/finish/finish.ts'
import type { RunMeta } from '../../src/format/meta.ts'
import { sealTracked } from '../../src/tracking/sealing/seal.ts'
import { JournalBuilder } from '../tracking/sealing/support/build-journal.ts'
import { readOurs } from '../tracking/sealing/support/read-ours.ts'
import { makeRun } from './support/make-run.ts'
import { tempFolder } from './support/temp-folder.ts'

const START = 1_776_000_000_000
const LIST = '.runlab/series.jsonl'
const POINTS = 'tracked/series.parquet'

/** A finished run with series of numbers, texts, contexts and two senders. */
async function makeSealed(changes: Partial<RunMeta> = {}): Promise<string> {
  const counts = { artifacts: 0, inputs: 0, code_files: 0, series: 3, points: 16 }
  const writer = makeRun(tempFolder(), 'word_count/done', { status: 'done', phase: 'ended', counts, ...changes })
  const journal = new JournalBuilder(writer.folder)
  const loss = journal.define('loss', { context: { split: 'val' } })
  const note = journal.define('note', { kind: 'text' })
  const load = journal.define('system/cpu')
  const other = journal.define('other', { label: 'process-1' })
  for (let i = 0; i < 5; i++) {
    journal.writeMixed(
      [loss, i, START + i, i === 2 ? Number.NaN : i / 3],
      [note, i, START + i, `note ${i}`],
      [load, i, START + i, i],
    )
    if (i === 2) journal.cut()
  }
  journal.write(other, [0, START, 1], [1, START + 9, -5])
  await sealTracked(writer.folder, 'runlab test')
  return writer.folder
}

const recover = async (folder: string): Promise<Finished> => await finish(folder, { by: 'recover', now: Date.now(), draw: null })

describe('the list of series of a finished run that is gone', () => {
  test('is said by who asks for series, and nothing else is unreadable', async () => {
    const folder = await makeSealed()
    rmSync(join(folder, LIST))
    const run = openRun(folder)
    expect(run.status).toBe('done')
    expect(run.values).toEqual({})
    expect(() => run.tracked).toThrow(/series\.jsonl .* is missing; runlab recover makes it anew from tracked\/series\.parquet/)
    expect(() => run.series('loss')).toThrow(/is missing/)
  })

  test('is made anew by recovering, with the same series, summaries and points', async () => {
    const folder = await makeSealed()
    const before = openRun(folder).tracked
    const points = readOurs(folder)
    const list = readFileSync(join(folder, LIST), 'utf8')
    rmSync(join(folder, LIST))
    const { isComplete, done } = await recover(folder)
    expect(isComplete).toBe(false)
    expect(done).toContain(`the list of 3 series with 12 points made anew from ${POINTS}`)
    expect(openRun(folder).tracked).toEqual(before)
    expect(readOurs(folder)).toEqual(points)
    expect(readFileSync(join(folder, LIST), 'utf8')).toBe(list)
    expect((await recover(folder)).isComplete).toBe(true)
  })

  test('is made anew where a line of it cannot be read, and the old one is kept', async () => {
    const folder = await makeSealed()
    const before = openRun(folder).tracked
    const broken = readFileSync(join(folder, LIST), 'utf8').replace('"rows":5', '"rows":"5"')
    writeFileSync(join(folder, LIST), broken)
    expect((await recover(folder)).done.join()).toContain('series.jsonl.damaged')
    expect(readFileSync(join(folder, `${LIST}.damaged`), 'utf8')).toBe(broken)
    expect(openRun(folder).tracked).toEqual(before)
  })

  test('says how many points are damaged in what it lists', async () => {
    const folder = await makeSealed()
    const bytes = readFileSync(join(folder, POINTS))
    const at = bytes.indexOf(Buffer.from(Float64Array.of(-5).buffer))
    bytes[at] = 1
    writeFileSync(join(folder, POINTS), bytes)
    rmSync(join(folder, LIST))
    expect((await recover(folder)).done.join()).toContain('2 points lie in pages that are damaged')
    expect(openRun(folder).series('loss').length).toBe(5)
    expect(() => openRun(folder).series('other').values).toThrow('does not match its checksum')
  })

  test('is missed where the points are gone, too', async () => {
    const folder = await makeSealed()
    rmSync(join(folder, LIST))
    rmSync(join(folder, POINTS))
    expect(() => openRun(folder).tracked).toThrow('the run has tracked 3 series')
  })

  test('cannot be made from what is no Parquet file, and nothing is removed then', async () => {
    const folder = await makeSealed()
    rmSync(join(folder, LIST))
    writeFileSync(join(folder, POINTS), 'PAR1 nothing PAR1')
    await expect(recover(folder)).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' })
    expect(readFileSync(join(folder, POINTS), 'utf8')).toBe('PAR1 nothing PAR1')
  })
})

describe('recovering', () => {
  test('refuses a finished run whose points are damaged, in place of calling it complete', async () => {
    const folder = await makeSealed()
    await recover(folder) // what the helper has left
    appendFileSync(join(folder, POINTS), 'x')
    await expect(recover(folder)).rejects.toThrow(/series\.parquet .* its list says \d+\. It cannot be recovered/)
  })

  test('keeps a journal that lies beside a list whose points are damaged', async () => {
    const folder = await makeSealed()
    new JournalBuilder(folder).define('loss')
    writeFileSync(join(folder, POINTS), 'gone')
    await expect(recover(folder)).rejects.toThrow('nothing was removed')
    expect(existsSync(join(folder, '.runlab/tracking/main.series.jsonl'))).toBe(true)
  })

  test.each(['.runlab', '.runlab/partial', 'tracked', 'visuals'])(
    'removes nothing through %s that leads out of the run',
    async (name) => {
      const folder = await makeSealed({ phase: 'run', status: 'running' })
      const outside = join(tempFolder(), 'private')
      mkdirSync(outside)
      writeFileSync(join(outside, 'diary.0123456789ab.tmp'), 'mine')
      mkdirSync(join(outside, 'partial'))
      if (existsSync(join(folder, name))) {
        cpSync(join(folder, name), outside, { recursive: true })
        renameSync(join(folder, name), join(folder, 'moved'))
      }
      symlinkSync(outside, join(folder, name))
      const before = readdirSync(outside)
      const assumeDead = { by: 'recover', now: Date.now(), draw: null, assumeDead: true } as const
      await expect(finish(folder, assumeDead)).rejects.toThrow(/symbolic link that leads out of the run/)
      expect(readdirSync(outside)).toEqual(before)
    },
  )
})
