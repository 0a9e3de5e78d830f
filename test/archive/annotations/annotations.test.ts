import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRun } from '../../../src/archive/opening/open-run.ts'
import { checkTag } from '../../../src/format/annotations.ts'
import { FILES } from '../../../src/format/files.ts'
import { openArchive } from '../../../src/query/open-archive.ts'
import { makeRun } from '../support/make-run.ts'
import { tempFolder } from '../support/temp-folder.ts'

test('tags are a set in the order in which they came, notes a list; both can be taken away', () => {
  const writer = makeRun(tempFolder(), 'ns/run')
  const run = openRun(writer.folder)
  expect([run.tags, run.notes]).toEqual([[], []])
  writer.appendAnnotations(
    { time: 1, kind: 'tag', text: 'paper' },
    { time: 1, kind: 'tag', text: 'bad' },
    { time: 2, kind: 'note', text: 'first' },
  )
  writer.appendAnnotations({ time: 3, kind: 'tag', text: 'paper' }, { time: 3, kind: 'untag', text: 'bad' })
  writer.appendAnnotations({ time: 4, kind: 'note', text: 'second' }, { time: 5, kind: 'unnote', text: 'first' })
  expect([run.tags, run.notes]).toEqual([['paper'], [{ time: 4, text: 'second' }]])
})

test('a line that a kill has cut off spoils no other, and secrets do not get in', () => {
  const writer = makeRun(tempFolder(), 'ns/run')
  writer.appendAnnotations({ time: 1, kind: 'tag', text: 'before' })
  appendFileSync(join(writer.folder, FILES.annotations), '{"time":1,"kind":"tag","te')
  writer.appendAnnotations({ time: 2, kind: 'tag', text: 'after' })
  appendFileSync(join(writer.folder, FILES.annotations), '{"time":3,"kind":"later","text":"x"}\n[]\n')
  writer.appendAnnotations({ time: 4, kind: 'note', text: `key ghp_${'a1B2'.repeat(9)}` })
  const { tags, notes } = openRun(writer.folder)
  expect([tags, notes[0]?.text]).toEqual([['before', 'after'], 'key ***'])
})

test.each([
  ['', 'it is empty'],
  ['a,b', 'comma'],
  ['a\nb', 'control'],
  ['x'.repeat(101), '100'],
  [5, 'no text'],
])('a tag cannot be %j', (tag, reason) => {
  expect(() => checkTag(tag)).toThrow(
    expect.objectContaining({ code: 'ANNOTATION_INVALID', message: expect.stringContaining(reason) }),
  )
})

test('queries ask for tags and notes', async () => {
  const archive = tempFolder()
  makeRun(archive, 'ns/a', { run: 'a' }).appendAnnotations(
    { time: 1, kind: 'tag', text: 'paper' },
    { time: 1, kind: 'note', text: 'odd at step 900' },
  )
  makeRun(archive, 'ns/b', { run: 'b' })
  const find = async (where: string): Promise<readonly unknown[]> =>
    (await openArchive(archive).table({ where, columns: ['tags', 'note'] })).rows.map(({ run }) => run)
  expect(await find('"paper" in tags')).toEqual(['a'])
  expect(await find('!("paper" in tags)')).toEqual(['b'])
  expect(await find('size(tags) == 0 || note.contains("900")')).toHaveLength(2)
})
