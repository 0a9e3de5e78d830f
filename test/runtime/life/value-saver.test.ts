import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { Journal } from '../../../src/tracking/journal/journal.ts'
import { ValueSaver } from '../../../src/runtime/life/value-saver.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runlab-values-'))
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

interface Opened {
  readonly saver: ValueSaver
  readonly set: (key: string, value: unknown) => void
  /** What was written, and whether it was to be on the disk itself. */
  readonly writes: [unknown, boolean][]
  readonly warnings: string[]
}

/** A saver whose writing takes so many milliseconds, and fails as long as `failing` says. */
function open({ cost = 0, failing = (): boolean | Error => false } = {}): Opened {
  const values = new ValueTree()
  const writes: [unknown, boolean][] = []
  const warnings: string[] = []
  const write = (tree: ValueTree, flush: boolean): void => {
    vi.advanceTimersByTime(cost)
    const failure = failing()
    if (failure !== false) throw failure === true ? new Error('the disk is full') : failure
    writes.push([tree.toObject(), flush])
  }
  const journal = new Journal(folder, { now: Date.now, thread: () => ({ isDead: true, send: () => {} }) })
  const saver = new ValueSaver({
    values,
    write,
    fail: (error) => warnings.push(String(error)),
    warn: (text) => warnings.push(text),
    journal,
    timers: globalThis,
  })
  return { saver, set: (key, value) => saver.set(key, value), writes, warnings }
}

test('values of which no document can be made are not tried again before another is set', () => {
  const failing = vi.fn(() => new RangeError('Invalid string length'))
  const { saver, set } = open({ failing })
  const save = (): void => saver.save({ flush: true })
  set('a', 1)
  for (let i = 0; i < 3; i++) expect(save).toThrow('Invalid string length')
  expect(failing).toHaveBeenCalledTimes(1)
  set('a', 2)
  expect(save).toThrow('Invalid string length')
  expect(failing).toHaveBeenCalledTimes(2)
})

describe('values that are set while a run executes', () => {
  test('are written a second later, all of them at once', () => {
    const { set, writes } = open()
    set('a', 1)
    vi.advanceTimersByTime(999)
    set('b', 2)
    expect(writes).toEqual([])
    vi.advanceTimersByTime(1)
    expect(writes).toEqual([[{ a: 1, b: 2 }, false]])
  })

  test('are written once a second at most, and not again when nothing changes', () => {
    const { set, writes } = open()
    for (let step = 0; step < 50; step++) {
      set('step', step)
      vi.advanceTimersByTime(100)
    }
    expect(writes.length).toBeLessThanOrEqual(5)
    vi.advanceTimersByTime(60_000)
    expect(writes.at(-1)).toEqual([{ step: 49 }, false])
    expect(writes.length).toBeLessThanOrEqual(6)
  })

  test('are written for two hundredths of the time at most', () => {
    const { set, writes } = open({ cost: 200 })
    for (let second = 0; second < 60; second++) {
      set('second', second)
      vi.advanceTimersByTime(1000)
    }
    expect(writes.length).toBeLessThanOrEqual(7)
  })

  test('that cannot be written are reported, and are tried again', () => {
    let full = true
    const { set, writes, warnings } = open({ failing: () => full })
    set('a', 1)
    vi.advanceTimersByTime(1000)
    expect(warnings).toEqual(['Error: the disk is full'])
    full = false
    vi.advanceTimersByTime(1000)
    expect(writes).toEqual([[{ a: 1 }, false]])
  })
})

describe('saving', () => {
  test('writes at once, and no more until the next value', () => {
    const { saver, set, writes } = open()
    set('a', 1)
    saver.save({ flush: true })
    vi.advanceTimersByTime(10_000)
    expect(writes).toEqual([[{ a: 1 }, true]])
    set('b', 2)
    vi.advanceTimersByTime(1000)
    expect(writes).toHaveLength(2)
  })

  test('writes a tree without values the first time', () => {
    const { saver, writes } = open()
    saver.save({ flush: false })
    saver.save({ flush: false })
    expect(writes).toEqual([[{}, false]])
  })

  test('writes again what is not on the disk itself yet, and only that', () => {
    const { saver, set, writes } = open()
    set('a', 1)
    saver.save({ flush: false })
    saver.save({ flush: true })
    saver.save({ flush: true })
    saver.save({ flush: false })
    expect(writes.map(([, flush]) => flush)).toEqual([false, true])
  })

  test('throws what goes wrong', () => {
    expect(() => open({ failing: () => true }).saver.save({ flush: true })).toThrow('the disk is full')
  })
})
