import { expect, test } from 'vitest'
import type { LaunchedRun } from '../../../src/launch/launcher.ts'
import { createPruner } from '../../../src/sweep/pruners/create-pruner.ts'
import type { CurvePoint } from '../../../src/sweep/pruners/pruner.ts'
import { settleTrial } from '../../../src/sweep/ledger/settle-trial.ts'
import { CurveBook } from '../../../src/sweep/running/curve-book.ts'
import { RunningRepeat } from '../../../src/sweep/running/running-repeat.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { beginSweep } from './support.ts'

/** A run whose curve the test draws, and what it was told when it was stopped. */
class DrawnRepeat extends RunningRepeat {
  readonly told: string[]
  points: readonly CurvePoint[] = []

  constructor(trial: number) {
    const told: string[] = []
    const launched: LaunchedRun = {
      id: String(trial),
      begun: new Promise(() => undefined),
      ended: new Promise(() => undefined),
      stop: (reason) => told.push(reason),
    }
    super({ trial, seed: 1, attempt: 1, run: `night_${trial}`, start: 0, end: null }, '/nowhere', launched)
    this.told = told
  }

  override curve(): readonly CurvePoint[] {
    return this.points
  }

  draw(...values: readonly number[]): void {
    this.points = values.map((value, step) => ({ step, value }))
  }
}

test('a run that falls behind is stopped, with the reason and its last point, and those that do well go on', () => {
  const pruner = createPruner({ pruner: 'median', startup: 2 })
  const book = new CurveBook(beginSweep(tempFolder()), 'loss', pruner)
  const [good, fair, bad] = [new DrawnRepeat(0), new DrawnRepeat(1), new DrawnRepeat(2)]
  const all = [good, fair, bad]
  const look = (): void => all.filter(({ order }) => order === null).forEach((one) => book.judge(one, all))
  look() // nothing is tracked yet
  good.draw(5, 1)
  fair.draw(5, 2)
  bad.draw(5)
  look()
  expect(all.map(({ order }) => order)).toEqual([null, null, null])
  bad.draw(5, 4)
  look()
  expect(bad.order).toEqual({
    state: 'pruned',
    reached: { step: 1, value: 4 },
    reason: 'median: loss at step 1, its best value is 4, worse than the median 1.5 of 2 others',
  })
  expect(bad.told).toEqual([bad.order?.reason])
  expect([good.order, fair.order]).toEqual([null, null])
})

test('a pruned seed decides its trial: what it reached is kept, and it is no failure', () => {
  const record = beginSweep(tempFolder(), { seeds: [1, 2] })
  const reached = { step: 3, value: 0.5 }
  record.append({ type: 'suggested', trial: 0, time: 1, parameters: { rate: 0.1 }, note: null, by: 'sampler', after: 1 })
  for (const seed of [1, 2]) record.append({ type: 'started', trial: 0, time: 1, seed, attempt: 1, run: `r${seed}` })
  const end = { type: 'ended', trial: 0, time: 2, values: null } as const
  record.append({ ...end, run: 'r1', state: 'pruned', reached, reason: 'too slow' })
  record.append({ ...end, run: 'r2', state: 'stopped', reached: null, reason: 'another seed has decided it' })
  const [trial] = record.state.trials
  if (trial === undefined) throw new Error('no trial')
  expect(settleTrial(record.state.definition, trial)).toMatchObject({ state: 'pruned', reached, reason: 'seed 1: too slow' })
})
