import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { until } from '../../support/waiting.ts'
import { BIN, Project } from '../project.ts'
import { startRun } from './started-run.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'refuses.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  run(e) {
    e.track('loss', 1)
    for (let i = 0; i < 5; i++) e.track('loss', 'a text')
    e.track('work', () => 1)
    e.track('late', Promise.resolve(1))
    e.track('big', 2n ** 53n + 1n)
    e.track('loss', 2, { step: Number.NaN })
    e.track('loss', 2, { stp: 3 } as never)
    e.track('loss', 2)
    e.track('a' + 'b'.repeat(298) + 'z', 1)
    for (let i = 0; i < 40; i++) e.track('bad' + i, Symbol('x'))
  },
})
experiment.runIfMain()
`,
  'killed.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  run(e) {
    for (let i = 0; i < 5; i++) e.track('work', () => 1)
    process.stdout.write('process ' + process.pid + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // as one that computes
  },
})
experiment.runIfMain()
`,
  'outside.ts': `import { defineExperiment, param } from 'runlab'
const csv = (extension: string) => ({
  name: extension.replace(/\\W/g, '') + '-file',
  accepts: (value: any) => value?.extension === extension,
  write: (value: any) => ({ data: {}, file: { extension, content: { type: 'bytes' as const, bytes: Buffer.from(value.text) } } }),
  read: (data: any) => data.file,
})
export const experiment = defineExperiment(import.meta, {
  parameters: { key: param.secret({ env: 'SOME_KEY' }) },
  kinds: [csv('csv'), csv('/../../escaped')],
  run(e) {
    e.track('table', { extension: 'csv', text: 'id,' + e.params.key })
    e.track('escape', { extension: '/../../escaped', text: 'x' })
    e.track('told', 1, { context: { key: e.params.key } })
    for (let i = 0n; i < 30n; i++) e.track('big', 2n ** 60n + 1n + i)
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(20)])
    e.track('a', png)
    e.track('a/000000.png', png) // its folder is a file
    e.track('b', png)
  },
})
experiment.runIfMain()
`,
  'wrong-kind.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { kinds: [{ name: 'x' }] as never, run() {} })
experiment.runIfMain()
`,
})

describe('what cannot be tracked', () => {
  test('is said once, counted in the record, and does not end the run', async () => {
    const { code, stdout, stderr } = await project.runlab('run', 'refuses.ts', '--name', 'lenient')
    expect(code).toBe(0)
    const run = await loadRun(project.path('results/refuses/lenient'))
    expect(run.status).toBe('done')
    expect([...run.series('loss').values]).toEqual([1, 2])
    const text = 'Cannot track a string as "loss": it is a number series.'
    expect(run.meta.refused.find(({ reason }) => reason === text)).toEqual({ series: 'loss', reason: text, count: 5 })
    expect(run.meta.refused.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        'Cannot track a function (did you forget to call it?) as "work".',
        'Cannot track a promise (did you forget await?) as "late".',
        'Cannot track "loss": the option "step" is NaN, expected a finite number.',
        'Cannot track "loss": the option "stp" is 3, expected step or context, there are no others.',
      ]),
    )
    expect(run.meta.refused).toHaveLength(21)
    expect(run.meta.refused.at(-1)).toEqual({ series: '*', reason: 'values of other series', count: 26 })
    expect(`${stdout}${stderr}`.split('[warn] Cannot track a string as "loss"').length - 1).toBe(1)
    expect(stdout).toContain(`${text} (5 times)`)
    expect(`${stdout}${stderr}`.split('What can be tracked:').length - 1).toBe(1) // it is long
    expect(`${stdout}${stderr}`.match(/The run goes on without it/g)?.length).toBeGreaterThan(10)
  })

  test('is in full in what show says, whose columns stay narrow', async () => {
    const { stdout } = await project.runlab('show', 'lenient')
    expect(stdout).toMatch(/^  ab{24}…b{23}z  1 point +last 1$/m)
    for (const line of stdout.split('\n').slice(0, -2)) expect(line.length, line).toBeLessThanOrEqual(100)
    const { meta } = await loadRun(project.path('results/refuses/lenient'))
    for (const warning of meta.warnings) expect(stdout.replaceAll(/\s+/g, ' ')).toContain(warning)
  })
})

describe('a run that is killed', () => {
  test('has what it could not track in its record', async () => {
    const started = startRun(project, [BIN, 'run', 'killed.ts', '--name', 'killed'])
    const pid = Number(await started.said('process'))
    const folder = project.path('results/killed/killed')
    const journal = join(folder, '.runlab/tracking')
    const read = (): string =>
      readdirSync(journal)
        .map((name) => readFileSync(join(journal, name), 'utf8'))
        .join('')
    await until('the refusals in the journal', () => existsSync(journal) && read().includes('"count":4'))
    process.kill(pid, 'SIGKILL')
    await started.ended
    const { meta, tracked, status } = await loadRun(folder)
    expect(status).toBe('crashed')
    expect(meta.refused).toMatchObject([{ series: 'work' }])
    expect(meta.refused[0]?.count).toBeGreaterThanOrEqual(4) // what it was when it had doubled last
    expect(tracked).toEqual([])
  })
})

describe('files of series', () => {
  test('stay in the run, without secrets, and one that can never be written holds up no other', async () => {
    const { code } = await project.spawn(process.execPath, [BIN, 'run', 'outside.ts', '--name', 'o'], {
      SOME_KEY: 'correcthorse',
    })
    expect(code).toBe(0)
    const folder = project.path('results/outside/o')
    const run = await loadRun(folder)
    expect(readFileSync(join(folder, String(Array.from(run.series('table'), ({ value }) => (value as any).file))), 'utf8')).toBe(
      'id,***',
    )
    expect(existsSync(join(folder, '../escaped'))).toBe(false)
    expect(run.tracked.map(({ name, count }) => [name, count])).toEqual([
      ['table', 1],
      ['a', 1],
      ['a/000000.png', 0],
      ['b', 1],
    ])
    expect(run.meta.refused.map(({ series, count }) => [series, count])).toEqual([
      ['escape', 1],
      ['told', 1],
      ['big', 30],
    ])
    expect(run.meta).toMatchObject({
      lost_points: 1,
      warnings: expect.arrayContaining([expect.stringContaining('could not be written')]),
    })
    expect(readFileSync(join(folder, '.runlab/series.jsonl'), 'utf8')).not.toContain('correcthorse')
  })
})

describe('a kind of the experiment', () => {
  test('that is none is refused with DEFINITION_INVALID', async () => {
    const { code, stderr } = await project.runlab('run', 'wrong-kind.ts')
    expect(code).not.toBe(0)
    expect(stderr).toContain('`kinds` is not a list of kinds')
  })
})
