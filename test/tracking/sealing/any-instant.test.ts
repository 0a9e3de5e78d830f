import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listJournal } from '../../../src/tracking/journal/segment-names.ts'
import { compactSegments } from '../../../src/tracking/sealing/compact.ts'
import { mergePages } from '../../../src/tracking/sealing/merge-pages.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { photograph } from './support/photograph.ts'
import { readOurs } from './support/read-ours.ts'
import { exactly, merged } from './support/rows.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-instant-'))
const compact = async ({ folder }: JournalBuilder, ...names: string[]): Promise<void> =>
  void (await compactSegments({ folder, names, type: 'points' }))

/** A journal of numbers and texts in three segments, of which one is compacted and one ends in the middle of a point. */
async function buildMixed(run: string): Promise<JournalBuilder> {
  const journal = new JournalBuilder(run)
  const loss = journal.define('loss')
  const note = journal.define('note', { kind: 'text' })
  for (let segment = 0; segment < 3; segment++) {
    for (let i = 0; i < 10; i++) journal.writeMixed([loss, segment * 10 + i, 1000 + i, i], [note, i, 2000 + i, `${segment}/${i}`])
    const name = journal.segment('main', 'points')
    journal.cut()
    if (segment === 0) await compact(journal, name)
  }
  journal.append('main-000002.points', 'torn')
  return journal
}

describe('a journal whose sealing was cut short before any change of a file', () => {
  test('has the same points, and is sealed by another attempt', async () => {
    const journal = await buildMixed(join(root, 'whole'))
    const photos = await photograph(journal.run, join(root, 'photos'), async () => await sealTracked(journal.run, 'runlab test'))
    expect(photos.length).toBeGreaterThan(30)
    const rows = exactly(merged(journal.rows))
    for (const photo of photos) {
      expect(exactly(readOurs(photo))).toEqual(rows)
      // oxlint-disable-next-line no-await-in-loop -- the copies are many
      await sealTracked(photo, 'runlab test')
      expect(exactly(readOurs(photo))).toEqual(rows)
      expect(readdirSync(join(photo, '.runlab'))).toEqual(['series.jsonl'])
      expect(readdirSync(join(photo, 'tracked'))).toEqual(['series.parquet'])
    }
  })

  test('has the same points when its journal is half removed', async () => {
    const journal = await buildMixed(join(root, 'removed'))
    const { run, folder } = journal
    cpSync(folder, join(root, 'unsealed'), { recursive: true })
    await sealTracked(run, 'runlab test')
    cpSync(join(root, 'unsealed'), folder, { recursive: true })
    for (const name of readdirSync(folder)) {
      rmSync(join(folder, name))
      expect(exactly(readOurs(run))).toEqual(exactly(merged(journal.rows)))
    }
    await sealTracked(run, 'runlab test')
    expect(existsSync(folder)).toBe(false)
  })
})

describe('a journal of which segments are compacted and merged together, at any instant of that', () => {
  test('has the same points, and is sealed by another attempt', async () => {
    const run = join(root, 'together')
    const journal = new JournalBuilder(run)
    // So many that two segments are a lot; what is read of each copy are those that have points.
    const series = Array.from({ length: 129 }, (_, i) => journal.define(`loss ${i}`)).filter((_, i) => i % 16 === 0)
    const names: string[] = []
    for (let segment = 0; segment < 7; segment++) {
      journal.writeMixed(...series.map((one, i) => [one, segment, 1000 + segment, segment * 1000 + i] as const))
      names.push(journal.segment('main', 'points'))
      journal.cut()
    }
    await compact(journal, ...names.slice(0, 2))
    await compact(journal, ...names.slice(2, 4))
    const lots = ['main-000001..000002.points', 'main-000003..000004.points']
    const photos = await photograph(run, join(root, 'together-photos'), async () => {
      await mergePages({ folder: journal.folder, names: lots, type: 'points' })
      await sealTracked(run, 'runlab test')
    })
    const rows = exactly(merged(journal.rows))
    const seen = new Set<string>()
    for (const photo of photos) {
      for (const { name } of listJournal(join(photo, '.runlab/tracking'))?.segments ?? []) seen.add(name)
      expect(exactly(readOurs(photo))).toEqual(rows)
      // oxlint-disable-next-line no-await-in-loop -- the copies are many
      await sealTracked(photo, 'runlab test')
      expect(exactly(readOurs(photo))).toEqual(rows)
    }
    const together = ['main-000001..000004.points', 'main-000005..000006.points']
    for (const name of [...lots, ...together, ...names.slice(4)]) expect(seen).toContain(name)
  })
})
