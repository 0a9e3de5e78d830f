import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { FILES } from '../../../src/format/files.ts'
import { readLedger } from '../../../src/sweep/ledger/ledger-file.ts'
import { SweepState } from '../../../src/sweep/ledger/sweep-state.ts'
import { BIN, Project } from '../project.ts'
import { until } from '../../support/waiting.ts'

const project = new Project({
  'package.json': '{ "name": "sweeping", "type": "module" }\n',
  'fit.ts': `import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1, layers: 1, optimizer: param.choice(['adam', 'sgd']), waits: false },
  async run(e) {
    if (e.params.optimizer === 'sgd' && !existsSync('mended')) throw new Error('no such optimizer')
    e.track('loss', e.params.layers / e.params.rate)
    while (e.params.waits && !e.signal.aborted && !existsSync('gate')) await sleep(5)
  },
})
export const hidden = experiment.extend(import.meta, { override: { rate: 1 } })
`,
  'plan.ts': `import { choice, defineSweep } from 'runlab'
import { experiment } from './fit.ts'
export const sweep = defineSweep(import.meta, {
  experiment: [experiment, './fit.ts#hidden'],
  space: { optimizer: choice(['adam', 'sgd']), layers: '1..4' },
  parameters: { rate: 0.5 },
  objective: { minimize: 'series.loss.last' },
  enqueue: [{ experiment: 'fit', layers: 3, optimizer: 'sgd' }],
  name: 'planned',
})
const own = experiment.extend(import.meta, {})
export const unsaid = defineSweep(import.meta, { experiment: own, space: { layers: [1, 2] } })
`,
})
const FLAGS = ['--no-visuals', '--no-system'] as const
const stateOf = (name: string): SweepState => new SweepState(readLedger(project.path(`results/fit/${name}`)) ?? [])

describe('runlab sweep', () => {
  test('says what there is to try, runs it several at a time, ranks it, and tries again what failed', async () => {
    const asked = [
      'sweep',
      'fit.ts',
      '--rate',
      '0.1,1',
      '--optimizer',
      'adam,sgd',
      '--minimize',
      'series.loss.last',
      '--name',
      'night',
    ]
    const dry = await project.runlab(...asked, '--dry-run')
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('4 trials') as string })
    expect(existsSync(project.path('results'))).toBe(false)

    const { code, stdout } = await project.runlab(...asked, '--jobs', '2', ...FLAGS)
    expect(code).toBe(0)
    expect(stdout).toContain('night done: 2 of 4 trials done, 2 failed')
    expect(stdout).toMatch(/trial 1 +failed +rate=0.1 optimizer=sgd .*Error: no such optimizer/)
    expect(readdirSync(project.path('results/fit')).toSorted()).toEqual([
      'night',
      'night_000',
      'night_001',
      'night_002',
      'night_003',
    ])

    project.write('mended', '')
    const again = await project.runlab('resume', 'night', '--retry', 'failed')
    expect(again.stdout).toContain('night done: 4 of 4 trials done')
    expect(stateOf('night').trials.map(({ repeats }) => repeats.length)).toEqual([1, 2, 1, 2])

    const best = await project.runlab('sweep', 'best', 'night')
    expect(best.stdout).toContain(
      '# Trial 2 of the sweep night: minimize series.loss.last: 1\nextend: ./fit.ts\nparameters:\n  rate: 1\n',
    )
    const listed = await project.runlab('list', '--where', 'sweep == "night" && status == "done"', '--json')
    expect(JSON.parse(listed.stdout)).toHaveLength(4)
    const all = await project.runlab('list')
    expect(all.stdout).toMatch(/done +4 of 4 trials .* fit\/night/)
    const groups = await project.runlab('groups', '--json')
    expect(groups.stdout).not.toContain('"sweep"')
    const verified = await project.runlab('verify', '--all')
    expect(verified.stdout).toContain('7 runs: all whole')
    // What cannot be is refused: a trial is no sweep, SWEEP_BEST has no such trial, and flags are checked before anything runs.
    expect(await project.runlab('resume', 'night_000')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('night_000 is not a sweep') as string,
    })
    const rerun = await project.runlab('rerun', 'night')
    expect([rerun.code, rerun.stderr]).toEqual([2, expect.stringContaining('it is a sweep')])
    const none = await project.runlab('sweep', 'best', 'night', '--trial', '5')
    expect(none.stderr).toContain('The sweep night has no trial 5 that is done.')
    const wrong = await project.runlab('sweep', 'fit.ts', '--rte', '0.1,1', '--trials', 'all')
    for (const said of ['--rte', 'Did you mean --rate', '--trials']) expect(wrong.stderr).toContain(said)
    const report = readFileSync(project.path(`results/fit/night/${FILES.report}`), 'utf8')
    expect(report).toContain('trials.csv')
  })

  test('is said by a file, which flags change; what it names is looked for', async () => {
    const dry = await project.runlab('sweep', 'plan.ts', '--trials', '3', '--layers', '1..8 when optimizer == "sgd"', '--dry-run')
    expect(dry).toMatchObject({ code: 0, stderr: '' })
    expect(dry.stdout).toContain('planned: 3 trials by tpe; minimize series.loss.last')
    expect(dry.stdout).toMatch(/trial +experiment +optimizer +layers\n +0 +fit +sgd +3\n/)
    const checked = await project.runlab('check', 'plan.ts', 'plan.ts#unsaid')
    expect(checked).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^ok +plan\.ts +sweep of 16 trials\nerror: .*without an export/),
    })
    const unsaid = await project.runlab('sweep', 'plan.ts#unsaid')
    expect(unsaid).toMatchObject({ code: 2, stderr: expect.stringContaining('expected one that plan.ts exports') as string })
  })

  test('ends at Ctrl-C with what runs as stopped, and goes on where it was', async () => {
    const args = [
      'sweep',
      'fit.ts',
      '--layers',
      '1,2',
      '--waits',
      'true',
      '--name',
      'long',
      '--minimize',
      'series.loss.min',
      ...FLAGS,
    ]
    const child = spawn(process.execPath, [BIN, ...args], { cwd: project.folder, stdio: 'ignore' })
    const meta = project.path(`results/fit/long_000/${FILES.meta}`)
    await until('the first trial runs', () => existsSync(meta) && readFileSync(meta, 'utf8').includes('"phase": "run"'))
    child.kill('SIGINT')
    expect((await once(child, 'exit'))[0]).toBe(130)
    expect(JSON.parse(readFileSync(meta, 'utf8'))).toMatchObject({ status: 'stopped', stop_reason: 'SIGINT came to the sweep' })
    project.write('gate', '')
    const again = await project.runlab('resume', 'long')
    expect(again.stdout).toContain('long done: 2 of 2 trials done')
    expect(stateOf('long').trials.map(({ repeats }) => repeats.map(({ run }) => run))).toEqual([
      ['long_000', 'long_000_r2'],
      ['long_001'],
    ])
  })
})
