import { describe, expect, test } from 'vitest'
import { settledText, standingLines } from '../../../src/cli/sweep/standing-lines.ts'
import type { LedgerLine, SweepDefinition } from '../../../src/format/sweep.ts'
import { SweepState } from '../../../src/sweep/ledger/sweep-state.ts'
import { estimateLeft } from '../../../src/sweep/reading/estimate-left.ts'
import { DEFINITION } from '../../sweep/running/support.ts'

const PARAMETERS = { rate: 0.012_130_580_920_393_926, momentum: 0.138_341_4, optimizer: 'nesterov', hidden_layer_width: 41 }
const WHY = 'seed 1: median: loss at step 0, its best value is 7.08854, worse than the median 5.40928 of 9 others'

/** Two trials of three that are over, each of two seeds of ten seconds, and one of which the first seed runs. */
function stateOf(changes: Partial<SweepDefinition> = {}): SweepState {
  const definition = { ...DEFINITION, seeds: [1, 2], trials: 5, jobs: 2, ...changes }
  const lines: LedgerLine[] = [{ type: 'defined', time: 0, definition }]
  for (const trial of [0, 1, 2]) {
    lines.push({ type: 'suggested', trial, time: 0, parameters: PARAMETERS, note: null, by: 'sampler', after: 1 })
    for (const seed of trial === 2 ? [1] : [1, 2]) {
      const run = `night_${trial}_${seed}`
      lines.push({ type: 'started', trial, time: trial * 10, seed, attempt: 1, run })
      if (trial === 2) continue
      const time = trial * 10 + 10
      lines.push({ type: 'ended', trial, time, run, state: 'done', values: [0.4], reached: null, reason: null })
    }
  }
  const end = { type: 'outcome', reached: null, time: 20 } as const
  lines.push({ ...end, trial: 0, state: 'done', values: [0.4], spread: [0.073], reason: null })
  lines.push({ ...end, trial: 1, state: 'pruned', values: null, spread: null, reason: WHY })
  return new SweepState(lines)
}
const runningOf = (state: SweepState) => state.trials[2]?.repeats ?? []

describe('what stands on the terminal while a sweep goes on', () => {
  test('fits into 80 columns with nothing cut out of the middle of a value', () => {
    const state = stateOf()
    const next = 'chosen by tpe when a trial ends'
    expect(standingLines(state, { running: runningOf(state), next, now: 24, start: 0, width: 79 })).toEqual([
      'best  trial 0: 0.400 ± 0.073, rate=0.01213 momentum=0.1383 optimizer=nesterov',
      '      hidden_layer_width=41',
      'runs  2 (seed 1) 4 s',
      'next  chosen by tpe when a trial ends',
      '2 of 5 trials · 1 pruned · 24 s · about 28 s left',
    ])
    const narrow = standingLines(state, { running: runningOf(state), next, now: 24, start: 0, width: 39 })
    expect(Math.max(...narrow.map(({ length }) => length))).toBeLessThanOrEqual(39)
  })

  test('says of a trial that is over how it went, in several lines where there is no room', () => {
    const state = stateOf()
    const [done, pruned] = state.trials
    if (done === undefined || pruned === undefined) throw new Error('no trials')
    expect(settledText(pruned, state, 79).split('\n')).toEqual([
      'trial 1   pruned  rate=0.01213 momentum=0.1383 optimizer=nesterov',
      '                  hidden_layer_width=41, 20.0 s, seed 1: median: loss at step',
      '                  0, its best value is 7.08854, worse than the median 5.40928',
      '                  of 9 others',
    ])
    expect(settledText(done, state, Infinity)).toBe(
      'trial 0   done    0.400 ± 0.073  rate=0.0121306 momentum=0.138341 optimizer=nesterov hidden_layer_width=41  20.0 s  best so far',
    )
  })
})

describe('the estimate of the end', () => {
  test('counts what runs, what is open of a trial, and what comes', () => {
    // 6 s of the seed that runs, 10 s of the other, 2 trials of 2 × 10 s; two at a time.
    expect(estimateLeft(stateOf(), 5, 24)).toBe(28)
    expect(estimateLeft(stateOf({ jobs: 100 }), 3, 24)).toBe(10)
    expect(estimateLeft(new SweepState([{ type: 'defined', time: 0, definition: DEFINITION }]), 5, 24)).toBeNull()
  })

  test('is no longer than the time that the sweep may take', () => {
    const last = (changes: Partial<SweepDefinition>, now: number): string | undefined =>
      standingLines(stateOf(changes), { running: [], next: '', now, start: 0, width: 79 }).at(-1)
    expect(last({ time: 30 }, 24)).toContain('about 6 s left')
    expect(last({ trials: null, time: 3600 }, 24)).toContain('2 trials · 1 pruned · 24 s · at most 59 min 36 s left')
  })
})
