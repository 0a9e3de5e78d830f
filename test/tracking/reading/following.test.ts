import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Following, FollowFrom } from '../../../src/api/tracking.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { isSame } from '../columns/bits.ts'
import { randomFrom } from '../columns/random.ts'
import { JournalBuilder } from '../sealing/support/build-journal.ts'
import { startJournalThread, startTracking } from '../sending/support/start-tracking.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-following-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const link = startJournalThread()
let run = ''
let number = 0
beforeEach(() => {
  run = join(root, String(number++))
  mkdirSync(run)
})
const open = (): TrackedReader => new TrackedReader(run, new KindRegistry())
const counting = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i)
const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error

/** What is new of a series at every look. */
class Follower {
  readonly #reader = open()
  readonly #seen: Float64Array[] = []
  #next: FollowFrom = 0
  #count = 0
  readonly #name: string
  readonly #isCounting: boolean

  constructor(name: string, isCounting: boolean) {
    this.#name = name
    this.#isCounting = isCounting
  }

  look(): void {
    if (!this.#reader.summaries().some(({ name }) => name === this.#name)) return
    const found: Following = this.#reader.follow(this.#name, { from: this.#next })
    this.#seen.push(found.steps)
    this.#count += found.length
    this.#next = this.#isCounting ? this.#count : found.next
  }

  get seen(): Float64Array {
    const all = new Float64Array(this.#count)
    let at = 0
    for (const steps of this.#seen) {
      all.set(steps, at)
      at += steps.length
    }
    return all
  }
}

describe('following a run while its thread writes, compacts and seals', () => {
  test('has every point once and in order, from a number or from where the last answer ended', async () => {
    const { track } = startTracking(run, { link })
    const followers = [true, false].flatMap((isCounting) => ['loss', 'note'].map((name) => new Follower(name, isCounting)))
    const random = randomFrom(4)
    const count = 700_000
    let notes = 0
    for (let step = 0; step < count;) {
      const end = Math.min(count, step + Math.floor(random() * 60_000))
      for (; step < end; step++) {
        track('loss', step)
        if (step % 1000 === 0) track('note', `${notes++}`)
      }
      if (random() < 0.5) await sleep(25) // the thread writes every 20 ms
      for (const follower of followers) follower.look()
      await setImmediate()
    }
    const sealed = link.ask(run, { type: 'seal', run, createdBy: 'runlab test' })
    const pause = async (): Promise<'goes on'> => await sleep(2, 'goes on' as const)
    while ((await Promise.race([sealed, pause()])) === 'goes on') for (const follower of followers) follower.look()
    expect(await sealed).toMatchObject({ reason: null, report: { points: count + notes } })
    for (const follower of followers) follower.look()
    expect(existsSync(join(run, '.runlab/tracking'))).toBe(false)
    for (const [i, { seen }] of followers.entries()) expect(isSame(seen, counting(i % 2 === 0 ? count : notes))).toBe(true)
  })

  test('has what several threads track once, each in its order', async () => {
    const senders = ['main', 'worker-1', 'worker-2'].map((sender) => startTracking(run, { link, sender }))
    const reader = open()
    const values: number[] = []
    let next: FollowFrom = 0
    const look = (): void => {
      if (reader.summaries().length === 0) return
      const found = reader.follow('loss', { from: next })
      values.push(...found.values)
      next = found.next
    }
    for (let round = 0; round < 60; round++) {
      for (const [i, { track }] of senders.entries())
        if ((round + i) % 3 !== 0) for (let n = 0; n < 50; n++) track('loss', i * 1e6 + round * 50 + n)
      if (round % 10 === 5) await sleep(25)
      look()
    }
    await link.ask(run, { type: 'seal', run, createdBy: 'runlab test' })
    look()
    for (const [i] of senders.entries()) {
      const own = values.filter((value) => Math.floor(value / 1e6) === i)
      expect(own).toHaveLength(2000)
      expect(own).toEqual(own.toSorted((a, b) => a - b))
      expect(new Set(own).size).toBe(2000)
    }
  })
})

describe('a series that is held', () => {
  test('has the points that were there when it was found, also when the run was sealed since', async () => {
    const { track, tracker } = startTracking(run, { link })
    for (let i = 0; i < 300_000; i++) track('loss', i)
    for (let i = 0; i < 10; i++) track('note', `${i}`)
    tracker.settle()
    while (!readdirSync(join(run, '.runlab/tracking')).includes('main-000001.points.pages')) await sleep(5)
    const reader = open()
    const held = ['loss', 'note'].map((name) => reader.series(name))
    const later = reader.follow('loss', { from: 299_990 })
    for (let i = 0; i < 10; i++) track('loss', -1)
    track('note', 'later')
    await link.ask(run, { type: 'seal', run, createdBy: 'runlab test' })
    expect(existsSync(join(run, '.runlab/tracking'))).toBe(false)
    expect(held.map(({ length }) => length)).toEqual([300_000, 10])
    expect(isSame(held[0]?.values ?? new Float64Array(0), counting(300_000))).toBe(true)
    expect([...(held[1] ?? [])].map(({ value }) => value)).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`))
    expect(Array.from(later.steps)).toEqual(Array.from({ length: 10 }, (_, i) => 299_990 + i))
    expect(reader.series('loss').length).toBe(300_010)
  })

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
