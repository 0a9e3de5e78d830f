import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ArtifactStore } from '../../src/archive/artifacts/artifact-store.ts'
import { openRun } from '../../src/archive/opening/open-run.ts'
import { readVisualRules } from '../../src/archive/documents/read-visual-rules.ts'
import { sealTracked } from '../../src/tracking/sealing/seal.ts'
import { JournalBuilder } from '../tracking/sealing/support/build-journal.ts'
import { makeRun } from './support/make-run.ts'
import { tempFolder } from './support/temp-folder.ts'

const START = 1_776_000_000_000
const LONG = 'w'.repeat(2_000_000)

/** A file that has gigabytes and takes no room. */
function makeSparse(file: string, gigabytes: number): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  truncateSync(file, gigabytes * 2 ** 30)
}

async function makeSealed(): Promise<string> {
  const { folder } = makeRun(tempFolder(), 'word_count/done', { status: 'done', phase: 'ended' })
  const journal = new JournalBuilder(folder)
  journal.write(journal.define('loss'), [0, START, 1], [1, START + 1, 2])
  await sealTracked(folder, 'runlab test')
  return folder
}

const LIST = '.runlab/series.jsonl'
const change = (file: string, from: string | RegExp, to: string): void =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))

describe('what is too large to be what runlab writes', () => {
  test.each(['main-000001.points', 'main-000001.jsonl'])('a journal of gigabytes, %s, is said and not read', (name) => {
    const { folder } = makeRun(tempFolder(), 'word_count/killed', { status: 'running', phase: 'run' })
    new JournalBuilder(folder).define('loss')
    makeSparse(join(folder, '.runlab/tracking', name), 4)
    expect(() => openRun(folder).tracked).toThrow(/has 4294967296 bytes, and more than 536870912 are not read at once/)
  })

  test('an artifact or a log of gigabytes is said, and can be read as a stream', async () => {
    const writer = makeRun(tempFolder(), 'word_count/done')
    await new ArtifactStore({ writer, now: Date.now }).commit('large.bin', 'x')
    makeSparse(join(writer.folder, 'large.bin'), 4)
    makeSparse(join(writer.folder, 'experiment_out.log'), 4)
    const run = openRun(writer.folder)
    await expect(run.artifacts.get('large.bin').bytes()).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' })
    await expect(run.readLog()).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' })
    run.artifacts.get('large.bin').stream().destroy()
  })

  test('a page that claims a billion points, or a terabyte, is damaged', async () => {
    for (const [from, to] of [
      ['"rows":2', '"rows":1073741824'],
      [/"values":\[(\d+),\d+,/, '"values":[$1,1099511627776,'],
    ] as const) {
      const folder = await makeSealed()
      change(join(folder, LIST), from, to)
      expect(() => openRun(folder).series('loss').values).toThrow(/The series "loss" .* cannot be read/)
    }
  })

  test('the name of a series is an error, and a title is cut', async () => {
    const folder = await makeSealed()
    change(join(folder, LIST), '"loss"', JSON.stringify(LONG))
    expect(() => openRun(folder).tracked).toThrow('the name of a series has 2000000 characters')
    writeFileSync(join(folder, '.runlab/visual-rules.json'), JSON.stringify({ '*': { title: LONG, unit: 'K' } }))
    expect(readVisualRules(folder)).toMatchObject({ '*': { title: 'w'.repeat(1000), unit: 'K' } })
  })
})

test('an artifact that is gone is an error that says so', async () => {
  const writer = makeRun(tempFolder(), 'word_count/done')
  await new ArtifactStore({ writer, now: Date.now }).commit('model.bin', 'x')
  rmSync(join(writer.folder, 'model.bin'))
  const artifact = openRun(writer.folder).artifacts.get('model.bin')
  for (const read of [
    async () => await artifact.text(),
    async () => await artifact.bytes(),
    async () => await Promise.resolve(artifact.stream()),
  ])
    // oxlint-disable-next-line no-await-in-loop -- three ways
    await expect(read()).rejects.toThrow('it is listed as an artifact, and it is not there (any more)')
})
