import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'

const LIBRARY = `export function walk(steps, draw) {
  let at = 0
  for (let step = 0; step < steps; step++) at += draw()
  return at
}
`
const EXPERIMENT = `
import { defineExperiment, param } from 'runlab'
import { walk } from './lib/walk.js'

/** Walks. */
export const experiment = defineExperiment(import.meta, {
  parameters: { steps: 10, rate: 0.5, key: param.secret({ env: 'THE_KEY', optional: true }), same: 1 },
  hooks: { prepare() {} },
  async run(e) {
    await e.call('prepare')
    for (let i = 0; i < e.params.steps; i++) e.track('loss', e.params.rate / (i + 1), { context: { split: 'val' } })
    e.track('flat', 1)
    e.set('metrics/end', walk(e.params.steps, () => 1))
    e.set('metrics/nan', NaN)
    e.set('rates', Array.from({ length: 40 }, () => e.params.rate))
  },
})
`
const lockfile = (packages: Readonly<Record<string, string>>): string => {
  const places = Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version }])
  return JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(places) })
}

const project = new Project({
  'package.json': '{ "type": "module" }',
  'package-lock.json': lockfile({ left: '1.0.0', same: '1.0.0' }),
  'study.js': EXPERIMENT,
  'lib/walk.js': LIBRARY,
})
const [first, second] = ['results/study/first', 'results/study/second']

async function run(name: string, flags: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const args = ['run', 'study.js', '--quiet', '--name', name, ...flags]
  const { code, stderr } = await project.spawn(process.execPath, ['node_modules/runlab/dist/bin.cjs', ...args], env)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
}

const json = async (...args: readonly string[]): Promise<any> => {
  const { code, stdout, stderr } = await project.runlab('diff', ...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}
const text = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await project.runlab('diff', ...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

beforeAll(async () => {
  await run('first', ['--seed', '1'], { THE_KEY: 'first-of-the-secrets', NODE_ENV: 'production' })
  project.write('lib/walk.js', LIBRARY.replace('at += draw()', 'at += 2 * draw()'))
  project.write('lib/more.js', 'export const more = 1\n')
  project.write('study.js', `import './lib/more.js'${EXPERIMENT}`)
  project.write('package-lock.json', lockfile({ left: '1.1.0', same: '1.0.0', new: '3.0.0' }))
  await run('second', ['--seed', '2', '--steps', '20', '--rate', '0.25'], { THE_KEY: 'second-of-the-secrets', NODE_ENV: 'test' })
})

describe('runlab diff', () => {
  test('gives how two runs differ as JSON', async () => {
    const { runs, parameters, code, environment, packages, values, series } = await json('first', 'second')
    expect(runs.map((one: any) => [one.namespace, one.name, one.status, one.folder])).toEqual([
      ['study', 'first', 'done', project.path(first)],
      ['study', 'second', 'done', project.path(second)],
    ])
    expect(parameters.entries.map((one: any) => [one.name, one.state, one.before, one.after, one.afterSource])).toEqual([
      ['steps', 'changed', 10, 20, 'command line'],
      ['rate', 'changed', 0.5, 0.25, 'command line'],
      ['key', 'not compared', null, null, 'environment'],
    ])
    expect(parameters.same).toBe(1)
    expect(code.entries.map((one: any) => [one.path, one.state])).toEqual([
      ['lib/more.js', 'added'],
      ['lib/walk.js', 'changed'],
      ['study.js', 'changed'],
    ])
    expect(code.entries[1].diff).toBe(`--- A/lib/walk.js
+++ B/lib/walk.js
@@ -1,5 +1,5 @@
 export function walk(steps, draw) {
   let at = 0
-  for (let step = 0; step < steps; step++) at += draw()
+  for (let step = 0; step < steps; step++) at += 2 * draw()
   return at
 }
`)
    expect(environment.entries).toEqual([
      { name: 'seed', state: 'changed', before: '1', after: '2' },
      { name: '$NODE_ENV', state: 'changed', before: 'production', after: 'test' },
    ])
    expect(packages).toEqual({
      entries: [
        { name: 'left', state: 'changed', before: ['1.0.0'], after: ['1.1.0'] },
        { name: 'new', state: 'added', before: [], after: ['3.0.0'] },
      ],
      same: 1,
      notes: [],
    })
    expect(values.entries).toMatchObject([
      { path: 'metrics/end', before: 10, after: 40, difference: { absolute: 30, percent: 300 } },
      { path: 'rates', state: 'changed' },
    ])
    expect(values.same).toBe(1)
    expect(series.entries).toEqual([
      {
        name: 'loss',
        context: { split: 'val' },
        kind: 'number',
        state: 'changed',
        before: { count: 10, last: 0.05, min: 0.05, max: 0.5 },
        after: { count: 20, last: 0.0125, min: 0.0125, max: 0.25 },
      },
    ])
    expect(series.same).toBe(1)
  })

  test('says it on a terminal, and shows no secret', async () => {
    const stdout = await text('first', 'second')
    expect(stdout).toMatch(/^A {2}study\/first {3}done {2}started .*\nB {2}study\/second {2}done {2}started .*\n/)
    expect(stdout).toMatch(/^ {2}~ steps {2}10 {3}20 {4}\+10, \+100 %; default → command line$/m)
    expect(stdout).toMatch(/^ {2}\? key {4}\*\*\* {2}\*\*\* {3}secret, not compared; environment$/m)
    expect(stdout).toMatch(/^ {2}\+ lib\/more\.js {2}only in B, 1 line$/m)
    expect(stdout).toMatch(/^\+ {2}for .* at \+= 2 \* draw\(\)$/m)
    expect(stdout).toMatch(/^ {2}~ rates\[0\] +0\.5 +0\.25 +39 more places$/m)
    expect(`${stdout}${JSON.stringify(await json('first', 'second', '--all'))}`).not.toMatch(/of-the-secrets/)
  })

  test('of a run and itself says in what they do not differ', async () => {
    const stdout = await text('first', 'study/first')
    expect(stdout).toContain('do not differ in')
    expect(stdout).toMatch(/code, environment, packages, values\s+and\s+series\.\n$/)
    expect((await json('first', 'first', '--all')).values.entries).toMatchObject([
      { state: 'same' },
      { state: 'same' },
      { state: 'same' },
    ])
  })

  test('leaves code out, and takes another archive', async () => {
    expect((await json('first', 'second', '--no-code')).code).toBeNull()
    expect(await text('first', 'second', '--no-code')).not.toContain('walk.js')
    cpSync(project.path('results'), project.path('elsewhere'), { recursive: true })
    expect((await json('first', 'second', '--results', 'elsewhere')).runs[0].folder).toBe(project.path('elsewhere/study/first'))
  })

  test('refuses what is no run', async () => {
    expect(await project.runlab('diff', 'first', 'thrid')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('thrid'),
    })
    // USAGE
    expect(await project.runlab('diff', 'first')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Missing required argument 'b'."),
    })
  })
})

describe('runs that lack something', () => {
  const copyOf = (name: string): string => {
    const folder = `results/changed/${name}`
    cpSync(project.path(second), project.path(folder), { recursive: true })
    return folder
  }

  test('captured files that are gone, or links out of the run, are said and not read', async () => {
    const folder = copyOf('damaged')
    project.write('outside.js', 'OUTSIDE')
    rmSync(project.path(`${folder}/code/study.js`))
    rmSync(project.path(`${folder}/code/lib/walk.js`))
    symlinkSync(project.path('outside.js'), project.path(`${folder}/code/lib/walk.js`))
    const stdout = await text('first', 'damaged')
    expect(stdout).toMatch(/~ study\.js +that of B cannot be read: it is not there any more/)
    expect(stdout).toMatch(/~ lib\/walk\.js +that of B cannot be read: a link leads out of the run/)
    expect(stdout).not.toContain('OUTSIDE')
  })

  test('a run of an earlier runlab, that still runs and has recorded little', async () => {
    const folder = copyOf('young')
    const { lineage: _, ...meta } = project.json(`${folder}/experiment_meta.json`)
    project.write(`${folder}/experiment_meta.json`, JSON.stringify({ ...meta, status: 'running', phase: 'run', end_time: null }))
    rmSync(project.path(`${folder}/.runlab/environment.json`))
    rmSync(project.path(`${folder}/.runlab/snapshot.json`))
    const { code, environment, packages } = await json('first', 'young')
    expect(code.notes).toEqual(['not compared: the code of B is not recorded'])
    expect(environment).toMatchObject({ entries: [{ name: 'seed' }], notes: ['the machine of B is not recorded'] })
    expect(packages.notes).toEqual(['not compared: the code of B is not recorded'])
    expect(await text('young', 'first')).toContain('the code of A is not recorded')
  })

  test('a run of PyComex', async () => {
    const folder = project.path('results/python/run')
    mkdirSync(folder, { recursive: true })
    const parameters = '{"steps": {"value": 10}, "N": {"value": Infinity}}'
    writeFileSync(
      `${folder}/experiment_meta.json`,
      `{"status": "done", "start_time": 1.5, "namespace": "python", "parameters": ${parameters}, "hooks": {"prepare": {"name": "prepare", "num": 2}}}`,
    )
    writeFileSync(`${folder}/experiment_data.json`, '{"metrics": {"nan": NaN, "end": 11}}')
    const { parameters: found, hooks, values, environment } = await json('first', 'python/run')
    expect(found).toMatchObject({
      same: 1,
      entries: expect.arrayContaining([expect.objectContaining({ name: 'N', state: 'added' })]),
    })
    expect(hooks.entries).toContainEqual(expect.objectContaining({ name: 'prepare', after: { count: 2, implementations: null } }))
    expect(values).toMatchObject({
      same: 1,
      entries: [
        { path: 'metrics/end', after: 11 },
        { path: 'rates', state: 'removed' },
      ],
    })
    expect(environment.notes).toEqual(['B is a run of PyComex, which does not record it'])
    expect(await text('python/run', 'python/run')).toContain('The two runs do not differ in')
  })
})
