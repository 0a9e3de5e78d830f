import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import { beforeEach, describe, expect, test } from 'vitest'
import type { TrackMessage } from '../../../src/tracking/journal/messages.ts'
import { RING_POINTS } from '../../../src/tracking/journal/point-ring.ts'
import { JournalThread } from '../../../src/tracking/journal/thread.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { isSame } from '../columns/bits.ts'
import type { JournalLink } from '../../../src/tracking/sending/outlet.ts'
import { until } from '../../support/waiting.ts'
import { endByNonsense } from '../sending/support/service-threads.ts'
import { startJournalThread } from '../sending/support/start-threads.ts'
import { startTracking } from '../sending/support/start-tracking.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-outlet-'))
let run = ''
let number = 0
beforeEach(() => {
  run = join(root, String(number++))
  mkdirSync(run)
})
const reader = (folder = run): TrackedReader => new TrackedReader(folder, new KindRegistry())
const counting = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i)
const valuesOf = (name: string): Float64Array => reader().series(name).values

/** Passes messages on only when somebody waits for that: who tracks is faster than who writes, on any machine. */
class LazyLink implements JournalLink {
  readonly isDead = false
  readonly #link: JournalLink
  readonly #held: TrackMessage[] = []
  waits = 0

  constructor(link: JournalLink) {
    this.#link = link
  }

  send(message: TrackMessage): void {
    this.#held.push(message)
    if (message.type !== 'settle') return
    this.waits++
    for (const each of this.#held.splice(0)) this.#link.send(each)
  }
}

describe('what is tracked', () => {
  const link = startJournalThread()

  test('is in files a little later, also where nobody waits for it', async () => {
    const { track } = startTracking(run, { link })
    track('loss', 0.5)
    track('note', 'a')
    const isThere = (name: string): boolean =>
      reader()
        .summaries()
        .some((series) => series.name === name && series.count === 1)
    await until('both points', () => isThere('loss') && isThere('note'))
    expect([...reader().series('note')].map(({ value }) => value)).toEqual(['a'])
  })

  test('is all there when it was waited for, in order, however fast it came', () => {
    const lazy = new LazyLink(link)
    const { track, tracker } = startTracking(run, { link: lazy })
    const count = 2 * RING_POINTS + 17
    for (let i = 0; i < count; i++) track('loss', i)
    expect(lazy.waits).toBeGreaterThan(1)
    expect(tracker.settle()).toBe(true)
    expect(tracker.lost).toBe(0)
    expect(isSame(valuesOf('loss'), counting(count))).toBe(true)
  })

  test('by two outlets with the name of one sender is told apart, so that who follows repeats and skips nothing', () => {
    const [one, other] = [startTracking(run, { link }), startTracking(run, { link })]
    const live = reader()
    one.track('loss', 1)
    other.track('loss', 2)
    expect([one.tracker.settle(), other.tracker.settle()]).toEqual([true, true])
    const { next } = live.follow('loss')
    expect(next).toEqual({ main: 1, 'main-2': 1 })
    one.track('loss', 3)
    one.tracker.settle()
    expect([...live.follow('loss', { from: next }).values]).toEqual([3])
  })

  test('is on disk each time it was waited for: numbers, texts, and series that began just now', () => {
    const { track, tracker } = startTracking(run, { link })
    const live = reader()
    for (let i = 0; i < 60; i++) {
      track(i % 3 === 0 ? `loss/${i}` : 'loss', i)
      track('note', `${i}`)
      expect(tracker.settle()).toBe(true)
      expect(live.series('note').length).toBe(i + 1)
      if (i % 3 === 0) expect(live.series(`loss/${i}`).length).toBe(1)
    }
    expect(live.series('loss').length).toBe(40)
  })

  test('holds back whoever is faster than the disk, with texts of which more come than the memory may hold', () => {
    const lazy = new LazyLink(link)
    const { track, tracker } = startTracking(run, { link: lazy })
    const large = 'x'.repeat(2 ** 20)
    for (let i = 0; i < 36; i++) track('note', `${i} ${large}`)
    expect(lazy.waits).toBeGreaterThan(0)
    expect(tracker.settle()).toBe(true)
    expect(tracker.lost).toBe(0)
    const texts = [...reader().series('note')].map(({ value }) => value as string)
    expect(texts.map((text) => [Number.parseInt(text, 10), text.length])).toEqual(
      Array.from({ length: 36 }, (_, i) => [i, large.length + `${i} `.length]),
    )
  })

  test('of several runs of one thread does not mix', async () => {
    const runs = Array.from({ length: 5 }, (_, i) => join(run, String(i)))
    const trackings = runs.map((folder) => {
      mkdirSync(folder)
      return startTracking(folder, { link })
    })
    for (let n = 0; n < 20_000; n++)
      for (const [i, { track }] of trackings.entries()) track(n % 2 === i % 2 ? 'even' : 'odd', i * 1e6 + n)
    for (const [i, { track }] of trackings.entries()) for (let n = 0; n < 50; n++) track('note', `${i}`)
    const sealed = await Promise.all(
      runs.map(async (folder) => await link.ask(folder, { type: 'seal', run: folder, createdBy: 'test' })),
    )
    for (const [i, folder] of runs.entries()) {
      expect(sealed[i]).toMatchObject({ run: folder, reason: null, report: { series: 3, points: 20_050, torn: 0 } })
      for (const name of ['even', 'odd']) {
        const { values } = reader(folder).series(name)
        expect(values).toHaveLength(10_000)
        expect(
          values.every((value, n) => Math.floor(value / 1e6) === i && (n === 0 || value === (values[n - 1] as number) + 2)),
        ).toBe(true)
      }
      expect([...reader(folder).series('note')].every(({ value }) => value === `${i}`)).toBe(true)
    }
  })

  test('through a channel, as other threads of the process do it, is there with what comes by the direct way', async () => {
    link.send({ type: 'settle', run }) // it listens from now on
    const channel = new BroadcastChannel(link.channel)
    const main = startTracking(run, { link })
    const worker = startTracking(run, {
      link: { send: (message) => channel.postMessage(message), isDead: false },
      sender: 'worker-1',
    })
    for (let i = 0; i < 50_000; i++) {
      main.track('loss', i)
      worker.track('loss', i)
      if (i % 100 === 0) worker.track('note', `${i}`)
    }
    expect([worker.tracker.settle(), main.tracker.settle()]).toEqual([true, true])
    expect(reader().follow('loss').next).toEqual({ main: 50_000, 'worker-1': 50_000 })
    expect(reader().series('note').length).toBe(500)
    channel.close()
    await link.ask(run, { type: 'seal', run, createdBy: 'test' })
    expect(worker.outlet.isClosed).toBe(true)
    expect(
      isSame(
        valuesOf('loss').toSorted(),
        Float64Array.from({ length: 100_000 }, (_, i) => i >> 1),
      ),
    ).toBe(true)
  })

  test('by threads that come and go one after the other does not mix', async () => {
    for (let round = 0; round < 3; round++) {
      const { track, tracker, outlet } = startTracking(run, { link, sender: `worker-${round}` })
      for (let i = 0; i < 10; i++) track(`metric ${round}`, round * 100 + i)
      expect(tracker.settle()).toBe(true)
      outlet.leave()
    }
    const check = (): void => {
      for (let round = 0; round < 3; round++) {
        expect(Array.from(valuesOf(`metric ${round}`))).toEqual(Array.from({ length: 10 }, (_, i) => round * 100 + i))
      }
    }
    check()
    await link.ask(run, { type: 'seal', run, createdBy: 'test' })
    check()
  })

  test('after the run has ended is lost, counted, and holds nobody up', async () => {
    const { track, tracker, outlet } = startTracking(run, { link })
    track('loss', 1)
    track('note', 'a')
    await link.ask(run, { type: 'seal', run, createdBy: 'test' })
    expect(outlet.isClosed).toBe(true)
    const large = 'x'.repeat(2 ** 20)
    for (let i = 0; i < RING_POINTS + 100; i++) track('loss', i)
    for (let i = 0; i < 40; i++) track('note', large)
    expect(tracker.settle()).toBe(false)
    expect(tracker.lost).toBe(RING_POINTS + 140)
    expect(reader().series('loss').length).toBe(1)
    expect(existsSync(join(run, '.runlab/tracking'))).toBe(false)
  })
})

describe('where the thread ends', () => {
  test('the main thread goes on, and what is in the ring is written', async () => {
    const link = startJournalThread()
    const { track, tracker, outlet } = startTracking(run, { link })
    const count = RING_POINTS + 20_000
    for (let i = 0; i < 10_000; i++) track('loss', i)
    expect(tracker.settle()).toBe(true)
    await endByNonsense(link)
    for (let i = 10_000; i < count; i++) track('loss', i)
    track('late', 7)
    track('note', 'a')
    expect(tracker.settle()).toBe(true)
    expect(tracker.lost).toBe(0)
    expect(isSame(valuesOf('loss'), counting(count))).toBe(true)
    expect(valuesOf('late')).toEqual(Float64Array.of(7))
    expect(readdirSync(join(run, '.runlab/tracking'))).toContainEqual(expect.stringMatching(/^main-key-\d+\.series\.jsonl$/))
    expect(await outlet.sealHere('test')).toMatchObject({ reason: null, report: { series: 3, torn: 0 } })
    expect(isSame(valuesOf('loss'), counting(count))).toBe(true)
    expect(existsSync(join(run, '.runlab/tracking'))).toBe(false)
  })

  test('what comes then is in files a little later, also where the thread had been told of points', async () => {
    const link = startJournalThread()
    const { track, tracker } = startTracking(run, { link })
    track('loss', 0)
    tracker.settle()
    track('loss', 1)
    await endByNonsense(link)
    track('loss', 2)
    await until('the last point', () => valuesOf('loss').length === 3)
    expect(valuesOf('loss')).toEqual(Float64Array.of(0, 1, 2))
  })

  test('texts that it had not written yet are counted as lost, and hold nobody up', async () => {
    const link = startJournalThread()
    const { track, tracker } = startTracking(run, { link })
    for (let i = 0; i < 10; i++) track('note', `${i}`)
    tracker.settle()
    for (let i = 10; i < 15; i++) track('note', `${i} ${'x'.repeat(7 * 2 ** 20)}`) // more than may be under way
    await endByNonsense(link)
    for (let i = 15; i < 20; i++) track('note', `${i}`)
    expect(tracker.settle()).toBe(true)
    const texts = [...reader().series('note')].map(({ value }) => Number.parseInt(value as string, 10))
    expect(texts).toEqual([...counting(20)].filter((n) => texts.includes(n)))
    expect(texts).toEqual(expect.arrayContaining([...Array.from(counting(10)), 15, 16, 17, 18, 19]) as number[])
    expect(texts.length + tracker.lost).toBe(20)
  })

  test('and the disk takes nothing any more, what is lost is counted once', async () => {
    const link = startJournalThread()
    const { track, tracker, outlet } = startTracking(run, { link })
    track('note', 'kept by nobody')
    tracker.settle()
    await endByNonsense(link)
    rmSync(run, { recursive: true })
    for (let i = 0; i < 3; i++) track('note', `${i}`)
    await outlet.sealHere('test')
    expect(tracker.lost).toBe(3)
  })

  test('or cannot even start, all is written by the main thread', async () => {
    const link = new JournalThread(new URL('no-such-program.js', import.meta.url).href)
    const { track, tracker, outlet } = startTracking(run, { link })
    for (let i = 0; i < 1000; i++) track('loss', i)
    await until('the end of the thread', () => link.isDead)
    for (let i = 1000; i < 2000; i++) track('loss', i)
    expect(tracker.settle()).toBe(true)
    expect(isSame(valuesOf('loss'), counting(2000))).toBe(true)
    expect(await outlet.sealHere('test')).toMatchObject({ report: { points: 2000 } })
  })
})
