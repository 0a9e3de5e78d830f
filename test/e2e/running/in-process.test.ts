import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each, entries, few, onlyData, onlyMeta } from './runs.ts'

const register = async (project: Project, ...args: readonly string[]): Promise<Outcome> =>
  await few(async () => await project.node('--import', 'runlab/register', ...args))
const command = async (project: Project, ...args: readonly string[]): Promise<Outcome> =>
  await few(async () => await project.runlab('run', ...args))

describe('node --import runlab/register FILE', () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'words.txt': 'red',
    'lib/draw.ts': 'export const atLoad: number = Math.random()\nexport const draw = (): number => Math.random()\n',
    'late.ts': 'export const late = true\n',
    'words.ts': `/** Draws. */
import { defineExperiment, param } from 'runlab'
import { atLoad, draw } from './lib/draw.ts'

export const experiment = defineExperiment(import.meta, {
  parameters: {
    /** How many. */
    n: 1,
    sizes: [1],
    flag: false,
    data: param.path('./words.txt'),
  },
  derived: { twice: (p) => p.n * 2 },
  hooks: { draw: (e) => [draw(), e.random.uniform(), e.random.fork('a').integer(0, 1e9)] },
  async run(e) {
    e.set('params', e.params)
    e.set('drawn', [atLoad, ...(await e.call('draw'))])
    await import('./' + 'late.ts')
    await e.commit('a/b.txt', 'text')
    e.log('said')
  },
})
experiment.runIfMain()
`,
  })
  const flags = ['--n', '-5', '--sizes=3', '--sizes', '4', '--flag', '--seed', '11', '--name', 'run']

  test('leaves the same archive as runlab run with the same flags', async () => {
    const [supervised, direct] = await Promise.all([
      command(project, 'words.ts', ...flags, '--results', 'supervised'),
      register(project, 'words.ts', ...flags, '--results', 'direct'),
    ])
    const plain = ({ code, stdout, stderr }: Outcome): object => ({
      code,
      stdout: stdout.replaceAll(/supervised|direct/g, 'ARCHIVE').replaceAll(/[\d.]+ m?s/g, 'TIME'),
      stderr,
    })
    expect(plain(direct)).toEqual(plain(supervised))
    expect(direct.code).toBe(0)

    const ours = onlyMeta(project, 'words', 'supervised')
    const theirs = onlyMeta(project, 'words', 'direct')
    expect(Object.keys(theirs)).toEqual(Object.keys(ours))
    const varying = { start_time: 0, end_time: 0, duration: 0, argv: [], mode: '', supervisor: null }
    expect({ ...theirs, ...varying }).toEqual({ ...ours, ...varying })
    expect([ours.mode, theirs.mode]).toEqual(['supervised', 'in-process'])
    expect(theirs.argv.slice(1, -1)).toEqual(ours.argv.slice(1, -1))

    expect(onlyData(project, 'words', 'direct')).toEqual(onlyData(project, 'words', 'supervised'))
    const files = (archive: string): string[] =>
      readdirSync(project.path(`${archive}/words/run`), { recursive: true, encoding: 'utf8' }).toSorted()
    const ending = '.runlab/ending.json' // the supervisor's
    expect(files('supervised')).toContain(ending)
    expect(files('direct')).toEqual(files('supervised').filter((file) => file !== ending))
    expect(files('direct')).toEqual(expect.arrayContaining(['code/words.ts', 'code/lib/draw.ts', 'code/late.ts', 'a/b.txt']))
    for (const file of files('direct').filter((name) => name.startsWith('code/') && name.endsWith('.ts')))
      expect(project.read(`direct/words/run/${file}`)).toBe(project.read(`supervised/words/run/${file}`))
  })

  test.each(['named', './named', 'folder'])(
    'finds the file that Node finds where the extension is left out: %s',
    async (name) => {
      const text = `import { defineExperiment } from 'runlab'
defineExperiment(import.meta, { parameters: { n: 1 }, run: (e) => e.set('n', e.params.n) }).runIfMain()
`
      project.write('named.ts', text)
      project.write('folder/index.ts', text)
      const namespace = `without-${name.replace('./', 'dot-')}`
      const { code, stderr } = await register(project, name, '--n', '3', '--namespace', namespace)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(onlyData(project, namespace)).toEqual({ n: 3 })
    },
  )

  test('refuses the same flags with the same words and the same code', async () => {
    const before = entries(project)
    const wrong = ['words.ts', '--nn', '3', '--sizes', 'x', '--seed', 'y', '--flag=maybe']
    const [supervised, direct] = await Promise.all([command(project, ...wrong), register(project, ...wrong)])
    expect(direct).toEqual(supervised)
    expect(direct.code).toBe(2)
    expect(entries(project)).toEqual(before)
  })

  test('answers --help in the same words', async () => {
    const [supervised, direct] = await Promise.all([
      command(project, 'words.ts', '--help'),
      register(project, 'words.ts', '--help'),
    ])
    expect(direct).toEqual(supervised)
    expect(direct).toMatchObject({ code: 0, stdout: expect.stringContaining('How many.') })
  })
})

describe('an experiment with runIfMain', () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'late.ts': `import { defineExperiment } from 'runlab'
import { describe } from './back.ts'
export const experiment = defineExperiment(import.meta, {
  parameters: { n: 1 },
  run: (e) => e.set('said', [after, later, describe(), e.params.n]),
})
experiment.runIfMain()
export const after = 'defined after the call'
for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve))
export const later = 'defined after an await'
`,
    'back.ts': `import { after } from './late.ts'
export const describe = (): string => 'through a circle: ' + after
`,
    'user.ts': `import { experiment } from './late.ts'
const run = await experiment.run({ parameters: { n: 5 }, namespace: 'by-user' })
console.log(run.status, run.params.n, run.meta.mode)
`,
    'around.ts': `import { defineExperiment } from 'runlab'
import { experiment as inner } from './late.ts'
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    const run = await inner.run({ parameters: { n: 6 }, namespace: 'inner' })
    console.log('of the outer one', e.random.state.words.length)
    e.set('inner', [run.status, run.params.n])
  },
})
experiment.runIfMain()
`,
    'common.cjs': `const { defineExperiment } = require('runlab')
exports.experiment = defineExperiment(module, { run: (e) => e.set('said', [later, require('./common-back.cjs').same()]) })
exports.experiment.runIfMain()
const back = require('./common-back.cjs')
const later = 'defined after the call'
`,
    'common-back.cjs': `const main = require('./common.cjs')
exports.same = () => main === require('./common.cjs')
`,
    'throws.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { run() {} })
experiment.runIfMain()
await null
throw new Error('while loading')
`,
    'never.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { run() {} })
experiment.runIfMain()
await new Promise(() => {})
`,
    'one-of-two.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { run() {} })
export const second = defineExperiment(import.meta, { run() {} })
second.runIfMain()
second.runIfMain()
`,
    'fails.mjs': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { run() { throw new Error('on purpose') } })
experiment.runIfMain()
`,
    'exit-code.mjs': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, { run() { process.exitCode = 7 } })
experiment.runIfMain()
`,
  })
  const direct = ['late.ts', 'user.ts', 'around.ts', 'common.cjs', 'throws.ts', 'never.ts', 'one-of-two.ts'] as const
  const commands = ['late.ts', 'around.ts', 'common.cjs', 'exit-code.mjs'] as const
  let outcomes: Map<string, Outcome>

  beforeAll(async () => {
    outcomes = await each<string, Outcome>(direct, async (file) => await project.node('--import', 'runlab/register', file))
    const archive = ['--results', 'supervised']
    const more = await each(commands, async (file) => await project.runlab('run', file, ...archive))
    for (const [file, outcome] of more) outcomes.set(`runlab run ${file}`, outcome)
    for (const file of ['fails.mjs', 'exit-code.mjs']) outcomes.set(file, await project.node(file))
  })

  const said = ['defined after the call', 'defined after an await', 'through a circle: defined after the call', 1]

  test('starts once its file has been evaluated, also where that imports a module that imports it', () => {
    expect(outcomes.get('late.ts')).toMatchObject({ code: 0, stderr: '' })
    expect(onlyData(project, 'late')).toEqual({ said })
    expect(outcomes.get('common.cjs')).toMatchObject({ code: 0, stderr: '' })
    expect(onlyData(project, 'common')).toEqual({ said: ['defined after the call', true] })
  })

  test('runs once where runlab run starts it', () => {
    expect(outcomes.get('runlab run late.ts')).toMatchObject({ code: 0, stderr: '' })
    expect(onlyData(project, 'late', 'supervised')).toEqual({ said })
    expect(onlyData(project, 'common', 'supervised')).toEqual({ said: ['defined after the call', true] })
  })

  test('does not start where its file is imported', () => {
    expect(outcomes.get('user.ts')).toEqual({ code: 0, stdout: 'done 5 in-process\n', stderr: '' })
    expect(onlyData(project, 'by-user').said.at(-1)).toBe(5)
    expect(project.runs('late')).toHaveLength(1)
  })

  test.each(['results', 'supervised'])('can run within another, and keep its output to itself, in %s', (archive) => {
    expect(onlyData(project, 'around', archive)).toEqual({ inner: ['done', 6] })
    const log = project.read(`${project.onlyRun('around', archive)}/experiment_out.log`)
    expect(log).toContain('of the outer one 4')
  })

  test('does not start where its file throws while it is evaluated, and leaves that to Node', () => {
    const { code, stderr } = outcomes.get('throws.ts')!
    expect(code).toBe(1)
    expect(stderr).toContain('Error: while loading')
    expect(project.runs('throws')).toEqual([])
  })

  test('says so, with LOAD_FAILED, where its file never comes to an end', () => {
    expect(outcomes.get('never.ts')).toMatchObject({ code: 2, stdout: '' })
    expect(outcomes.get('never.ts')!.stderr).toMatch(/^error: never\.ts could not be loaded: it awaits something/)
    expect(project.runs('never')).toEqual([])
  })

  test('goes by the name of its export where it is not the primary one of its file, and runs once however often asked', () => {
    expect(outcomes.get('one-of-two.ts')).toMatchObject({ code: 0, stderr: '' })
    expect(onlyMeta(project, 'one-of-two/second')).toMatchObject({ name: 'second', export: 'second' })
  })

  test('leaves the exit code that the experiment sets where it succeeds', () => {
    expect(outcomes.get('exit-code.mjs')).toMatchObject({ code: 7, stderr: '' })
    expect(outcomes.get('runlab run exit-code.mjs')).toMatchObject({ code: 7, stderr: '' })
    expect(onlyMeta(project, 'exit-code').status).toBe('done')
  })

  test('gives the exit code of a failure', () => {
    expect(outcomes.get('fails.mjs')).toMatchObject({ code: 1 })
    expect(onlyMeta(project, 'fails')).toMatchObject({ status: 'failed', mode: 'in-process', error: { message: 'on purpose' } })
  })
})
