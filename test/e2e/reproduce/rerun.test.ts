import { readdirSync } from 'node:fs'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'
import type { Outcome } from '../project.ts'

const WALK = `import { readFileSync } from 'node:fs'
import { defineExperiment, param } from 'runlab'
export const walk = defineExperiment(import.meta, {
  parameters: { steps: 20, rate: 0.1, drift: false, input: param.path('start.txt') },
  verify: { took: 'ignore' },
  async run(e) {
    let x = Number(readFileSync(e.params.input, 'utf8')) + Number(readFileSync(await e.use('bias.txt'), 'utf8'))
    for (let i = 0; i < e.params.steps; i++) {
      x += e.random.normal() * e.params.rate + (e.params.drift && i >= 12 ? Number(process.hrtime.bigint() % 1009n) : 0)
      e.track('x', x)
    }
    e.set({ x, took: performance.now() })
    await e.commit('r.json', { x })
  },
})
export const other = walk
`

/** A project whose runs are told in \`work/\`, where relative paths start. */
const project = new Project({
  'package.json': '{ "name": "walk", "type": "module" }',
  'walk.ts': WALK,
  'start.txt': '1',
  'other.txt': '2',
  'work/bias.txt': '0.5',
})
const quick = ['--quiet', '--no-visuals', '--no-system']
const inWork = async (...args: string[]): Promise<Outcome> =>
  await project.spawn('sh', ['-c', `cd work && "$0" "$@"`, process.execPath, ...args])
const bin = new URL('../../../dist/bin.cjs', import.meta.url).pathname
let original: string
beforeEach(() => project.write('walk.ts', WALK))

beforeAll(async () => {
  const first = await inWork(
    bin,
    'run',
    '../walk.ts#walk',
    '--rate',
    '0.3',
    '--input',
    '../other.txt',
    '--no-visuals',
    '--no-system',
  )
  expect(first.stderr + String(first.code)).toBe('0')
  original = project.onlyRun('walk/walk')
})

const BASIC = new URL('../../fixtures/archives/pycomex-0.29/02_basic', import.meta.url).pathname
const PYCOMEX = `${BASIC}/${readdirSync(BASIC).find((name) => /^\d/.test(name))}`

describe('runlab rerun', () => {
  test('has the parameters, seed and inputs of the run, says that it gave the same, and keeps the verdict', async () => {
    const { code, stdout, stderr } = await project.runlab('rerun', 'latest', ...quick)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^\nidentical to walk\/walk\/\w{4}\n {2}4 compared: all identical\n\nnot compared, as asked: took\n$/)
    const again = project.runs('walk/walk').find((run) => run !== original) ?? ''
    const [meta, then] = [project.json(`${again}/experiment_meta.json`), project.json(`${original}/experiment_meta.json`)]
    expect(meta).toMatchObject({ seed: then.seed, file: 'walk.ts', export: 'walk', namespace: 'walk/walk' })
    expect(meta.reproduces).toEqual({ namespace: 'walk/walk', run: then.run, how: 'rerun', verdict: 'identical' })
    expect(meta.parameters).toMatchObject({
      rate: { value: 0.3, source: 'original run' },
      input: { value: 'other.txt', source: 'original run' },
      steps: { source: 'default' },
    })
    expect(meta.verify).toEqual([{ name: 'took', how: 'ignore', relative: 0, absolute: 0 }])
    expect(meta.lineage.layers.at(-1)).toMatchObject({ kind: 'original run' })
    expect(project.json(`${again}/.runlab/verdict.json`)).toMatchObject({
      verdict: 'identical',
      counts: { identical: 4, ignored: 1 },
    })
    expect(project.read(`${again}/report.html`)).toContain('<strong>identical</strong>')
    expect((await project.runlab('show', again)).stdout).toContain(`rerun of walk/walk/${then.run.slice(-4)}: identical`)
    expect((await project.runlab('verify', again)).code).toBe(0)
  })

  test('ends with 4 where it is different, names the first step and what was changed, for people and for programs', async () => {
    const { code, stdout } = await project.runlab('rerun', original, ...quick, '--drift', '--json')
    const [begun, ended, verdict] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect([code, begun.event, ended.event, ended.exit_code]).toEqual([4, 'begun', 'ended', 0])
    expect(verdict).toMatchObject({ event: 'verdict', exit_code: 4, folder: ended.folder, verdict: 'different' })
    expect(verdict).toMatchObject({ first_step: { series: 'x', step: 12 }, suspects: [{ part: 'parameter', name: 'drift' }] })
    const shown = await project.runlab('rerun', ended.folder, ...quick)
    expect(shown.code).toBe(4)
    expect(shown.stdout).toContain('first at step 12 of x')
    expect(shown.stdout.replaceAll(/\s+/g, ' ')).toContain('So the experiment itself is not deterministic.')
    expect(shown.stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test('runs the code as it is now, and suspects what was changed in it', async () => {
    project.write('walk.ts', WALK.replace('x += e.random', 'x += 1e-9 + e.random').replace('steps: 20', 'steps: 30'))
    const exact = await project.runlab('rerun', original, ...quick)
    expect([exact.code, exact.stdout]).toEqual([4, expect.stringMatching(/code +walk\.ts +−2 lines +\+2 lines/)])
    const near = await project.runlab('rerun', original, ...quick, '--tolerance', '*=absolute:1e-6', '--tolerance=took=ignore')
    expect([near.code, near.stdout]).toEqual([0, expect.stringContaining('within tolerance of')])
  })

  test('gives the code of a run that fails, and what was compared all the same', async () => {
    project.write('walk.ts', WALK.replace('e.set({ x,', "if (e.params.rate) throw new RangeError('no good')\n    e.set({ x,"))
    const { code, stdout } = await project.runlab('rerun', original, ...quick)
    expect([code, stdout]).toEqual([1, expect.stringMatching(/ending +status +done +failed: .*no good/)])
  })

  test('refuses what it cannot run: no run, no experiment, a bad tolerance (REPEAT_REFUSED)', async () => {
    expect(await project.runlab('rerun')).toMatchObject({ code: 2, stderr: expect.stringContaining('Say which run.') })
    expect(await project.runlab('rerun', 'nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('no run "nope"') })
    expect(await project.runlab('rerun', original, '--tolerance', 'x')).toMatchObject({ code: 2 })
    const gone = new Project({ 'package.json': '{}' }, { linked: false })
    const moved = gone.path('moved')
    await gone.spawn('cp', ['-r', project.path(original), moved])
    gone.write('moved/experiment_meta.json', project.read(`${original}/experiment_meta.json`).replaceAll(project.folder, '/gone'))
    const refused = await gone.runlab('rerun', moved)
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('its experiment walk.ts is not in') })
    expect(refused.stderr).toContain('runlab reproduce')
    for (const command of ['rerun', 'reproduce']) {
      const { code, stderr } = await project.runlab(command, PYCOMEX)
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: .* it is a run of PyComex, in Python\.\n.*\n$/)])
    }
  })
})

describe('runlab run --expect', () => {
  test('takes the seed of the run and parameters of its own, and is a test', async () => {
    const args = [
      'run',
      '../walk.ts#walk',
      '--expect',
      project.path(original),
      '--namespace',
      'tests',
      '--input',
      '../other.txt',
      ...quick,
    ]
    const same = await inWork(bin, ...args, '--rate', '0.3')
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('identical to')])
    const other = await inWork(bin, ...args)
    expect([other.code, other.stdout]).toEqual([4, expect.stringMatching(/parameter +rate +0\.3 +0\.1/)])
    // Both may have begun in the same second, and then their names do not tell which was first.
    const made = project.runs('tests').map((run) => project.json(`${run}/experiment_meta.json`).reproduces)
    expect(made.map(({ how, verdict }) => `${how} ${verdict}`).toSorted()).toEqual(['expect different', 'expect identical'])
  })

  test('is refused for several configs and in process', async () => {
    project.write('a.yml', 'extends: walk.ts#walk\n')
    expect((await project.runlab('run', 'a.yml', 'a.yml', '--expect', original)).stderr).toContain(
      'one file, not several configs',
    )
    const { REGISTER } = await import('../project.ts')
    project.write('alone.ts', WALK.replace('export const other = walk', 'walk.runIfMain()'))
    const alone = await project.node('--import', REGISTER, 'alone.ts', '--expect', original)
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--expect works with `runlab run` only') })
  })
})
