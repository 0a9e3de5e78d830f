import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { isSame } from '../columns/bits.ts'
import { startHub } from '../sending/support/start-hub.ts'
import { MANY, START, STATES, startSampleRun } from './support/states.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-reading-'))
const live = join(root, 'live')
const link = startHub()
beforeAll(async () => {
  await startSampleRun(live, link)
})

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const STEPS = Float64Array.from(range(MANY))
const validation = { context: { fold: 1, split: 'val' } }
/** What the sample is made of, by time; main comes first in the same millisecond. */
const loss = range(60).flatMap((i) => {
  const time = START + 10 + i * 11
  const own = { step: i * 2, time, value: i }
  return i % 3 === 0 ? [own, { step: i / 3, time, value: 1000 + i }] : [own]
})
const words = range(60).flatMap((i) => {
  const time = START + 11 + i * 11
  const main = i % 5 === 0 ? [{ step: i / 5, time, value: `m${i}` }] : []
  return i % 4 === 0 ? [...main, { step: i / 4, time, value: `w${i}` }] : main
})

describe.each(['goes on', ...Object.keys(STATES)])('of a run that %s', (state) => {
  let run = live
  let reader: TrackedReader
  beforeAll(async () => {
    const change = STATES[state]
    if (change !== undefined) {
      run = join(root, state)
      cpSync(live, run, { recursive: true })
      await change(run)
    }
    reader = new TrackedReader(run, new KindRegistry())
  })

  test('all series are listed in the order in which they were begun, with what is known of them', () => {
    expect(reader.summaries().map(({ name, context, kind, count }) => [name, context, kind, count])).toEqual([
      ['empty', { of: 'others' }, 'number', 1],
      ['many', null, 'number', MANY],
      ['loss', null, 'number', 80],
      ['loss', { split: 'val', fold: 1 }, 'number', 60],
      ['note', null, 'text', 30],
      ['note', null, 'json', 15],
      ['words', null, 'text', 27],
    ])
    expect(reader.series('many').summary).toEqual({
      name: 'many',
      context: null,
      kind: 'number',
      count: MANY,
      nonFinite: 0,
      firstStep: 0,
      lastStep: MANY - 1,
      firstTime: START,
      lastTime: START,
      last: (MANY - 1) / 2,
      min: 0,
      max: (MANY - 1) / 2,
      mean: expect.closeTo((MANY - 1) / 4, 6) as number,
    })
  })

  test('columns have every point, in order', () => {
    const many = reader.series('many')
    expect(many.length).toBe(MANY)
    expect(isSame(many.steps, STEPS)).toBe(true)
    expect(
      isSame(
        many.values,
        STEPS.map((i) => i / 2),
      ),
    ).toBe(true)
    expect(many.times.every((time) => time === START)).toBe(true)
    expect(many.steps).toBe(many.steps) // read once
  })

  test('points of several senders are merged by time', () => {
    expect([...reader.series('loss', { context: null })]).toEqual(loss)
    expect([...reader.series('words')]).toEqual(words)
    const { summary } = reader.series('loss', { context: null })
    const last = loss.at(-1)
    expect([summary.firstTime, summary.lastTime, summary.lastStep, summary.last]).toEqual([
      START + 10,
      last?.time,
      last?.step,
      last?.value,
    ])
    expect([summary.min, summary.max, summary.count]).toEqual([0, 1057, 80])
  })

  test('a context is found whatever the order of its keys', () => {
    expect(Array.from(reader.series('loss', validation).values)).toEqual(range(60).map((i) => -i))
    expect(reader.series('empty').context).toEqual({ of: 'others' })
    expect(reader.series('empty', { context: { of: 'others' } }).length).toBe(1)
  })

  test('a name with several contexts asks for one: SERIES_AMBIGUOUS', () => {
    expect(() => reader.series('loss')).toThrow(code('SERIES_AMBIGUOUS'))
    expect(() => reader.series('loss')).toThrow(/^The run has several series "loss", which differ in their context\.$/)
    expect(() => reader.follow('loss')).toThrow(code('SERIES_AMBIGUOUS'))
  })

  test('a series that is not there is SERIES_NOT_FOUND, with the nearest name or the contexts', () => {
    expect(() => reader.series('los')).toThrow(
      expect.objectContaining({
        code: 'SERIES_NOT_FOUND',
        details: expect.objectContaining({ suggestion: 'loss' }) as object,
      }) as Error,
    )
    expect(() => reader.series('loss', { context: { split: 'test' } })).toThrow(
      expect.objectContaining({
        code: 'SERIES_NOT_FOUND',
        hint: 'It has the contexts: null, {"split":"val","fold":1}.',
      }) as Error,
    )
    expect(() => reader.series('empty', { context: null })).toThrow(code('SERIES_NOT_FOUND'))
    expect(() => reader.follow('zzz')).toThrow(code('SERIES_NOT_FOUND'))
  })

  test('values of a series that is not of numbers are SERIES_KIND', () => {
    expect(() => reader.series('words').values).toThrow(code('SERIES_KIND'))
    expect(() => reader.follow('words').values).toThrow(code('SERIES_KIND'))
    expect(reader.series('words').steps).toEqual(Float64Array.from(words, ({ step }) => step))
  })

  test.each([-1, 0.5, Number.NaN, '3', null, { main: -1 }, { main: 'x' }, { main: 1.5 }])(
    'following from %j is SERIES_FROM',
    (from) => {
      expect(() => reader.follow('many', { from: from as number })).toThrow(code('SERIES_FROM'))
    },
  )

  test('following goes on behind a number of points, or behind an answer', () => {
    for (const from of [0, 1, 37, 79, 80, 1000]) {
      expect([...reader.follow('loss', { from, context: null })]).toEqual(loss.slice(from))
      expect([...reader.follow('words', { from })]).toEqual(words.slice(from))
    }
    for (const from of [0, MANY - 5, 2 ** 18 - 1, 2 ** 18, 2 ** 18 + 1]) {
      const { steps, values, times, length } = reader.follow('many', { from })
      expect([steps.length, values.length, times.length]).toEqual([length, length, length])
      expect(isSame(steps, STEPS.subarray(from))).toBe(true)
    }
    const { next } = reader.follow('loss', { context: null })
    expect(next).toEqual({ main: 60, 'worker-1': 20 })
    expect(reader.follow('loss', { from: next, context: null }).length).toBe(0)
    expect([...reader.follow('loss', { from: { main: 60 }, context: null })].map(({ value }) => value)).toEqual(
      range(20).map((i) => 1000 + i * 3),
    )
    expect(reader.follow('loss', { from: { main: 59, 'worker-1': 19, other: 4 }, context: null }).length).toBe(2)
  })
})

test('a run that tracked nothing has no series', () => {
  const reader = new TrackedReader(join(root, 'none'), new KindRegistry())
  expect(reader.summaries()).toEqual([])
  expect(() => reader.series('loss')).toThrow(code('SERIES_NOT_FOUND'))
})
