import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { JournalBuilder } from '../sealing/support/build-journal.ts'

let run = ''
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), 'runlab-following-'))
})
const open = (): TrackedReader => new TrackedReader(run, new KindRegistry())
const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error

describe('a series that is held', () => {
  test('has the same when a process of a lower name joined since', async () => {
    const journal = new JournalBuilder(run)
    const second = journal.define('loss', { label: 'process-9' })
    journal.write(second, [0, 1, 9], [1, 3, 9], [2, 5, 9])
    const third = journal.define('loss', { label: 'process-91' })
    journal.write(third, [0, 2, 91], [1, 4, 91])
    const held = open().series('loss')
    expect(Array.from(held.times)).toEqual([1, 2, 3, 4, 5])
    journal.write(journal.define('loss', { label: 'process-10' }), [0, 0, 10])
    journal.write(third, [2, 6, 91])
    await sealTracked(run, 'runlab test')
    expect(Array.from(held.values)).toEqual([9, 91, 9, 91, 9])
    expect(Array.from(open().series('loss').values)).toEqual([10, 9, 91, 9, 91, 9, 91])
  })
})

describe('a reader', () => {
  test('of a list beside a journal that is half removed gives what the list says', async () => {
    const journal = new JournalBuilder(run)
    for (const name of ['a', 'b']) journal.write(journal.define(name), [0, 1, 2])
    await sealTracked(run, 'runlab test')
    mkdirSync(journal.folder)
    writeFileSync(join(journal.folder, 'main.series.jsonl'), '')
    expect(
      open()
        .summaries()
        .map(({ name, count }) => [name, count]),
    ).toEqual([
      ['a', 1],
      ['b', 1],
    ])
  })

  test('finds the list of a run that is sealed between its looks', async () => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('a'), [0, 1, 2])
    const reader = open()
    expect(reader.series('a').length).toBe(1)
    journal.write({ id: 0, name: 'a', context: null, kind: 'number', sender: 'main', label: 'main' }, [1, 1, 3])
    expect(reader.series('a').length).toBe(2)
    await sealTracked(run, 'runlab test')
    expect(Array.from(reader.series('a').values)).toEqual([2, 3])
  })

  test.each([
    ['is cut off', (text: string) => text.slice(0, -20)],
    ['has a line that is none', (text: string) => `${text}no json\n`],
    ['lacks a field', (text: string) => text.replace('"kind"', '"find"')],
    ['has a page of two numbers', (text: string) => text.replace(/"steps":\[\d+,/, '"steps":[')],
    ['has a context that is no object', (text: string) => text.replace('"context":null', '"context":[1]')],
    ['has a wrong summary', (text: string) => text.replace('"count":1', '"count":"1"')],
  ])('of a list that %s throws ARCHIVE_FORMAT, and names the line', async (_, damage) => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('a'), [0, 1, 2])
    await sealTracked(run, 'runlab test')
    const list = join(run, '.runlab/series.jsonl')
    writeFileSync(list, damage(readFileSync(list, 'utf8')))
    expect(() => open().series('a')).toThrow(code('ARCHIVE_FORMAT'))
    expect(() => open().series('a')).toThrow(/series\.jsonl, line [23]/)
  })

  test.each([
    ['is cut off', (file: string) => truncateSync(file, 20)],
    ['is gone', (file: string) => rmSync(file)],
  ])('of a sealed file that %s throws ARCHIVE_FORMAT', async (_, damage) => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('a'), [0, 1, 2], [0.5, 1, 3])
    journal.write(journal.define('b', { kind: 'text' }), [0, 1, 'text'])
    await sealTracked(run, 'runlab test')
    damage(join(run, 'tracked/series.parquet'))
    expect(open().series('a').length).toBe(2)
    expect(() => open().series('a').steps).toThrow(code('ARCHIVE_FORMAT'))
    expect(() => [...open().series('b')]).toThrow(code('ARCHIVE_FORMAT'))
  })

  test('gives data of a kind that it does not know, and says where data is not what its kind writes', () => {
    const journal = new JournalBuilder(run)
    journal.write(journal.define('sketch', { kind: 'sketch' }), [0, 1, { strokes: [1, 2] }])
    journal.write(journal.define('image', { kind: 'image' }), [0, 1, { no: 'image' }])
    expect([...open().series('sketch')]).toEqual([{ step: 0, time: 1, value: { strokes: [1, 2] } }])
    expect(() => [...open().series('image')]).toThrow(code('ARCHIVE_FORMAT'))
  })
})
