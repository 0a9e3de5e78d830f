import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SeriesPoint } from '../../../src/api/tracking.ts'
import { KindRegistry } from '../../../src/tracking/kinds/registry.ts'
import { TrackedReader } from '../../../src/tracking/reading/tracked-reader.ts'
import { bitsOf, SPECIAL_DOUBLES } from '../columns/bits.ts'
import { startHub } from './support/start-hub.ts'
import { startTracking } from './support/start-tracking.ts'
import type { Tracking } from './support/start-tracking.ts'

const root = mkdtempSync(join(tmpdir(), 'runlab-tracker-'))
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
const refusals = (): unknown[] => tracking.refused.map(({ code, message }) => [code, message])

describe('a number', () => {
  test('is kept bit for bit, with the time and a step that counts up', () => {
    for (const value of SPECIAL_DOUBLES) track('loss', value)
    const series = reader().series('loss')
    expect(bitsOf(series.values)).toEqual(bitsOf(SPECIAL_DOUBLES))
    expect(Array.from(series.steps)).toEqual(SPECIAL_DOUBLES.map((_, i) => i))
    expect(Array.from(series.times)).toEqual(SPECIAL_DOUBLES.map((_, i) => 1000 + i))
  })

  test('may be a BigInt that a double holds, or a boolean', () => {
    for (const value of [1, 2n ** 60n, true, false, -7n]) track('x', value)
    expect(pointsOf('x').map(({ value }) => value)).toEqual([1, 2 ** 60, 1, 0, -7])
    track('x', 2n ** 60n + 1n)
    track('first', true)
    expect(refusals()).toEqual([
      ['TRACK_VALUE', 'Cannot track a BigInt as "x": no double holds the BigInt 1152921504606846977 exactly.'],
    ])
    expect(pointsOf('first')).toEqual([{ step: 0, time: 1005, value: 1 }])
  })
})

describe('a step', () => {
  test('is kept as given: repeated, back, negative, fractional', () => {
    const steps = [5, 5, 3, -2, 0.5, -1e-9, 1e15, 2 ** 53 + 2]
    for (const step of steps) track('loss', 1, { step })
    expect(stepsOf('loss')).toEqual(steps)
  })

  test('is the count of points of the series where none is given, others counted as well', () => {
    track('loss', 1)
    track('loss', 1, { step: 100 })
    track('loss', 1, {})
    track('loss', 1, { step: undefined })
    track('note', 'a', { step: 7 })
    track('note', 'b')
    expect(stepsOf('loss')).toEqual([0, 100, 2, 3])
    expect(stepsOf('note')).toEqual([7, 1])
  })

  test('that is -0 is 0', () => {
    track('loss', 1, { step: -0 })
    track('loss', 1, { step: -0 })
    track('note', 'a', { step: -0 })
    expect(bitsOf([...stepsOf('loss'), ...stepsOf('note')])).toEqual(bitsOf([0, 0, 0]))
  })

  test.each([Number.NaN, Infinity, '3', null, 3n, {}, true])(
    'that is %o is refused, also by a series that has points',
    (step) => {
      track('new', 1, { step })
      track('loss', 1)
      track('loss', 2, { step })
      track('note', 'a')
      track('note', 'b', { step })
      track({ loss: 3 }, { step })
      expect(tracking.refused.map(({ code }) => code)).toEqual(['TRACK_OPTION', 'TRACK_OPTION', 'TRACK_OPTION', 'TRACK_OPTION'])
      expect(tracking.refused[0]?.message).toMatch(/^Cannot track "new": the option "step" is .*, expected a finite number\.$/)
      expect(stepsOf('loss')).toEqual([0])
    },
  )
})

describe('options', () => {
  test.each([[5], ['x'], [null], [[]], [new Date(0)], [new Map()]])(
    'that are %o are refused, also by a series that has points',
    (options) => {
      track('new', 1, options)
      track('loss', 1)
      track('loss', 2, options)
      expect(tracking.refused.map(({ code }) => code)).toEqual(['TRACK_OPTION', 'TRACK_OPTION'])
      expect(stepsOf('loss')).toEqual([0])
    },
  )

  test('that nobody knows are refused by name, also by a series that has points', () => {
    track('loss', 1, { steps: 4 })
    track('loss', 1)
    track('loss', 1, { steps: 4 })
    track('loss', 1, { step: 4, split: 'val' })
    const said = (option: string, got: string): unknown => [
      'TRACK_OPTION',
      `Cannot track "loss": the option "${option}" is ${got}, expected step or context, there are no others.`,
    ]
    expect(refusals()).toEqual([said('steps', '4'), said('steps', '4'), said('split', 'a string')])
    expect(tracking.refused.map(({ hint }) => hint)).toEqual(['Did you mean step?', 'Did you mean step?', undefined])
    track('loss', 1, { contxt: { split: 'val' } })
    expect(tracking.refused.at(-1)?.hint).toBe('Did you mean context?')
    expect(stepsOf('loss')).toEqual([0])
  })
})

describe('a name', () => {
  test('may hold anything that can be read', () => {
    const names = ['a/b', '🧪', 'ö "x"', ' ', '__proto__', 'constructor', 'x'.repeat(1000)]
    for (const name of names) track(name, 1)
    expect(
      reader()
        .summaries()
        .map(({ name }) => name),
    ).toEqual(names)
    expect(tracking.refused).toEqual([])
  })

  test.each([
    ['', 'it is empty'],
    ['a\nb', 'it holds a control character'],
    ['x'.repeat(1001), 'it is longer than 1000 characters'],
    ['is S3CRET-1', 'it holds a secret'],
    ['half \ud800', 'it holds half a letter'],
    [5, 'it is a number, not a string'],
    [undefined, 'it is undefined, not a string'],
    [['loss'], 'it is an array, not a string'],
  ])('that is %j is refused: %s', (name, reason) => {
    track(name, 1)
    expect(tracking.refused.map(({ code }) => code)).toEqual(['TRACK_NAME'])
    expect(tracking.refused[0]?.message).toContain(reason)
    expect(tracking.refused[0]?.message).not.toContain('S3CRET-1')
    expect(tracking.tracker.series).toEqual([])
  })
})

describe('several values at once', () => {
  test('have the same step, and each a series of its own', () => {
    track({ loss: 0.5, accuracy: 1n, note: 'a' }, { step: 7, context: { split: 'val' } })
    track({ loss: 0.25 })
    expect(pointsOf('loss', { split: 'val' })).toEqual([{ step: 7, time: 1000, value: 0.5 }])
    expect(pointsOf('accuracy')).toEqual([{ step: 7, time: 1001, value: 1 }])
    expect(pointsOf('note')).toEqual([{ step: 7, time: 1002, value: 'a' }])
    expect(pointsOf('loss', null)).toEqual([{ step: 0, time: 1003, value: 0.25 }])
  })

  test('are kept but for the one that cannot be', () => {
    track({ good: 1, '': 2, bad: Symbol('x'), 'as well': 3 })
    expect(tracking.refused.map(({ code }) => code)).toEqual(['TRACK_NAME', 'TRACK_VALUE'])
    expect(
      reader()
        .summaries()
        .map(({ name }) => name),
    ).toEqual(['good', 'as well'])
  })
})

describe('a series', () => {
  test('keeps the kind of its first value, for each context by itself', () => {
    track('x', 1)
    track('x', 'text')
    track('x', 'text', { context: { a: 1 } })
    track('x', 2, { context: { a: 1 } })
    track('x', 2)
    expect(refusals()).toEqual([
      ['TRACK_KIND', 'Cannot track a string as "x": it is a number series.'],
      ['TRACK_KIND', 'Cannot track a number as "x": it is a text series.'],
    ])
    expect(stepsOf('x', null)).toEqual([0, 1])
  })

  test('does not begin with a value that cannot be tracked', () => {
    for (const value of [Symbol('x'), () => 1, undefined, Promise.resolve(1)]) track('x', value)
    expect(tracking.refused.map(({ code }) => code)).toEqual(['TRACK_VALUE', 'TRACK_VALUE', 'TRACK_VALUE', 'TRACK_VALUE'])
    track('x', 'text')
    expect(pointsOf('x').map(({ value, step }) => [step, value])).toEqual([[0, 'text']])
  })

  test('counts the points that are kept only', () => {
    track('x', 1)
    track('x', 'no')
    track('x', 2)
    expect(tracking.tracker.points).toBe(2)
    expect(stepsOf('x')).toEqual([0, 1])
  })
})

describe('secrets', () => {
  test('are masked in texts and data, and kept out of files', () => {
    track('note', 'it is S3CRET-1')
    track('data', { a: ['S3CRET-1'] })
    expect(pointsOf('note')[0]?.value).toBe('it is ***')
    expect(pointsOf('data')[0]?.value).toEqual({ a: ['***'] })
  })

  test('in the bytes of numbers cannot be masked: those numbers are refused, and the others stay', () => {
    const numbers = new Uint16Array(new Uint8Array(Buffer.from('ab S3CRET-1 cd')).buffer)
    track('v', new Uint16Array([1, 2]))
    track('v', numbers)
    track('v', [[1, 2]]) // of another kind: TRACK_KIND
    expect(pointsOf('v').map(({ value }) => value)).toEqual([new Uint16Array([1, 2])])
    expect(tracking.refused.map(({ code }) => code)).toEqual(['TRACK_VALUE', 'TRACK_KIND'])
  })
})

describe('in strict mode', () => {
  test.each([
    ['TRACK_NAME', ['', 1]],
    ['TRACK_VALUE', ['x', Symbol('x')]],
    ['TRACK_KIND', ['known', 'text']],
    ['TRACK_OPTION', ['known', 1, { step: Number.NaN }]],
  ] as const)('%s is thrown', (code, [name, value, options]) => {
    tracking = startTracking(run, { link, isStrict: true })
    track('known', 1)
    expect(() => track(name, value, options)).toThrow(expect.objectContaining({ code }) as Error)
  })
})

test('nothing is made on the disk, and no thread is started, where nothing is tracked', () => {
  const sent: unknown[] = []
  tracking = startTracking(run, { link: { send: (message) => sent.push(message), isDead: false } })
  track('', 1)
  track('x', Symbol('x'))
  expect(tracking.tracker.settle()).toBe(true)
  expect(sent).toEqual([])
  expect(readdirSync(run)).toEqual([])
})
