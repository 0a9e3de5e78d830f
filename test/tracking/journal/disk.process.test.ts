import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { RING_POINTS } from '../../../src/tracking/journal/point-ring.ts'
import { SEGMENT_POINTS } from '../../../src/tracking/journal/point-segments.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { mountSmallDisk, noMounting } from '../../e2e/disk/small-disk.ts'
import { isSame } from '../columns/bits.ts'
import { staysSo, until } from '../../support/waiting.ts'
import { buildProgram, spawnProgram } from '../sealing/support/spawn-program.ts'
import { startJournalThread } from '../sending/support/start-threads.ts'
import { startTracking } from '../sending/support/start-tracking.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-track-disk-'))
const link = startJournalThread()
let run = ''
let number = 0
beforeEach(() => {
  run = join(root, String(number++))
  mkdirSync(join(run, '.runlab'), { recursive: true })
})
const readerOf = (folder: string): TrackedReader => new TrackedReader(folder, new KindRegistry())
const counting = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i)
const seal = async (): Promise<unknown> => await link.ask(run, { type: 'seal', run, createdBy: 'test' })
const blocker = (): string => join(run, '.runlab/tracking')

describe('where the journal cannot be written', () => {
  test('that is told once, and all is written in order when it can', () => {
    writeFileSync(blocker(), 'a file in the way')
    const { track, tracker, failing } = startTracking(run, { link })
    const count = RING_POINTS + 2000
    for (let i = 0; i < 1000; i++) track('loss', i)
    track('note', 'a')
    expect(tracker.settle()).toBe(false)
    for (let i = 1000; i < count; i++) track('loss', i)
    track('note', 'b')
    expect(tracker.settle()).toBe(false)
    expect(failing).toEqual([true])
    rmSync(blocker())
    expect(tracker.settle()).toBe(true)
    expect(failing).toEqual([true, false])
    expect(tracker.lost).toBe(0)
    expect(isSame(readerOf(run).series('loss').values, counting(count))).toBe(true)
    expect([...readerOf(run).series('note')].map(({ value }) => value)).toEqual(['a', 'b'])
  })

  test('that is told also to who tracks nothing more', async () => {
    writeFileSync(blocker(), 'a file in the way')
    const { track, tracker, failing } = startTracking(run, { link })
    track('loss', 0)
    await until('what is told of the disk', () => failing.length > 0)
    expect(failing).toEqual([true])
    rmSync(blocker())
    expect(tracker.settle()).toBe(true)
    expect(failing).toEqual([true, false])
    track('loss', 1)
    await staysSo('nothing more is told', () => failing.length === 2)
  })

  test('what is more than the memory may hold is lost and counted; what was kept is written when it can', async () => {
    writeFileSync(blocker(), 'a file in the way')
    const { track, tracker, failing } = startTracking(run, { link })
    const count = 8 * SEGMENT_POINTS + RING_POINTS / 2
    for (let i = 0; i < count; i++) track('loss', i)
    const large = 'x'.repeat(2 ** 20)
    for (let i = 0; i < 70; i++) track('note', `${i} ${large}`)
    expect(tracker.settle()).toBe(false)
    rmSync(blocker())
    track('after', 1)
    expect(tracker.settle()).toBe(true)
    expect(failing).toEqual([true, false])
    const { values, length } = readerOf(run).series('loss')
    expect(isSame(values.subarray(0, 8 * SEGMENT_POINTS), counting(8 * SEGMENT_POINTS))).toBe(true)
    const notes = [...readerOf(run).series('note')].map(({ value }) => Number.parseInt(value as string, 10))
    expect(notes.slice(0, 60)).toEqual([...counting(60)])
    expect(notes.length).toBeLessThan(70)
    expect(length).toBeLessThan(count)
    expect(length + notes.length + tracker.lost).toBe(count + 70)
    expect(readerOf(run).series('after').length).toBe(1)
    expect(await seal()).toMatchObject({ reason: null, report: { points: length + notes.length + 1 } })
    expect(tracker.lost).toBe(count + 70 - length - notes.length)
  })

  test('until the end, sealing says why, and what is lost is counted', async () => {
    writeFileSync(blocker(), 'a file in the way')
    const { track, tracker } = startTracking(run, { link })
    for (let i = 0; i < 1000; i++) track('loss', i)
    track('note', 'a')
    expect(await seal()).toMatchObject({ report: null, reason: expect.stringContaining('ENOTDIR') as string })
    expect(tracker.lost).toBe(1001)
  })

  test('since the folder of the run is gone, nothing is made there, nor in another one that takes its place', async () => {
    const { track, tracker, failing } = startTracking(run, { link })
    const moved = join(root, 'moved')
    renameSync(run, moved)
    track('loss', 1)
    expect(tracker.settle()).toBe(false)
    expect(existsSync(run)).toBe(false)
    mkdirSync(run)
    track('loss', 2)
    expect(tracker.settle()).toBe(false)
    expect(failing).toEqual([true])
    expect(await seal()).toMatchObject({ report: null, reason: expect.stringContaining('ENOENT') as string })
    expect(readdirSync(run)).toEqual([])
    expect(tracker.lost).toBe(2)
  })
})

describe('on a disk that gets full', () => {
  test('what it takes is whole, and the rest follows when there is room', ({ skip }) => {
    if (noMounting !== null) return skip(noMounting)
    run = join(mountSmallDisk(), 'run')
    mkdirSync(join(run, '.runlab'), { recursive: true })
    writeFileSync(join(run, 'ballast'), Buffer.alloc(1_500_000))
    const { track, tracker, failing } = startTracking(run, { link })
    for (let i = 0; i < 30_000; i++) track('loss', i)
    for (let i = 0; i < 20; i++) track('note', `${i} ${'x'.repeat(10_000)}`)
    expect(tracker.settle()).toBe(false)
    expect(failing).toEqual([true])
    const before = readerOf(run)
      .summaries()
      .map(({ name }) => [...readerOf(run).series(name).steps])
    for (const steps of before) expect(steps).toEqual([...counting(steps.length)])
    rmSync(join(run, 'ballast'))
    expect(tracker.settle()).toBe(true)
    expect(failing).toEqual([true, false])
    expect(isSame(readerOf(run).series('loss').values, counting(30_000))).toBe(true)
    expect(readerOf(run).series('note').length).toBe(20)
  })
})

describe('a process that tracks', () => {
  test.each(['all', 'nothing'])('%s ends by itself', async (what) => {
    const program = await buildProgram(join(import.meta.dirname, 'programs/track-and-end.ts'))
    const { code, stdout, stderr } = await spawnProgram(program, run, what).ended
    expect([code, stdout, stderr]).toEqual([0, 'ended\n', ''])
    expect(existsSync(blocker())).toBe(what === 'all')
    if (what === 'all')
      expect(
        readerOf(run)
          .summaries()
          .map(({ name, count }) => [name, count]),
      ).toEqual([
        ['loss', 1000],
        ['note', 1],
        ['image', 1],
      ])
  })
})
