import { mkdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { entries, few, onlyMeta } from './runs.ts'

const EXPERIMENT = `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { n: 1 },
  run: (e) => e.set('n', e.params.n),
})
`
const GENERATED = /\/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_[a-z0-9]{4}$/

describe('a run goes', () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'plain.ts': EXPERIMENT,
    'src/models/deep.ts': EXPERIMENT,
    'named.ts': EXPERIMENT,
    'prefixed.ts': EXPERIMENT,
    'elsewhere.ts': EXPERIMENT,
    'by-environment.ts': EXPERIMENT,
  })
  mkdirSync(project.path('below'))
  let outcomes: readonly Outcome[]

  beforeAll(async () => {
    const below = async (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Outcome> =>
      await project.spawn('sh', ['-c', 'cd below && exec "$@"', 'sh', process.execPath, BIN, 'run', ...args], env)
    const starts: readonly (() => Promise<Outcome>)[] = [
      async () => await project.runlab('run', 'plain.ts'),
      async () => await project.runlab('run', 'src/models/deep.ts'),
      async () => await project.runlab('run', 'named.ts', '--name', 'the one', '--namespace', 'a/b'),
      async () => await project.runlab('run', 'prefixed.ts', '--prefix=--big'),
      async () => await below({}, '../elsewhere.ts', '--results', 'out'),
      async () => await below({ RUNLAB_RESULTS: 'env' }, '../by-environment.ts'),
      async () => await below({ RUNLAB_RESULTS: 'env' }, '../plain.ts', '--results', '../flag'),
      async () => await below({}, '../plain.ts', '--namespace', 'from-below'),
    ]
    outcomes = await Promise.all(starts.map(async (start) => await few(start)))
  })

  test('without an error', () => {
    for (const outcome of outcomes) expect(outcome).toMatchObject({ code: 0, stderr: '' })
  })

  test("into the project's results, under the path of the experiment's file and a name of its own", () => {
    expect(project.onlyRun('plain')).toMatch(GENERATED)
    expect(project.onlyRun('src/models/deep')).toMatch(GENERATED)
    expect(onlyMeta(project, 'src/models/deep')).toMatchObject({
      name: 'deep',
      namespace: 'src/models/deep',
      file: 'src/models/deep.ts',
      run: project.onlyRun('src/models/deep').split('/').at(-1),
      base_path: project.folder,
    })
    expect(project.onlyRun('from-below')).toMatch(GENERATED)
  })

  test('under the --namespace and --name asked for', () => {
    expect(project.onlyRun('a/b')).toBe('results/a/b/the one')
    expect(project.runs('named')).toEqual([])
    expect(onlyMeta(project, 'a/b')).toMatchObject({ name: 'named', run: 'the one', namespace: 'a/b' })
  })

  test('under a generated name after the --prefix asked for', () => {
    expect(project.onlyRun('prefixed')).toMatch(/\/--big_\d{4}-\d\d-\d\d_/)
  })

  test('to the --results asked for, relative to the working directory, else where RUNLAB_RESULTS says', () => {
    expect(project.onlyRun('elsewhere', 'below/out')).toMatch(GENERATED)
    expect(project.onlyRun('by-environment', 'below/env')).toMatch(GENERATED)
    expect(project.onlyRun('plain', 'flag')).toMatch(GENERATED)
    expect(entries(project).filter((name) => !name.endsWith('.ts'))).toEqual([
      ...['below', 'flag', 'node_modules', 'package.json', 'results', 'src'],
    ])
  })
})

describe('a run is refused', () => {
  const project = new Project({ 'package.json': '{ "type": "module" }', 'plain.ts': EXPERIMENT, 'a-file': '' })

  test('with RUN_NAME_TAKEN where there is one of that --name, which stays as it is', async () => {
    expect(await project.runlab('run', 'plain.ts', '--name', 'one', '--n', '1')).toMatchObject({ code: 0 })
    const before = project.read('results/plain/one/experiment_meta.json')
    expect(await project.runlab('run', 'plain.ts', '--name', 'one', '--n', '2')).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: There is a run named "one" already: ${project.path('results/plain/one')}\n       Choose another --name, or leave it out.\n`,
    })
    expect(project.read('results/plain/one/experiment_meta.json')).toBe(before)
    expect(project.runs('plain')).toEqual(['results/plain/one'])
  })

  test.each([
    ['NAME_INVALID', ['--name', 'a/b'], 'The name "a/b" cannot be used: it has a slash.'],
    ['NAME_INVALID', ['--name='], 'The name "" cannot be used: it is empty.'],
    ['NAME_INVALID', ['--prefix', '.runlab'], 'The prefix ".runlab" cannot be used'],
    ['NAME_INVALID', ['--namespace', '../outside'], 'The namespace "../outside" cannot be used'],
    ['ARCHIVE_UNWRITABLE', ['--results', 'a-file'], 'a-file'],
  ])('with %s for %j, leaving nothing behind', async (_code, flags, message) => {
    const before = entries(project)
    const { code, stdout, stderr } = await few(async () => await project.runlab('run', 'plain.ts', ...flags))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error: /)
    expect(stderr).toContain(message)
    expect(entries(project)).toEqual(before)
    expect(project.runs('plain').filter((run) => !run.endsWith('/one'))).toEqual([])
  })
})

describe('--debug', () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'mine.ts': EXPERIMENT,
    'foreign.ts': EXPERIMENT,
    'results/foreign/debug/notes.txt': 'keep me',
  })

  test('uses one folder again and again', async () => {
    await project.runlab('run', 'mine.ts', '--debug', '--n', '1')
    project.write('results/mine/debug/left-over.txt', '')
    const { stdout } = await project.runlab('run', 'mine.ts', '--debug', '--n', '2')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('└ report   results/mine/debug/report.html')
    expect(project.onlyRun('mine')).toBe('results/mine/debug')
    expect(onlyMeta(project, 'mine')).toMatchObject({ debug: true, run: 'debug', parameters: { n: { value: 2 } } })
    expect(() => project.read('results/mine/debug/left-over.txt')).toThrow('ENOENT')
  })

  test('replaces no folder that is not a run', async () => {
    await project.runlab('run', 'foreign.ts', '--debug', '--n', '3')
    expect(project.read('results/foreign/debug/notes.txt')).toBe('keep me')
    expect(project.runs('foreign')).toEqual(['results/foreign/debug', 'results/foreign/debug_2'])
    expect(project.json('results/foreign/debug_2/experiment_data.json')).toEqual({ n: 3 })
  })
})

describe('--seed', () => {
  const seeded = (parameters: string): string => `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: ${parameters},
  run: (e) => console.log(JSON.stringify([e.seed, e.meta.seed_source, e.params.seed, e.meta.parameters.seed?.source, Math.random()])),
})
`
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'free.ts': seeded('{}'),
    'declared.ts': seeded('{ seed: 42 }'),
  })
  const said = async (file: string, ...flags: readonly string[]): Promise<unknown[]> => {
    const { stdout, stderr } = await few(async () => await project.runlab('run', file, '--quiet', ...flags))
    expect(stderr).toBe('')
    return JSON.parse(stdout) as unknown[]
  }

  test('repeats what is drawn, and is drawn itself when left out', async () => {
    const [one, again, other, drawn] = await Promise.all([
      ...[said('free.ts', '--seed', '7'), said('free.ts', '--seed=7'), said('free.ts', '--seed', '8'), said('free.ts')],
    ])
    expect(one).toEqual([7, 'given', undefined, undefined, expect.any(Number)].map((value) => value ?? null))
    expect(again).toEqual(one)
    expect(other?.at(-1)).not.toBe(one?.at(-1))
    expect(drawn).toEqual([expect.any(Number), 'drawn', null, null, expect.any(Number)])
  })

  test('reaches a declared parameter `seed`, whose default is the seed when none is given', async () => {
    const [byDefault, byFlag, byAssignment] = await Promise.all([
      ...[said('declared.ts'), said('declared.ts', '--seed', '7'), said('declared.ts', '-p', 'seed=8')],
    ])
    expect(byDefault?.slice(0, 4)).toEqual([42, 'given', 42, 'default'])
    expect(byFlag?.slice(0, 4)).toEqual([7, 'given', 7, 'command line'])
    expect(byAssignment?.slice(0, 4)).toEqual([8, 'given', 8, 'command line'])
  })
})
