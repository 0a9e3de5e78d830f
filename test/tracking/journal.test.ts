import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ValueTree } from '../../src/format/value-tree.ts'
import { Journal } from '../../src/tracking/journal/journal.ts'
import { readWithJournal } from '../../src/tracking/journal/read-journal.ts'
import { JournalThread } from '../../src/tracking/journal/thread.ts'

const PROGRAM = pathToFileURL(join(import.meta.dirname, '../../dist/journal-thread.js')).href
const root = mkdtempSync(join(tmpdir(), 'runlab-journal-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folder = ''
let number = 0
beforeEach(() => {
  folder = join(root, String(number++))
  mkdirSync(folder)
})

const thread = new JournalThread(PROGRAM)
const open = (): Journal => new Journal(folder, { now: () => 7, thread: () => thread })
const read = (document: Record<string, unknown> = {}): Record<string, unknown> =>
  readWithJournal(folder, () => {
    const tree = new ValueTree()
    for (const [key, value] of Object.entries(document)) tree.set(key, value)
    return tree
  }).toObject()
/** Gives the thread the time of one message there and back. */
const untilWritten = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 30))
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
    journal.rotate()
    await untilWritten()
    expect(segments()).toEqual(['values-000001.jsonl']) // there is no document yet that would survive a power loss
    journal.append('a', 1)
    writeFileSync(join(folder, 'experiment_data.json'), '{"a":1}')
    journal.rotate()
    while (segments().includes('values-000002.jsonl')) await untilWritten()
    journal.append('b', 2)
    journal.drain()
    expect(segments()).toEqual(['values-000001.jsonl', 'values-000003.jsonl'])
    expect(read({ a: 1 })).toEqual({ a: 1, b: 2 })
    journal.remove()
    expect(existsSync(join(folder, '.runlab/journal'))).toBe(false)
  })

  test('holds back whoever is faster than the disk, and loses nothing', () => {
    const journal = open()
    for (let n = 0; n < 200_000; n++) journal.append('n', n)
    journal.drain()
    expect(read()).toEqual({ n: 199_999 })
  })

  test('is written by the main thread where the other one cannot start', async () => {
    const dead = new JournalThread(pathToFileURL(join(root, 'no-such-program.js')).href)
    const journal = new Journal(folder, { now: () => 7, thread: () => dead })
    journal.append('lost', 0) // not so: it waits in the ring
    while (!dead.isDead) await new Promise((resolve) => setTimeout(resolve, 5))
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
    for (let round = 0; round < 30; round++) for (const [n, text] of texts.entries()) journal.append(`r${round}/t${n}`, text)
    journal.drain()
    const values = read() as Record<string, Record<string, string>>
    for (let round = 0; round < 30; round++) expect(Object.values(values[`r${round}`] ?? {})).toEqual(texts)
  })

  test('does not go to another run that has taken the place of the folder', () => {
    const journal = new Journal(folder, {
      now: () => 7,
      thread: () => thread,
      check: () => {
        throw new Error('another folder')
      },
    })
    journal.append('a', 1)
    expect(journal.isFailing).toBe(true)
    expect(existsSync(join(folder, '.runlab'))).toBe(false)
  })

  test('stops where the document cannot be written any more, before it fills the disk', () => {
    const journal = open()
    const large = 'x'.repeat(2 ** 20)
    for (let n = 0; n < 300; n++) journal.append('n', large)
    journal.drain()
    expect(journal.isFailing).toBe(true)
    expect(statSync(join(folder, '.runlab/journal/values-000001.jsonl')).size).toBeLessThan(260 * 2 ** 20)
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

describe('reading', () => {
  const write = (name: string, text: string): void => {
    mkdirSync(join(folder, '.runlab/journal'), { recursive: true })
    appendFileSync(join(folder, '.runlab/journal', name), text)
  }
  const line = (key: string, value: unknown): string => `${JSON.stringify({ key, value, time: 1 })}\n`

  test('without a journal gives the document', () => {
    expect(read({ a: 1 })).toEqual({ a: 1 })
  })

  test('applies segments in their order', () => {
    write('values-000010.jsonl', line('a', 3))
    write('values-000009.jsonl', line('a', 2))
    expect(read({ a: 1 })).toEqual({ a: 3 })
  })

  test('leaves out a last line that was cut off, and lines that are none', () => {
    write('values-000001.jsonl', `${line('a', 1)}no line\n["x"]\n${line('b', 2)}{"key":"c","va`)
    writeFileSync(join(folder, '.runlab/journal/other.txt'), 'x')
    expect(read()).toEqual({ a: 1, b: 2 })
  })

  test('of lines that the document holds already changes nothing', () => {
    write('values-000001.jsonl', line('a/b', 1) + line('a', 5) + line('c', { $runlab: 'Number', value: 'NaN' }))
    expect(read({ a: 5, c: Number.NaN })).toEqual({ a: 5, c: Number.NaN })
  })
})
