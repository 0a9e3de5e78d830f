import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openArchive } from '../../src/query/open-archive.ts'
import { readMeta } from '../../src/archive/status/read-status.ts'
import { FILES } from '../../src/format/files.ts'
import type { LaunchRequest } from '../../src/launch/launch-request.ts'
import type { Launcher } from '../../src/launch/launcher.ts'
import { Project } from '../e2e/project.ts'
import { until } from '../support/waiting.ts'

/** Ends in the way it is told; `wait` until its file is there, or its signal comes. */
const PROGRAM = `
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { way: 'end', rate: 0.5, gate: 'none', input: param.path('package.json'), names: ['none'] },
  async run(e) {
    const { way, gate } = e.params
    console.log('hello of ' + way)
    e.set('env', process.env['LAUNCHED'] ?? null)
    e.set('cwd', process.cwd())
    e.set('threads', process.env['OMP_NUM_THREADS'] ?? null)
    if (way === 'throw') throw new RangeError('far too large')
    if (way === 'die') process.kill(process.pid, 'SIGKILL')
    if (way === 'loop') for (;;) {}
    while (way === 'wait' && !e.signal.aborted && !existsSync(gate)) await sleep(5)
    e.set('last', 'set')
  },
})
`

export interface LauncherUnderTest {
  /** Makes one that starts so many at a time; `archive` is where the runs go. */
  readonly create: (options: { readonly jobs: number }) => Launcher
}

export interface ContractPlace {
  readonly project: Project
  /** A request of this project's experiment, in the way that is given. */
  readonly ask: (way: string, more?: LaunchRequest) => LaunchRequest
}

/** The project that requests of the contract are for. */
export function contractPlace(): ContractPlace {
  const project = new Project({ 'package.json': '{ "type": "module" }', 'ways.ts': PROGRAM, 'other/a.txt': '' })
  const base = { file: project.path('ways.ts'), options: ['--no-visuals', '--no-system'] }
  return {
    project,
    ask: (way, more = base) => ({ ...base, ...more, parameters: { way: { value: way }, ...more.parameters } }),
  }
}

/** What every launcher keeps, whatever it starts runs with. */
export function testLauncher(what: string, { create }: LauncherUnderTest): void {
  describe.concurrent(`the launcher ${what}`, () => {
    const { project, ask } = contractPlace()
    const file = project.path('ways.ts')

    test('starts what is asked for, in its place, with its parameters, seed, name and environment, and says where it came from', async () => {
      const origin = { parent: 'night/sweep_1', sweep: 'night', trial: 7 }
      const request: LaunchRequest = {
        file,
        parameters: { rate: { value: 0.25 }, names: { text: ['a b', '--c'] }, input: { value: 'other/a.txt' } },
        seed: 11,
        run: 'whole',
        namespace: 'a/b',
        results: project.path('elsewhere'),
        origin,
        env: { LAUNCHED: 'yes' },
        cwd: project.path('other'),
      }
      const plain = JSON.parse(JSON.stringify(ask('end', request))) as LaunchRequest
      const run = create({ jobs: 1 }).start(plain)
      const folder = project.path('elsewhere/a/b/whole')
      expect(await run.begun).toBe(folder)
      expect(await run.ended).toEqual({ folder, status: 'done', exitCode: 0, error: null })
      const meta = readMeta(folder)
      expect(meta).toMatchObject({ ...origin, seed: 11, namespace: 'a/b', mode: 'supervised', status: 'done' })
      expect(meta.parameters).toMatchObject({
        rate: { value: 0.25 },
        names: { value: ['a b', '--c'] },
        input: { value: 'other/a.txt' },
        way: { value: 'end' },
      })
      const values = JSON.parse(readFileSync(join(folder, FILES.data), 'utf8')) as unknown
      expect(values).toMatchObject({ env: 'yes', cwd: project.path('other'), last: 'set' })
      expect(readFileSync(join(folder, FILES.log), 'utf8')).toContain('hello of end')
      expect(readFileSync(join(folder, FILES.report), 'utf8')).toContain('night/sweep_1, trial 7 of night')
      const found: string[] = []
      const where = 'sweep == "night" && parent == "night/sweep_1"'
      for await (const one of openArchive(project.path('elsewhere')).runs({ where })) found.push(one.name)
      expect(found).toEqual(['whole'])
    })

    test('a run that throws, and one whose process dies, are outcomes with a folder and what happened', async () => {
      const launcher = create({ jobs: 2 })
      const [threw, died] = [launcher.start(ask('throw')), launcher.start(ask('die'))]
      expect(await threw.ended).toMatchObject({ status: 'failed', exitCode: 1, error: 'RangeError: far too large' })
      const outcome = await died.ended
      expect(outcome).toMatchObject({ status: 'crashed', error: expect.stringContaining('SIGKILL') as string })
      expect(readMeta(outcome.folder ?? '').status).toBe('crashed')
      expect(readFileSync(join(outcome.folder ?? '', FILES.log), 'utf8')).toContain('hello of die')
    })

    test('a run that is refused has no folder, and the outcome says what was wrong', async () => {
      const launcher = create({ jobs: 1 })
      const run = launcher.start({ file, parameters: { rte: { value: 1 } } })
      expect(await run.begun).toBeNull()
      expect(await run.ended).toMatchObject({ folder: null, status: 'refused', error: expect.stringContaining('rte') as string })
    })

    test('a run that is stopped ends as stopped, with the reason, and what it sets meanwhile counts', async () => {
      const run = create({ jobs: 1 }).start(ask('wait'))
      const folder = (await run.begun) ?? ''
      await until('the run has begun', () => readMeta(folder).phase === 'run')
      run.stop('pruned: worse than the median')
      expect(await run.ended).toMatchObject({ folder, status: 'stopped', error: 'pruned: worse than the median' })
      expect(readMeta(folder)).toMatchObject({ status: 'stopped', stop_reason: 'pruned: worse than the median', phase: 'ended' })
      expect(JSON.parse(readFileSync(join(folder, FILES.data), 'utf8'))).toMatchObject({ last: 'set' })
    })

    test('a run that does not answer is killed, and is stopped with its reason all the same', async () => {
      const run = create({ jobs: 1 }).start(ask('loop', { file, timeLimit: 1 }))
      const { folder, ...outcome } = await run.ended
      expect(outcome).toMatchObject({ status: 'stopped', error: 'it took longer than its time limit, 1 s' })
      expect(readMeta(folder ?? '')).toMatchObject({ status: 'stopped', stop_reason: 'it took longer than its time limit, 1 s' })
    })

    test('runs begin in their order, as many at a time as it is told, and one that waits can be stopped', async () => {
      const launcher = create({ jobs: 1 })
      const gate = project.path('gate')
      const first = launcher.start({ ...ask('wait'), parameters: { way: { value: 'wait' }, gate: { text: [gate] } } })
      const [second, third] = [launcher.start(ask('end')), launcher.start(ask('end'))]
      await first.begun
      second.stop('not needed')
      expect(await second.ended).toEqual({ folder: null, status: 'stopped', exitCode: null, error: 'not needed' })
      writeFileSync(gate, '')
      expect((await first.ended).status).toBe('done')
      const last = await third.ended
      expect(last.status).toBe('done')
      const [one, other] = [readMeta((await first.begun) ?? ''), readMeta(last.folder ?? '')]
      expect(other.start_time).toBeGreaterThanOrEqual(one.end_time ?? Infinity)
    })

    test('another launcher finds the runs of a parent by their folders, waits for them and stops them', async () => {
      const archive = project.path('found')
      const request = { file, results: archive, origin: { parent: 'night/sweep_2', sweep: 'night', trial: 3 } }
      const launcher = create({ jobs: 3 })
      const ended = await launcher.start(ask('end', request)).ended
      await launcher.start(ask('end', { file, results: archive })).ended
      const running = launcher.start(ask('wait', { ...request, origin: { ...request.origin, trial: 4 } }))
      const folder = (await running.begun) ?? ''
      await until('the run has begun', () => readMeta(folder).phase === 'run')
      const found = create({ jobs: 1 }).find({ archive, parent: 'night/sweep_2' })
      expect(found.map((run) => [run.folder, run.trial])).toEqual([
        [ended.folder, 3],
        [folder, 4],
      ])
      expect(await found[0]?.launched.ended).toMatchObject({ status: 'done', folder: ended.folder })
      found[1]?.launched.stop('the sweep is over')
      expect(await found[1]?.launched.ended).toMatchObject({ status: 'stopped', error: 'the sweep is over', folder })
      expect((await running.ended).status).toBe('stopped')
    })
  })
}
