import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { RunWriter } from '../../../src/archive/writing/run-writer.ts'
import { FILES } from '../../../src/format/files.ts'
import type { SweepDefinition } from '../../../src/format/sweep.ts'
import type { LaunchRequest } from '../../../src/launch/launch-request.ts'
import { realSystem } from '../../../src/runtime/system.ts'
import { readLedger } from '../../../src/sweep/ledger/ledger-file.ts'
import { replaySweep } from '../../../src/sweep/ledger/replay-sweep.ts'
import type { SweepState } from '../../../src/sweep/ledger/sweep-state.ts'
import { countTrials } from '../../../src/sweep/reading/count-trials.ts'
import { bestTrials, rankTrials } from '../../../src/sweep/reading/rank-state.ts'
import { tableOfTrials } from '../../../src/sweep/reading/trial-table.ts'
import { beginAgain, linesOfSweep, reopenSweep } from '../../../src/sweep/running/open-sweep.ts'
import { sampleMeta } from '../../archive/support/sample-meta.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { tempFolder } from '../../archive/support/temp-folder.ts'
import { MadeUpLauncher, beginSweep, drive, openSweep } from './support.ts'

const valueOf = ({ parameters = {} }: LaunchRequest, name: string): number => {
  const given = parameters[name]
  return given !== undefined && 'value' in given ? Number(given.value) : Number.NaN
}
/** Least at a rate of 0.03. */
const lossOf = (request: LaunchRequest): number => (Math.log10(valueOf(request, 'rate')) + 1.5) ** 2
const settings = ({ trials }: SweepState): unknown => trials.map(({ parameters }) => parameters)
const outcomes = ({ trials }: SweepState): unknown => trials.map(({ outcome }) => outcome?.state)
const GRID: Partial<SweepDefinition> = {
  space: { rate: [0.01, 0.1], layers: [1, 2] },
  sampler: { sampler: 'grid' },
  trials: null,
}

describe('a sweep', () => {
  test('asks for each trial with its setting, seed, name and origin, and finds the best', async () => {
    const archive = tempFolder()
    const record = beginSweep(archive, { ...GRID, fixed: { depth: 3 }, trialTime: 60, flags: ['--no-visuals'] })
    const launcher = new MadeUpLauncher(archive, lossOf)
    await drive(record, launcher)
    expect(launcher.asked).toHaveLength(4)
    expect(launcher.asked[1]).toEqual({
      file: '/project/fit.ts',
      parameters: { depth: { value: 3 }, rate: { value: 0.01 }, layers: { value: 2 } },
      seed: expect.any(Number) as number,
      run: 'night_001',
      namespace: 'fit',
      results: archive,
      origin: { parent: 'fit/night', sweep: 'night', trial: 1 },
      timeLimit: 60,
      options: ['--no-visuals'],
    })
    expect(new Set(launcher.asked.map(({ seed }) => seed)).size).toBe(4)
    expect(countTrials(record.state)).toEqual({ done: 4, pruned: 0, failed: 0, pending: 0, planned: 4 })
    expect(bestTrials(record.state).map(({ parameters }) => parameters)).toEqual([{ rate: 0.01, layers: 1 }])
    expect(tableOfTrials(record.state).split('\n').slice(0, 2)).toEqual([
      'trial,state,rate,layers,data.loss,data.loss (sd),reason,runs',
      '0,done,0.01,1,0.25,,,night_000',
    ])
  })

  test('takes the mean over its seeds, and keeps the spread', async () => {
    const archive = tempFolder()
    const record = beginSweep(archive, { ...GRID, space: { rate: [0.01, 0.1] }, seeds: [1, 2, 3] })
    await drive(record, new MadeUpLauncher(archive, ({ seed = 0 }) => seed))
    expect(record.state.trials.map(({ outcome }) => [outcome?.values, outcome?.spread])).toEqual([
      [[2], [1]],
      [[2], [1]],
    ])
    expect(record.state.trials[1]?.repeats.map(({ run }) => run)).toEqual(['night_001_s1', 'night_001_s2', 'night_001_s3'])
  })

  test('goes on where runs fail, are refused, or lack the objective, and says why', async () => {
    const archive = tempFolder()
    const record = beginSweep(archive, GRID)
    const ways = ['fail', 'never', Number.NaN, 1] as const
    await drive(record, new MadeUpLauncher(archive, ({ origin }) => ways[origin?.trial ?? 0] ?? 1))
    expect(record.state.trials.map(({ outcome }) => outcome?.reason)).toEqual([
      'Error: no good',
      'no run began: rate is too large',
      expect.stringContaining('data.loss is NaN') as string,
      null,
    ])
    expect(rankTrials(record.state).map(({ number }) => number)).toEqual([3])
  })

  test('does not run a setting with the same seeds again', async () => {
    const archive = tempFolder()
    const record = beginSweep(archive, { space: { rate: [0.1] }, trials: 3, seeds: [1] })
    const launcher = new MadeUpLauncher(archive, lossOf)
    await drive(record, launcher)
    expect(launcher.asked).toHaveLength(1)
    expect(record.state.trials[2]?.outcome).toMatchObject({
      state: 'done',
      reason: 'the same setting as trial 0, which was not run again',
    })
  })

  test('tries of a grid each point once, also what was put in front, and knows how many there will be', async () => {
    const archive = tempFolder()
    const enqueue = [
      { rate: 0.1, layers: 1 },
      { rate: 0.5, layers: 1 },
    ]
    const record = beginSweep(archive, { ...GRID, enqueue })
    const planned = [countTrials(record.state).planned]
    await drive(record, new MadeUpLauncher(archive, lossOf))
    planned.push(countTrials(record.state).planned)
    record.append({
      type: 'defined',
      time: 1,
      definition: { ...record.state.definition, space: { rate: [0.01, 1], layers: [1, 2] } },
    })
    planned.push(countTrials(record.state).planned)
    await drive(record, new MadeUpLauncher(archive, lossOf))
    expect([...planned, record.state.trials.length]).toEqual([5, 5, 7, 7])
  })

  test('tries what was put in front first', async () => {
    const archive = tempFolder()
    const record = beginSweep(archive, { enqueue: [{ rate: 0.5 }], trials: 2 })
    await drive(record, new MadeUpLauncher(archive, lossOf))
    expect(record.state.trials.map(({ by }) => by)).toEqual(['enqueue', 'sampler'])
    expect(record.state.trials[0]?.parameters).toEqual({ rate: 0.5 })
  })
})

describe('the ledger of a sweep', () => {
  test.each(['random', 'tpe', 'sobol'])('replays exactly, whichever trial ended first (%s)', async (sampler) => {
    const archive = tempFolder()
    const record = beginSweep(archive, { sampler: { sampler }, trials: 24, jobs: 4 })
    let turn = 0
    await drive(record, new MadeUpLauncher(archive, lossOf, (open) => (turn += 7) % open))
    const lines = readLedger(record.folder) ?? []
    const ends = lines.flatMap((line) => (line.type === 'outcome' ? [line.trial] : []))
    expect(ends).not.toEqual(ends.toSorted((a, b) => a - b))
    expect(replaySweep(lines)).toEqual([])
    expect(settings(openSweep(record.folder).state)).toEqual(settings(record.state))
    const changed = lines.map((line) =>
      line.type === 'suggested' && line.trial === 20 ? { ...line, parameters: { rate: 0.2 } } : line,
    )
    expect(replaySweep(changed).map(({ trial }) => trial)).toContain(20)
  })

  test('is gone on with where it ends: what was cut off runs again, and more trials come as they would have', async () => {
    const whole = beginSweep(tempFolder(), { trials: 6 })
    await drive(whole, new MadeUpLauncher(join(whole.folder, '../..'), lossOf))
    const archive = tempFolder()
    const record = beginSweep(archive, { trials: 6 })
    const controller = new AbortController()
    const launcher = new MadeUpLauncher(archive, (request) => {
      if (request.origin?.trial !== 3) return lossOf(request)
      setImmediate(() => controller.abort('Ctrl-C'))
      return 'wait'
    })
    await drive(record, launcher, controller.signal)
    expect(outcomes(record.state)).toEqual(['done', 'done', 'done', undefined])
    expect(record.state.trials[3]?.repeats).toMatchObject([{ end: { state: 'stopped', reason: 'Ctrl-C' } }])
    const again = openSweep(record.folder)
    await drive(again, new MadeUpLauncher(archive, lossOf))
    expect(settings(again.state)).toEqual(settings(whole.state))
    expect(again.state.trials[3]?.repeats.map(({ run }) => run)).toEqual(['night_003', 'night_003_r2'])
  })

  test('finds the runs again that a sweep which died has left, and runs those that had not begun', async () => {
    const archive = tempFolder()
    const record = beginSweep(archive, { ...GRID, seeds: [5] })
    const first = new MadeUpLauncher(archive, lossOf)
    for (const trial of [0, 1]) {
      record.append({
        type: 'suggested',
        trial,
        time: 1,
        parameters: { rate: 0.01, layers: trial + 1 },
        note: null,
        by: 'sampler',
        after: 1,
      })
      record.append({ type: 'started', trial, time: 1, seed: 5, attempt: 1, run: `night_00${trial}` })
    }
    const launched = first.start({
      file: '/project/fit.ts',
      run: 'night_000',
      namespace: 'fit',
      parameters: { rate: { value: 0.01 } },
    })
    const launcher = new MadeUpLauncher(archive, lossOf)
    launcher.left.push({ folder: join(archive, 'fit/night_000'), trial: 0, launched })
    await drive(record, launcher)
    expect(record.state.trials[0]?.repeats).toMatchObject([{ run: 'night_000', end: { state: 'done', values: [0.25] } }])
    expect(record.state.trials[1]?.repeats).toMatchObject([
      { end: { state: 'stopped' } },
      { run: expect.stringMatching(/^night_001/) as string },
    ])
    expect(outcomes(record.state)).toEqual(['done', 'done', 'done', 'done'])
  })

  test('runs what has failed again when that is wanted, and only that', async () => {
    const archive = tempFolder()
    const record = beginSweep(archive, GRID)
    await drive(record, new MadeUpLauncher(archive, (request) => (request.origin?.trial === 2 ? 'fail' : lossOf(request))))
    record.append({ type: 'retried', trial: 2, time: 1 })
    const launcher = new MadeUpLauncher(archive, lossOf)
    await drive(record, launcher)
    expect(launcher.asked.map(({ run }) => run)).toEqual(['night_002_r2'])
    expect(outcomes(record.state)).toEqual(['done', 'done', 'done', 'done'])
  })

  test('loses a line that a kill has cut off, and nothing else', async () => {
    const archive = tempFolder()
    const record = beginSweep(archive, { trials: 2 })
    await drive(record, new MadeUpLauncher(archive, lossOf))
    new RunWriter(record.folder).writeMeta(sampleMeta({ run: 'night', namespace: 'fit' }))
    appendFileSync(join(record.folder, FILES.sweep), '{"type":"suggested","tri')
    const again = reopenSweep(record.folder, realSystem())
    beginAgain(again)
    again.append({ type: 'retried', trial: 0, time: 2 })
    expect(readLedger(record.folder)?.at(-1)).toEqual({ type: 'retried', trial: 0, time: 2 })
    await again.end({ status: 'done' })
  })
})

describe('a sweep is refused that', () => {
  test('is none (SWEEP_NONE), or goes on (SWEEP_RUNS)', () => {
    const archive = tempFolder()
    const plain = makeRun(archive, 'fit/plain')
    expect(() => linesOfSweep(plain.folder)).toThrow(expect.objectContaining({ code: 'SWEEP_NONE' }))
    const record = beginSweep(archive)
    const writer = makeRun(archive, 'fit/night', { status: 'running', phase: 'run' })
    writer.writeAlive(describeProcess())
    expect(() => reopenSweep(record.folder, realSystem())).toThrow(expect.objectContaining({ code: 'SWEEP_RUNS' }))
  })

  test('has been taken by another process since it was opened, or has gone on and ended', async () => {
    const record = beginSweep(tempFolder(), { trials: 1 })
    new RunWriter(record.folder).writeMeta(sampleMeta({ run: 'night', namespace: 'fit', status: 'interrupted', phase: 'ended' }))
    const [first, second, third] = [1, 2, 3].map(() => reopenSweep(record.folder, realSystem()))
    if (first === undefined || second === undefined || third === undefined) throw new Error('no sweep')
    beginAgain(first)
    expect(() => beginAgain(second)).toThrow(expect.objectContaining({ code: 'SWEEP_RUNS' }))
    first.append({ type: 'suggested', trial: 0, time: 1, parameters: { rate: 0.1 }, note: null, by: 'sampler', after: 1 })
    await first.end({ status: 'done' })
    expect(() => beginAgain(third)).toThrow(expect.objectContaining({ code: 'SWEEP_RUNS' }))
  })
})
