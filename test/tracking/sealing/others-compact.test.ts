import fs, { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compactSegments } from '../../../src/tracking/sealing/compact.ts'
import { mergePages } from '../../../src/tracking/sealing/merge-pages.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { replaceFs } from '../../support/replace-fs.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { readOurs } from './support/read-ours.ts'
import { exactly, merged } from './support/rows.ts'

/** Calls `onRead` with the name of each file before it is read, until the test ends. */
function watchReads(onRead: (name: string) => void): void {
  const { openSync, readFileSync } = fs
  const told = (path: unknown): void => void (typeof path === 'string' && onRead(path.slice(path.lastIndexOf('/') + 1)))
  replaceFs({
    openSync: (...args: Parameters<typeof openSync>) => (told(args[0]), openSync(...args)),
    readFileSync: ((...args: Parameters<typeof readFileSync>) => (told(args[0]), readFileSync(...args))) as typeof readFileSync,
  })
}

/** Does something once, before a file of that name is read. Returns whether that was. */
function whenRead(read: string, work: () => void): () => boolean {
  let isDone = false
  watchReads((name) => {
    if (name !== read || isDone) return
    isDone = true
    work()
  })
  return () => isDone
}

const root = mkdtempSync(join(tmpdir(), 'runlab-others-'))
let number = 0

/** The fewest of which two segments are a lot. */
const SERIES = 129

/** A journal of another process, of so many series that two of its four segments are a lot. */
function build(): { readonly journal: JournalBuilder; readonly names: readonly string[] } {
  const journal = new JournalBuilder(join(root, String(number++)))
  const series = Array.from({ length: SERIES }, (_, i) => journal.define(`loss ${i}`, { label: 'process-9' }))
  const names: string[] = []
  for (let segment = 0; segment < 4; segment++) {
    journal.writeMixed(...series.map((one, i) => [one, segment, 1000 + segment, segment * 1000 + i] as const))
    names.push(journal.segment('process-9', 'points'))
    journal.cut('process-9')
  }
  return { journal, names }
}

/** Has another process finish `work` on the journal's segments, the next time that one of them is read. Returns whether it has. */
async function finishWhenRead(
  { folder, run }: JournalBuilder,
  read: string,
  work: (folder: string) => Promise<unknown>,
): Promise<() => boolean> {
  const elsewhere = `${run}-elsewhere`
  cpSync(folder, elsewhere, { recursive: true })
  await work(elsewhere)
  return whenRead(read, () => {
    rmSync(folder, { recursive: true })
    cpSync(elsewhere, folder, { recursive: true })
  })
}

const read = (journal: JournalBuilder): unknown => exactly(readOurs(journal.run))

describe('a journal is sealed whole while another process', () => {
  test('finishes a part of the lot that is being compacted', async () => {
    const { journal, names } = build()
    const isFinished = await finishWhenRead(journal, names[0] ?? '', async (folder) => {
      await compactSegments({ folder, names: names.slice(0, 1), type: 'points' })
    })
    expect(await sealTracked(journal.run, 'test')).toMatchObject({ points: 4 * SERIES, torn: 0 })
    expect(isFinished()).toBe(true)
    expect(read(journal)).toEqual(exactly(merged(journal.rows)))
  })

  test('merges lots whose pages are about to be read', async () => {
    const { journal, names } = build()
    const { folder } = journal
    for (const lot of [names.slice(0, 2), names.slice(2)]) await compactSegments({ folder, names: lot, type: 'points' })
    const lots = ['process-9-000001..000002.points', 'process-9-000003..000004.points']
    const isFinished = await finishWhenRead(journal, `${lots[0]}.pages`, async (at) => {
      await mergePages({ folder: at, names: lots, type: 'points' })
    })
    expect(await sealTracked(journal.run, 'test')).toMatchObject({ points: 4 * SERIES, torn: 0 })
    expect(isFinished()).toBe(true)
    expect(read(journal)).toEqual(exactly(merged(journal.rows)))
  })

  test('begins another segment, which comes too late', async () => {
    const { journal, names } = build()
    const rows = exactly(merged(journal.rows))
    const late = journal.define('late', { label: 'process-9' })
    const before = rows.length
    const isFinished = whenRead(names[0] ?? '', () => journal.write(late, [0, 5000, 1]))
    expect(await sealTracked(journal.run, 'test')).toMatchObject({ points: 4 * SERIES })
    expect(isFinished()).toBe(true)
    expect(exactly(readOurs(journal.run)).slice(0, before)).toEqual(rows)
  })
})
