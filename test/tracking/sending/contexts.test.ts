import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SeriesPoint } from '../../../src/api/tracking.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { startHub } from './support/start-hub.ts'
import { startTracking } from './support/start-tracking.ts'
import type { Tracking } from './support/start-tracking.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-contexts-'))
const link = startHub()

let run = ''
let number = 0
let time = 0
let tracking: Tracking
beforeEach(() => {
  run = join(root, String(number++))
  mkdirSync(run)
  time = 1000
  tracking = startTracking(run, { link, now: () => time++, secret: 'S3CRET-1' })
})

const track = (...args: readonly [unknown, unknown?, unknown?]): void => tracking.track(...args)
const reader = (): TrackedReader => {
  expect(tracking.tracker.settle()).toBe(true)
  return new TrackedReader(run, new KindRegistry())
}
const pointsOf = (name: string, context?: Record<string, unknown> | null): SeriesPoint[] => [
  ...reader().series(name, { context }),
]
const stepsOf = (name: string, context?: Record<string, unknown> | null): number[] =>
  pointsOf(name, context).map(({ step }) => step)

describe('a context', () => {
  test('is the same whatever the order of its keys', () => {
    track('loss', 1, { context: { split: 'val', fold: 2 } })
    track('loss', 2, { context: { fold: 2, split: 'val' } })
    track('loss', 3, { context: { split: 'val', fold: 2 }, step: 9 })
    track('loss', 4, { context: { fold: 2, split: 'val' }, step: 10 })
    track('note', 'a', { context: { b: 1, a: 2 } })
    track('note', 'b', { context: { a: 2, b: 1 } })
    expect(
      reader()
        .summaries()
        .map(({ name, context, count }) => [name, context, count]),
    ).toEqual([
      ['loss', { split: 'val', fold: 2 }, 4],
      ['note', { b: 1, a: 2 }, 2],
    ])
    expect(stepsOf('loss', { fold: 2, split: 'val' })).toEqual([0, 1, 9, 10])
  })

  test('tells series apart by each of its values, and from the one without', () => {
    const contexts = [
      undefined,
      { a: 1 },
      { a: '1' },
      { a: true },
      { a: null },
      { a: 1, b: 1 },
      { b: 1 },
      { a: [1] },
      { a: Number.NaN },
    ]
    for (let round = 0; round < 3; round++) for (const [i, context] of contexts.entries()) track('loss', i, { context })
    for (const [i, context] of contexts.entries()) {
      expect(pointsOf('loss', context ?? null).map(({ value }) => value)).toEqual([i, i, i])
    }
    expect(reader().summaries()).toHaveLength(contexts.length)
  })

  test('with a name that has no value is another than one with a name of its own', () => {
    track('loss', 1, { context: { split: undefined } })
    track('loss', 2, { context: { split: undefined } })
    track('loss', 3, { context: { fold: 1 } })
    expect(pointsOf('loss', { fold: 1 }).map(({ value }) => value)).toEqual([3])
  })

  test('without names is none', () => {
    track('loss', 1, { context: {} })
    track('loss', 2, { context: undefined })
    track('loss', 3)
    expect(pointsOf('loss', null).map(({ value }) => value)).toEqual([1, 2, 3])
  })

  test('may be one of many of a name', () => {
    for (let round = 0; round < 3; round++) for (let fold = 0; fold < 40; fold++) track('loss', fold, { context: { fold } })
    const summaries = reader().summaries()
    expect(summaries).toHaveLength(40)
    for (const { count, min, max, context } of summaries)
      expect([count, min, max]).toEqual([3, context?.['fold'], context?.['fold']])
  })

  test.each([[5], ['val'], [[1]], [new Map()], [{ f: () => 1 }], [JSON.parse('{"__proto__":1}')], [{ split: 'S3CRET-1' }]])(
    'that is %o is refused',
    (context) => {
      track('loss', 1, { context })
      expect(tracking.refused.map(({ code }) => code)).toEqual(['TRACK_OPTION'])
      expect(tracking.refused[0]?.message).toMatch(/^Cannot track "loss": the option "context" is .+, expected /)
      expect(tracking.refused[0]?.message).not.toContain('S3CRET-1')
    },
  )
})
