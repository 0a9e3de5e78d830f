import { mkdirSync, readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import type { Outcome } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'exp.ts': `import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, openTracker, param } from 'runlab'
const rank = Number(process.env.RANK ?? process.env.SLURM_PROCID)
const count = (e: any) => e.tracked.reduce((sum: number, { context, count }: any) => sum + (context?.rank === 1 ? count : 0), 0)
export const experiment = defineExperiment(import.meta, {
  parameters: { key: param.secret({ env: 'LAB_PIN' }) },
  async run(e) {
    e.track('said', 'the pin is ' + e.params.key, { context: { rank } })
    for (let step = 0; step < 100; step++) e.track('loss', step, { context: { rank } })
    await e.commit('of-rank.txt', String(rank))
    const { track, close } = await openTracker(e.tracker)
    track('more', rank, { context: { rank } })
    await close()
    while (rank === 0 && existsSync('both') && count(e) < 102) await sleep(10)
    console.log('rank ' + rank + (existsSync(e.path('of-rank.txt')) ? ' has its file' : ''))
  },
})
experiment.runIfMain()
`,
})
const start = async (env: Record<string, string>, ...args: readonly string[]): Promise<Outcome> => {
  const TMPDIR = project.path(`tmp-${env['RANK'] ?? env['SLURM_PROCID']}`)
  mkdirSync(TMPDIR, { recursive: true })
  return await project.spawn(process.execPath, args, { TMPDIR, ...env })
}
const all = (): readonly string[] => readdirSync(project.path('results'), { recursive: true, encoding: 'utf8' }).toSorted()

describe('of several ranks', () => {
  let outcomes: readonly Outcome[]
  beforeAll(async () => {
    project.write('both', '')
    outcomes = await Promise.all([
      start(
        { LAB_PIN: 'xk42-9931', RANK: '1', WORLD_SIZE: '2', RUNLAB_RUN: 'results/exp/shared' },
        BIN,
        'run',
        'exp.ts',
        '--json',
      ),
      start({ LAB_PIN: 'xk42-9931', RANK: '0', WORLD_SIZE: '2' }, BIN, 'run', 'exp.ts', '--name', 'shared'),
    ])
  })

  test('only rank 0 archives, and the run has what the others have tracked', async () => {
    const [other, first] = outcomes
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(other).toMatchObject({ code: 0 })
    expect(readdirSync(project.path('results/exp'))).toEqual(['shared'])
    const run = await loadRun(project.path('results/exp/shared'))
    expect(run.meta.lost_points).toBe(0)
    for (const rank of [0, 1]) {
      expect([...run.series('loss', { context: { rank } }).values]).toEqual(Array.from({ length: 100 }, (_, step) => step))
      expect(Array.from(run.series('said', { context: { rank } }), ({ value }) => value)).toEqual(['the pin is ***'])
      expect([...run.series('more', { context: { rank } }).values]).toEqual([rank])
    }
    expect(project.read('results/exp/shared/of-rank.txt')).toBe('0')
  })

  test('the others say so once, print no panels, and leave nothing behind', () => {
    const folder = project.path('results/exp/shared')
    const [other] = outcomes
    expect(other?.stderr).toBe(`runlab: rank 1 of 2 tracks for ${folder}, and keeps no archive itself.\nrank 1 has its file\n`)
    expect(
      other?.stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { event: 'begun', file: 'exp.ts', folder: null, pid: expect.any(Number) },
      { event: 'ended', file: 'exp.ts', folder: null, status: 'done', exit_code: 0, error: null, values: null },
    ])
    expect(readdirSync(project.path('tmp-1'))).toEqual([])
  })
})

test('without a run to track for, a task of Slurm runs without an archive, also in process', async () => {
  const before = all()
  const env = { LAB_PIN: 'xk42-9931', SLURM_PROCID: '3', SLURM_STEP_NUM_TASKS: '4' }
  const { code, stdout, stderr } = await start(env, '--import', REGISTER, 'exp.ts')
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'rank 3 has its file\n',
    stderr: 'runlab: rank 3 of 4 keeps no archive: rank 0 does.\n',
  })
  expect(all()).toEqual(before)
  expect(readdirSync(project.path('tmp-3'))).toEqual([])
})
