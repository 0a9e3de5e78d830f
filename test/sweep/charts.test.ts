import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/format/json-value.ts'
import type { LedgerLine, SweepDefinition } from '../../src/format/sweep.ts'
import { drawChart } from '../../src/render/charts/draw-chart.ts'
import { importanceOf } from '../../src/sweep/charts/importance.ts'
import { sweepCharts } from '../../src/sweep/charts/sweep-charts.ts'
import { trialCurves } from '../../src/sweep/charts/trial-curves.ts'
import { SweepState } from '../../src/sweep/ledger/sweep-state.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { JournalBuilder } from '../tracking/sealing/support/build-journal.ts'
import { DEFINITION } from './running/support.ts'

const SPACE = {
  rate: '1e-4..1:log',
  optimizer: ['plain', 'nesterov'],
  momentum: { range: [0, 1], when: 'optimizer == "nesterov"' },
}

/** Sixteen trials: the optimizer decides, the rate hardly does; the last two failed and were pruned. */
function stateOf(changes: Partial<SweepDefinition> = {}): SweepState {
  const definition: SweepDefinition = { ...DEFINITION, space: SPACE, trials: 16, ...changes }
  const lines: LedgerLine[] = [{ type: 'defined', time: 0, definition }]
  for (let trial = 0; trial < 16; trial++) {
    const nesterov = trial % 2 === 1
    const parameters: Record<string, JsonValue> = { rate: 10 ** -(trial % 4), optimizer: nesterov ? 'nesterov' : 'plain' }
    if (nesterov) parameters['momentum'] = trial / 16
    lines.push({ type: 'suggested', trial, time: 0, parameters, note: null, by: 'sampler', after: 1 })
    const base = { type: 'outcome', trial, time: 1, reached: null } as const
    if (trial >= 14) {
      const state = trial === 14 ? 'failed' : 'pruned'
      lines.push({ ...base, state, values: null, spread: null, reason: 'no good' })
      continue
    }
    const loss = (nesterov ? 1 : 5) + (trial % 3) / 10
    const values = definition.objectives.map((_, index) => (index === 0 ? loss : nesterov ? 9 : trial))
    lines.push({ ...base, state: 'done', values, spread: values.map(() => 0.1), reason: null })
  }
  return new SweepState(lines)
}

describe('the pictures of a sweep', () => {
  test('are its history, its trials best first, what matters, all parameters, and each by itself', async () => {
    const charts = sweepCharts(stateOf())
    const names = charts.map(({ name }) => name)
    expect(names).toEqual(['history', 'trials', 'importance', 'parallel', 'slices/rate', 'slices/optimizer', 'slices/momentum'])
    const [history, trials, importance] = charts.map(({ chart }) => chart)
    if (history?.type !== 'points' || trials?.type !== 'table' || importance?.type !== 'points') throw new Error('other charts')
    expect(Array.from(history.sets[1]?.y ?? []).slice(0, 6)).toEqual([5, 1.1, 1.1, 1, 1, 1])
    expect(Array.from(history.sets[0]?.high ?? [])[0]).toBeCloseTo(5.1)
    expect(history.notes).toEqual(['Not drawn: 1 pruned and 1 failed.'])
    const records = [...trials.records]
    expect(records[0]).toEqual({
      trial: 3,
      'data.loss': 1,
      'data.loss (sd)': 0.1,
      rate: 0.001,
      optimizer: 'nesterov',
      momentum: 3 / 16,
      state: 'done',
    })
    expect(records.slice(-2).map(({ trial, state, reason }) => [trial, state, reason])).toEqual([
      [15, 'pruned', 'no good'],
      [14, 'failed', 'no good'],
    ])
    expect(importance.categories?.[0]).toBe('optimizer')
    for (const { chart } of charts) {
      if (chart.type === 'table') continue
      // oxlint-disable-next-line no-await-in-loop -- each by itself
      expect(await drawChart(chart)).toHaveProperty('svg')
    }
  })

  test('of several objectives have the Pareto front, and a history each', () => {
    const second = { expression: 'data.cost', direction: 'minimize' } as const
    const charts = sweepCharts(stateOf({ objectives: [...DEFINITION.objectives, second], sampler: { sampler: 'nsga2' } }))
    expect(charts.map(({ name }) => name).slice(0, 4)).toEqual(['history/1', 'history/2', 'trials', 'front'])
    const front = charts.find(({ name }) => name === 'front')?.chart
    expect(front?.type === 'points' ? Array.from(front.sets[1]?.x ?? []) : null).toEqual([1, 1, 5])
  })

  test('are the table alone where nothing is made better', () => {
    expect(sweepCharts(stateOf({ objectives: [] })).map(({ name }) => name)).toEqual(['trials'])
  })
})

describe('the curves of a sweep', () => {
  test('are of the first seed of its best trials, then of those that were pruned; a trial without points has none', () => {
    const archive = tempFolder()
    const state = new SweepState([{ type: 'defined', time: 0, definition: { ...DEFINITION, trials: 3 } }])
    for (const trial of [0, 1, 2]) {
      const run = `night_00${trial}`
      const isPruned = trial === 1
      state.apply({ type: 'suggested', trial, time: 0, parameters: { rate: 0.1 }, note: null, by: 'sampler', after: 1 })
      state.apply({ type: 'started', trial, time: 0, seed: 1, attempt: 1, run })
      const end = { trial, time: 1, reached: null, reason: null, values: isPruned ? null : [5 - trial], spread: null } as const
      state.apply({ ...end, type: 'ended', run, state: isPruned ? 'pruned' : 'done' })
      state.apply({ ...end, type: 'outcome', state: isPruned ? 'pruned' : 'done' })
      makeRun(archive, `fit/${run}`)
      const journal = new JournalBuilder(join(archive, 'fit', run))
      const loss = journal.define('loss')
      if (trial < 2) for (const step of [0, 1]) journal.write(loss, [step, 1000 + step, step + trial])
    }
    const chart = trialCurves(join(archive, 'fit/night'), state, 'loss')
    expect(chart?.title).toBe('loss of all trials')
    expect(chart?.lines).toEqual([
      { label: 'trial 0', x: [0, 1], y: [0, 1] },
      { label: 'trial 1 (pruned)', x: [0, 1], y: [1, 2] },
    ])
    expect(trialCurves(join(archive, 'fit/night'), state, 'accuracy')).toBeNull()
  })
})

describe('the importance of a parameter', () => {
  const many = Array.from({ length: 60 }, (_, i) => i)
  const noise = many.map((i) => (i * 7919) % 61)

  test('is near 1 where it decides, also in a bow, near 0 where it does not, and unknown of few trials', () => {
    expect(importanceOf(many, many)).toBeGreaterThan(0.9)
    expect(
      importanceOf(
        many,
        many.map((i) => (i - 30) ** 2),
      ),
    ).toBeGreaterThan(0.6)
    expect(importanceOf(many, noise)).toBeLessThan(0.2)
    expect(
      importanceOf(
        many.map((i) => (i % 2 === 0 ? 'a' : 'b')),
        many.map((i) => (i % 2) * 100 + i),
      ),
    ).toBeGreaterThan(0.7)
    expect(importanceOf(many.slice(0, 9), many)).toBeNull()
    expect(
      importanceOf(
        many.map(() => 1),
        many,
      ),
    ).toBeNull()
    expect(
      importanceOf(
        many.map((i) => (i < 55 ? undefined : i)),
        many,
      ),
    ).toBeNull()
  })
})
