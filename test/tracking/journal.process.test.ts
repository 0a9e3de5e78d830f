import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import { Journal } from '../../src/tracking/journal/journal.ts'
import { readWithJournal } from '../../src/tracking/journal/read-journal.ts'
import type { ToThread } from '../../src/tracking/journal/messages.ts'
import { JournalThread } from '../../src/tracking/journal/thread.ts'
import { staysSo, until } from '../support/waiting.ts'
import { startJournalThread } from './sending/support/start-threads.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-journal-'))

let folder = ''
let number = 0
beforeEach(() => {
  folder = join(root, String(number++))
  mkdirSync(folder)
})

const thread = startJournalThread()
const options = { now: () => 7, thread: () => thread, patience: 240_000, few: 0 }
const open = (): Journal => new Journal(folder, options)
const read = (document: Record<string, unknown> = {}): Record<string, unknown> =>
  readWithJournal(folder, () => {
    const tree = new ValueTree()
    for (const [key, value] of Object.entries(document)) tree.set(key, value)
    return tree
  }).toObject()
const segments = (): string[] => readdirSync(join(folder, '.runlab/journal')).toSorted()

describe('what is appended', () => {
  test('is in a file when it was waited for, while the main thread does nothing else', () => {
    const journal = open()
    for (let n = 0; n < 1000; n++) journal.append(`a/${n % 10}`, n)
    journal.drain()
    expect(segments()).toEqual(['values-000001.jsonl'])
    const lines = readFileSync(join(folder, '.runlab/journal/values-000001.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(1000)
    expect(JSON.parse(lines[3] ?? '')).toEqual({ key: 'a/3', value: 3, time: 7 })
    expect(read()).toEqual({ a: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [n, 990 + n])) })
    expect(journal.isFailing).toBe(false)
  })

  test('goes to a new segment once the document holds the rest', async () => {
    const journal = open()
    journal.append('a', 1)
    journal.drain()
    journal.rotate({ isDurable: false })
    // There is no document yet that would survive a power loss.
    await staysSo('the segment is there', () => segments().join() === 'values-000001.jsonl', 100)
    journal.append('a', 1)
    writeFileSync(join(folder, 'experiment_data.json'), '{"a":1}')
    journal.rotate({ isDurable: false })
    await until('the end of the segment', () => !segments().includes('values-000002.jsonl'))
    journal.append('b', 2)
    journal.drain()
    expect(segments()).toEqual(['values-000001.jsonl', 'values-000003.jsonl'])
    expect(read({ a: 1 })).toEqual({ a: 1, b: 2 })
    journal.remove()
    expect(existsSync(join(folder, '.runlab/journal'))).toBe(false)
  })

  test('is on the disk at once, without a thread, while it is little', async () => {
    const sent: string[] = []
    const watched = { isDead: false, send: (message: ToThread) => (sent.push(message.type), thread.send(message)) }
    const journal = new Journal(folder, { ...options, thread: () => watched, few: 70 })
    journal.append('a', 1)
    expect(read()).toEqual({ a: 1 })
    journal.rotate({ isDurable: true })
    expect([segments(), sent]).toEqual([[], []])
    journal.append('b', 2)
    expect(read({ a: 1 })).toEqual({ a: 1, b: 2 })
    for (let n = 0; n < 9; n++) journal.append('b', n)
    journal.drain()
    expect(sent.slice(0, 2)).toEqual(['open', 'wake'])
    expect(read({ a: 1 })).toEqual({ a: 1, b: 8 })
    // A document that would not survive a power loss leaves the segment to the thread.
    const other = new Journal(join(folder, 'other'), { ...options, few: 70 })
    mkdirSync(join(folder, 'other'))
    other.append('a', 1)
    writeFileSync(join(folder, 'other/experiment_data.json'), '{"a":1}')
    other.rotate({ isDurable: false })
    await until('the end of the segment', () => readdirSync(join(folder, 'other/.runlab/journal')).length === 0)
  })

  test('holds back whoever is faster than the disk, and loses nothing', () => {
    let waits = 0
    /** Empties the ring only when somebody waits for that. */
    const send = (message: ToThread): void => {
      if (message.type === 'flush') waits++
      if (message.type !== 'wake') thread.send(message)
    }
    const journal = new Journal(folder, { ...options, thread: () => ({ isDead: false, send }) })
    const padding = 'x'.repeat(100_000)
    for (let n = 0; n < 120; n++) journal.append(`${n}`, padding)
    expect(waits).toBeGreaterThan(1)
    journal.drain()
    const lines = readFileSync(join(folder, '.runlab/journal/values-000001.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { key: string }).key)).toEqual(Array.from({ length: 120 }, (_, n) => `${n}`))
    expect(read()).toEqual(Object.fromEntries(Array.from({ length: 120 }, (_, n) => [n, padding])))
  })

  test('is written by the main thread where the other one cannot start', async () => {
    const dead = new JournalThread(pathToFileURL(join(root, 'no-such-program.js')).href)
    const journal = new Journal(folder, { ...options, thread: () => dead })
    journal.append('lost', 0) // not so: it waits in the ring
    await until('the end of the thread', () => dead.isDead)
    journal.append('kept', 1)
    journal.drain()
    expect(read()).toEqual({ lost: 0, kept: 1 })
  })

  test('holds records that are larger than the ring, between others', () => {
    const journal = open()
    const large = 'ö'.repeat(3 * 2 ** 20)
    journal.append('before', 1)
    journal.append('large', large)
    journal.append('after', 2)
    journal.drain()
    expect(read()).toEqual({ before: 1, large, after: 2 })
  })

  test('is whole however often the ring goes round, with letters of several bytes at its end', () => {
    const journal = open()
    const texts = Array.from({ length: 97 }, (_, n) => 'ö後🧪x'.repeat(n * 37))
    const rounds = 10 // the ring goes round four times: its end falls within a letter twice, and between letters twice
    for (let round = 0; round < rounds; round++) for (const [n, text] of texts.entries()) journal.append(`r${round}/t${n}`, text)
    journal.drain()
    const values = read() as Record<string, Record<string, string>>
    for (let round = 0; round < rounds; round++) expect(Object.values(values[`r${round}`] ?? {})).toEqual(texts)
  })

  test('does not go to another run that has taken the place of the folder', () => {
    const journal = new Journal(folder, {
      ...options,
      check: () => {
        throw new Error('another folder')
      },
    })
    journal.append('a', 1)
    expect(journal.isFailing).toBe(true)
    expect(existsSync(join(folder, '.runlab'))).toBe(false)
  })

  test('stops where the document cannot be written any more, before it fills the disk', () => {
    const journal = new Journal(folder, { ...options, largestSegment: 6 * 2 ** 20 })
    const large = 'x'.repeat(2 ** 20)
    for (let n = 0; n < 5; n++) journal.append('n', large)
    expect(journal.isFailing).toBe(false)
    for (let n = 5; n < 10; n++) journal.append('n', large)
    journal.drain()
    expect(journal.isFailing).toBe(true)
    const { size } = statSync(join(folder, '.runlab/journal/values-000001.jsonl'))
    expect(size).toBeGreaterThan(5 * 2 ** 20)
    expect(size).toBeLessThanOrEqual(6 * 2 ** 20)
    journal.remove()
    expect(journal.isFailing).toBe(false)
  })

  test('does no harm, and says so, where the folder is gone', () => {
    const journal = open()
    rmSync(folder, { recursive: true })
    journal.append('a', 1)
    expect(journal.isFailing).toBe(true)
    expect(existsSync(folder)).toBe(false)
  })
})
