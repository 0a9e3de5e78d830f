import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Following, FollowFrom } from '../../../src/api/tracking.ts'
import { SEGMENT_POINTS } from '../../../src/tracking/journal/point-segments.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { staysSo, until } from '../../support/waiting.ts'
import { isSame } from '../columns/bits.ts'
import { randomFrom } from '../columns/random.ts'
import { startJournalThread } from '../sending/support/start-threads.ts'
import { startTracking } from '../sending/support/start-tracking.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-following-'))
const link = startJournalThread()
let run = ''
let number = 0
beforeEach(() => {
  run = join(root, String(number++))
  mkdirSync(run)
})
const open = (): TrackedReader => new TrackedReader(run, new KindRegistry())
const counting = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i)

/** What is new of a series at every look. */
class Follower {
  readonly #reader: TrackedReader
  readonly #seen: Float64Array[] = []
  #next: FollowFrom = 0
  #count = 0
  readonly #name: string
  readonly #isCounting: boolean

  constructor(reader: TrackedReader, name: string, isCounting: boolean) {
    this.#reader = reader
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

/** A little longer than the thread lets points come together before it writes them. */
const pause = async (): Promise<void> => await staysSo('time passes', () => true, 25)

describe('following a run while its thread writes, compacts and seals', () => {
  test('has every point once and in order, from a number or from where the last answer ended', async () => {
    const { track } = startTracking(run, { link })
    const followers = [true, false].flatMap((isCounting) => {
      const reader = open()
      return ['loss', 'note'].map((name) => new Follower(reader, name, isCounting))
    })
    const random = randomFrom(4)
    const count = 2 * SEGMENT_POINTS + 1000
    let notes = 0
    for (let step = 0; step < count;) {
      const end = Math.min(count, step + Math.floor(random() * 60_000))
      for (; step < end; step++) {
        track('loss', step)
        if (step % 1000 === 0) track('note', `${notes++}`)
      }
      if (random() < 0.5) await pause()
      for (const follower of followers) follower.look()
      await setImmediate()
    }
    const sealed = link.ask(run, { type: 'seal', run, createdBy: 'runlab test' })
    let isSealed = false
    void sealed.then(() => (isSealed = true))
    await until('the end of the sealing', () => {
      for (const follower of followers) follower.look()
      return isSealed
    })
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
      if (round % 10 === 5) await pause()
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
    const count = SEGMENT_POINTS + 5000
    const { track, tracker } = startTracking(run, { link })
    for (let i = 0; i < count; i++) track('loss', i)
    for (let i = 0; i < 10; i++) track('note', `${i}`)
    tracker.settle()
    await until('pages', () => existsSync(join(run, '.runlab/tracking/main-000001.points.pages')))
    const reader = open()
    const held = ['loss', 'note'].map((name) => reader.series(name))
    const later = reader.follow('loss', { from: count - 10 })
    for (let i = 0; i < 10; i++) track('loss', -1)
    track('note', 'later')
    await link.ask(run, { type: 'seal', run, createdBy: 'runlab test' })
    expect(existsSync(join(run, '.runlab/tracking'))).toBe(false)
    expect(held.map(({ length }) => length)).toEqual([count, 10])
    expect(isSame(held[0]?.values ?? new Float64Array(0), counting(count))).toBe(true)
    expect([...(held[1] ?? [])].map(({ value }) => value)).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`))
    expect(Array.from(later.steps)).toEqual(Array.from({ length: 10 }, (_, i) => count - 10 + i))
    expect(reader.series('loss').length).toBe(count + 10)
  })
})
