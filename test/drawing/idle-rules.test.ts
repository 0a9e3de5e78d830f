import { describe, expect, test } from 'vitest'
import { idleRules, oddEnds } from '../../src/drawing/idle-rules.ts'
import type { SeriesSummary } from '../../src/format/series.ts'

function series(name: string, max: number | null = 1, kind = 'number'): SeriesSummary {
  const nothing = { firstStep: 0, lastStep: 0, firstTime: 0, lastTime: 0, last: null, mean: null }
  return { name, context: null, kind, count: 1, nonFinite: 0, min: max === null ? null : max - 2, max, ...nothing }
}

describe('rules that do nothing', () => {
  test('are said when no series has their name, with the one that was meant', () => {
    const rules = { 'loss/*': { log: true }, acuracy: { unit: '%' }, 'los/*': { log: true }, qqq: { unit: 'm' } }
    expect(idleRules([series('loss/train'), series('accuracy')], rules)).toEqual([
      '`visuals` names what was not tracked: "acuracy" (did you mean "accuracy"?), "los/*" (did you mean "loss/*"?), "qqq".',
    ])
  })

  test('are not said of what is hidden anyway, unless it is misspelt, nor of what runlab measures', () => {
    const rules = { 'other/*': false, 'system/cpu': { unit: 's' }, 'intrenal/*': false } as const
    expect(idleRules([series('internal/a')], rules)).toEqual([
      '`visuals` names what was not tracked: "intrenal/*" (did you mean "internal/*"?).',
    ])
  })

  test('are said where values have no logarithm', () => {
    const rules = { '*': { log: true }, flat: { log: false } }
    const tracked = [
      series('good'),
      series('zero', 0),
      series('below', -3),
      series('flat', 0),
      series('none', null),
      series('t', 0, 'text'),
    ]
    expect(idleRules(tracked, rules)).toEqual(['`log: true` has no effect where no value is above 0: "zero", "below".'])
  })
})

test('series that end in no number are named, with how many values are none', () => {
  const ended = (name: string, last: number): SeriesSummary => ({ ...series(name), last, count: 30, nonFinite: 18 })
  expect(
    oddEnds([ended('loss', Number.NaN), ended('acc', 0.5), ended('norm', Infinity), ended('system/cpu', Number.NaN)]),
  ).toEqual([
    'Series end in no number: "loss" in NaN (18 of 30 values are not finite), "norm" in ∞ (18 of 30 values are not finite).',
  ])
  expect(oddEnds([ended('acc', 0.5)])).toEqual([])
})
