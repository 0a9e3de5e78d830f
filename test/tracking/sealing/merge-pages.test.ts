import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPageList } from '../../../src/tracking/columns/page-file.ts'
import { compactSegments } from '../../../src/tracking/sealing/compact.ts'
import { mergePages } from '../../../src/tracking/sealing/merge-pages.ts'
import { JournalBuilder } from './support/build-journal.ts'
import { readOurs } from './support/read-ours.ts'
import { exactly, merged } from './support/rows.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-merge-'))

test('small pages are merged; those of a series that grows fast stay as large as they are, so that memory does', async () => {
  const journal = new JournalBuilder(join(root, 'run'))
  const { folder } = journal
  const [fast, slow] = [journal.define('fast'), journal.define('slow')]
  const names: string[] = []
  for (let segment = 0; segment < 3; segment++) {
    journal.write(fast, ...Array.from({ length: 3000 }, (_, i) => [segment * 3000 + i, 1000 + i, i / 7] as const))
    journal.write(slow, [segment, 1000 + segment, segment])
    names.push(journal.segment('main', 'points'))
    journal.cut()
  }
  for (const name of names) await compactSegments({ folder, names: [name], type: 'points' })
  await mergePages({ folder, names, type: 'points' })
  const list = readPageList(join(folder, 'main-000001..000003.points.pages')) ?? []
  expect(list.map(({ id, rows }) => [id, rows])).toEqual([
    [fast.id, 3000],
    [fast.id, 3000],
    [fast.id, 3000],
    [slow.id, 3],
  ])
  expect(exactly(readOurs(journal.run))).toEqual(exactly(merged(journal.rows)))
})
