import { describe, expect, test } from 'vitest'
import type { Progress } from '../../../src/api/run.ts'
import { createProgress } from '../../../src/runtime/output/progress.ts'
import { Terminal } from '../../../src/runtime/output/terminal.ts'
import { fakeClock, fakeStream } from '../streams.ts'

function open(isTTY = true) {
  const stderr = fakeStream({ isTTY, columns: 100 })
  const clock = fakeClock()
  const log: string[] = []
  const terminal = new Terminal(stderr, clock.read)
  const progress: Progress = createProgress({ terminal, clock: clock.read, log: (line) => log.push(line) })
  return { progress, stderr, clock, log }
}

describe('iterating with progress', () => {
  test.each([
    ['a count', 3, [0, 1, 2], '3/3'],
    ['a count with a fraction', 2.5, [0, 1, 2], '3/3'],
    ['no count', 0, [], '0/0'],
    ['an array', ['a', 'b'], ['a', 'b'], '2/2'],
    ['a set', new Set([1]), [1], '1/1'],
    ['a map', new Map([[1, 2]]), [[1, 2]], '1/1'],
    ['a text', 'a𝒳', ['a', '𝒳'], '2/2'],
    ['a typed array', new Uint8Array([7, 8]), [7, 8], '2/2'],
    ['a generator, whose length nobody knows', [5, 6][Symbol.iterator](), [5, 6], '2'],
  ])('gives what there is in %s, and says how far it came', (_, items, given, count) => {
    const { progress, log } = open()
    expect([...progress(items as Iterable<unknown>)]).toEqual(given)
    expect(log).toEqual([expect.stringMatching(new RegExp(`^progress: ${count} done in `))])
  })

  test('takes a label and a total', () => {
    const { progress, log } = open()
    for (const _ of progress([1, 2][Symbol.iterator](), { label: 'fitting', total: 5 })) continue
    expect(log[0]).toMatch(/^fitting: 2\/5 done in /)
  })

  test('shows numbers beside the bar as they are when it is drawn, and ends nothing when they cannot be had', () => {
    const { progress, stderr, clock, log } = open()
    let loss = 1
    for (const _ of progress(3, { label: 'fitting', show: () => ({ loss, name: 'a' }) })) {
      loss /= 3
      clock.now += 1000
    }
    expect(stderr.text()).toContain(' · loss 1, name a')
    expect(stderr.text()).toContain(' · loss 0.1111, name a')
    expect(log).toEqual([expect.stringMatching(/^fitting: 3\/3 done in .*, loss 0\.03704, name a$/)])
    const broken = (): never => {
      throw new RangeError('no loss yet')
    }
    for (const _ of progress(1, { show: broken })) continue
    expect(log[1]).toContain('show threw RangeError: no loss yet')
  })

  test('goes over async sources as well', async () => {
    const { progress, log } = open()
    const given: number[] = []
    async function* source(): AsyncGenerator<number> {
      yield 1
      yield 2
    }
    for await (const item of progress(source(), { label: 'flow' })) given.push(item)
    expect([given, log]).toEqual([[1, 2], [expect.stringMatching(/^flow: 2 done in /)]])
  })

  test('that is left or thrown out of says that it stopped, and closes what it goes over', async () => {
    const { progress, log } = open()
    let closed = 0
    function* source(): Generator<number> {
      try {
        yield 1
        yield 2
      } finally {
        closed += 1
      }
    }
    async function* slow(): AsyncGenerator<number> {
      yield* source()
    }
    for (const _ of progress(source())) break
    expect(() => {
      for (const _ of progress(source())) throw new Error('as asked')
    }).toThrow('as asked')
    for await (const _ of progress(slow())) break
    expect(closed).toBe(3)
    expect(log).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^progress: 0 stopped in /)))
  })

  test.each([null, undefined, {}, true, () => 1])('of %s is refused', (items) => {
    expect(() => open().progress(items as never)).toThrow(TypeError)
  })
})

describe('the bar', () => {
  test('is drawn at once, then at most ten times a second, and removed at the end', () => {
    const { progress, stderr, clock } = open()
    for (const _ of progress(40)) clock.now += 25
    const drawings = stderr.text().split('\r\u001b[2K')
    expect(drawings).toHaveLength(12)
    expect(drawings[0]).toMatch(/^progress ─+ +0% 0\/40/)
    expect(drawings[5]).toMatch(/^progress ━+─+ +50% 20\/40 40\.0\/s 500 ms left$/)
    expect(drawings.at(-1)).toBe('')
  })

  test('of an iteration within another stands beside it, and both fit', () => {
    const { progress, stderr, clock } = open()
    for (const outer of progress(2, { label: 'outer' })) {
      for (const inner of progress(2, { label: 'inner' })) clock.now += 100 + outer + inner
    }
    const drawings = stderr.text().split('\r\u001b[2K')
    expect(drawings.some((line) => /^outer .* {2}inner .*$/.test(line))).toBe(true)
    for (const line of drawings) expect(line.length).toBeLessThan(100)
  })

  test('is not drawn where there is no terminal', () => {
    const { progress, stderr, log } = open(false)
    for (const _ of progress(3)) continue
    expect([stderr.text(), log.length]).toEqual(['', 1])
  })
})
