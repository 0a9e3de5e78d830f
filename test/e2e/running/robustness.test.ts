import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { BIN, Project } from '../project.ts'

const EXPERIMENT = (body: string, parameters = '{}'): string => `import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, { parameters: ${parameters}, async run(e) { ${body} } })
`

describe('what is refused before a run exists', () => {
  const project = new Project({ 'package.json': '{ "type": "module" }', 'exp.js': EXPERIMENT('') })

  test('two flags of which one would be ignored are FLAGS_CONFLICT', async () => {
    const { code, stderr } = await project.runlab('run', 'exp.js', '--debug', '--name', 'mine')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: --debug and --name do not go together.\n       Each says what the run is called: leave one out.\n',
    })
    expect(existsSync(project.path('results'))).toBe(false)
  })
})

describe('a path with characters that mean something in a URL', () => {
  const folder = 'a#b?c%20d%\\e'
  const project = new Project({
    'package.json': '{ "type": "module" }',
    [`${folder}/exp.ts`]: `import { defineExperiment } from 'runlab'
import { a } from './lib/a'
import { b } from './lib/b.js?v=1'
import { c } from './c%23%3F.ts'
import { outside } from '../outside.ts'
import process from 'process'
import worker from 'node:worker_threads'
enum Size { Large = 'large' }
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    const { late } = await import(\`./\${'late'}.ts\`)
    const missing = await import(\`./\${'missing'}.ts\`).catch(({ code }) => code)
    e.set('found', { size: Size.Large, a, b, c, outside, late, missing, main: process.argv.length > 0 && worker.isMainThread })
  },
})
experiment.runIfMain()
`,
    [`${folder}/lib/a.ts`]: "import { outside } from '../../outside.ts'\nexport const a: string = `a, ${outside}`\n",
    [`${folder}/lib/b.ts`]: 'export const b: string = import.meta.url.slice(-8)\n',
    [`${folder}/c#?.ts`]: "export const c: string = 'c'\n",
    [`${folder}/late.ts`]: "export const late: string = 'late'\n",
    'outside.ts': "export const outside: string = 'outside'\n",
  })

  test.each([
    ['command', BIN, 'run'],
    ['in-process', '--import', 'runlab/register'],
  ])('runs and is archived like any other: %s', async (namespace, ...start) => {
    const { code, stderr } = await project.node(...start, `${folder}/exp.ts`, '--namespace', namespace)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const archived = project.onlyRun(namespace)
    const others = { a: 'a, outside', b: 'b.ts?v=1', c: 'c', outside: 'outside', late: 'late' }
    const found = { size: 'large', ...others, missing: 'ERR_MODULE_NOT_FOUND', main: true }
    expect(project.json(`${archived}/experiment_data.json`)).toEqual({ found })
    for (const file of ['exp.ts', 'lib/a.ts', 'lib/b.ts', 'c#?.ts', 'late.ts'])
      expect(project.read(`${archived}/code/${folder}/${file}`)).toBe(project.read(`${folder}/${file}`))
  })
})

describe('whatever is thrown', () => {
  const throws = {
    message: `throw Object.assign(new Error('x'), { message: { an: 'object' } })`,
    stack: `throw Object.assign(new Error('x'), { stack: 5 })`,
    name: `throw Object.assign(new Error('x'), { name: undefined })`,
    inspect: `throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no') } }`,
  }
  test.each(Object.entries(throws))('an error with a strange %s leaves a record that can be read', async (_, body) => {
    const project = new Project({ 'package.json': '{ "type": "module" }', 'exp.js': EXPERIMENT(body) })
    const { code } = await project.runlab('run', 'exp.js')
    expect(code).toBe(1)
    const { meta } = await loadRun(project.path(project.onlyRun('exp')))
    expect(meta).toMatchObject({ status: 'failed', has_error: true, error: { phase: 'run' } })
  })

  test('an error of runlab in the experiment is printed with what to do, not as an object', async () => {
    const project = new Project({
      'package.json': '{ "type": "module" }',
      'exp.js': EXPERIMENT(`await e.commit('a.txt', { a: 1 })`),
    })
    const { stderr } = await project.runlab('run', 'exp.js')
    expect(stderr).toContain('Cannot commit an object as "a.txt".')
    expect(stderr).toContain('Commit text, bytes, a stream or a Blob')
    expect(stderr).not.toContain('details:')
    // The lines around, and a caret below the call.
    expect(stderr).toMatch(/\n> 2 \| .*e\.commit\('a\.txt', \{ a: 1 \}\)/)
    expect(stderr).toMatch(/\n {4}\| +\^\n {2}3 \|\n/)
  })
})

test('values that cannot be written fail the run, and the record says so', async () => {
  // As a document, with two spaces a level before each number, it is longer than the longest string; the journal takes it.
  const body = `let deep = new Array(600_000).fill(0)
    for (let level = 0; level < 480; level++) deep = [deep]
    e.set('deep', deep)`
  const project = new Project({ 'package.json': '{ "type": "module" }', 'exp.js': EXPERIMENT(body) })
  const { code } = await project.runlab('run', 'exp.js')
  expect(code).toBe(1)
  expect(project.json(`${project.onlyRun('exp')}/experiment_meta.json`)).toMatchObject({
    status: 'failed',
    error: { type: 'RangeError' },
  })
})

test('standard input that a parameter names is left for the experiment', async () => {
  const body = `const { readFileSync } = await import('node:fs'); e.set('text', readFileSync(e.params.data, 'utf8'))`
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'exp.js': EXPERIMENT(body, `{ data: param.path('/dev/null') }`),
  })
  const { code } = await project.spawn('sh', ['-c', `echo hello | "${process.execPath}" "${BIN}" run exp.js --data /dev/stdin`])
  expect(code).toBe(0)
  expect(project.json(`${project.onlyRun('exp')}/experiment_data.json`)).toEqual({ text: 'hello\n' })
})

test('every run of a process archives what was loaded late, also when Node had it already', async () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'plugins/a.js': 'export const name = "a"',
    'sweep.js': `${EXPERIMENT(`e.set('name', (await import('./plugins/' + e.params.plugin + '.js')).name)`, `{ plugin: 'a' }`)}
await experiment.run({ name: 'one' })
await experiment.run({ name: 'two' })`,
  })
  expect((await project.node('--import', 'runlab/register', 'sweep.js')).stderr).toBe('')
  for (const run of ['one', 'two']) {
    const { files } = project.json(`results/sweep/${run}/.runlab/snapshot.json`)
    expect(files).toContainEqual(expect.objectContaining({ path: 'plugins/a.js', role: 'late' }))
  }
})

test('the entry is the file that was run, also when another file defines the experiment', async () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'lib/exp.js': EXPERIMENT(`e.set('k', (await import('../settings.js')).settings.k)`),
    'settings.js': 'export const settings = { k: 0 }',
    'entry.js': `import { settings } from './settings.js'
settings.k = 5
export { experiment } from './lib/exp.js'`,
  })
  expect((await project.runlab('run', 'entry.js')).code).toBe(0)
  const run = project.onlyRun('lib/exp')
  expect(project.json(`${run}/experiment_data.json`)).toEqual({ k: 5 })
  const { entry, files } = project.json(`${run}/.runlab/snapshot.json`)
  expect(entry).toBe('entry.js')
  expect(files.map((file: { path: string; role: string }) => `${file.role} ${file.path}`).sort()).toEqual([
    'entry entry.js',
    'import lib/exp.js',
    'import settings.js',
    'project package.json',
  ])
})

test('a file that the experiment moved is no artifact under its old name', async () => {
  const body = `const { renameSync, writeFileSync } = await import('node:fs')
    await e.commit('old.txt', 'x'); renameSync(e.path('old.txt'), e.path('new.txt'))`
  const project = new Project({ 'package.json': '{ "type": "module" }', 'exp.js': EXPERIMENT(body) })
  await project.runlab('run', 'exp.js')
  const { artifacts } = await loadRun(project.path(project.onlyRun('exp')))
  expect(artifacts.names()).toEqual(['new.txt'])
})

test('a parameter of 100,000 quotes reaches the experiment', async () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'exp.js': EXPERIMENT(`e.set('n', e.params.text.length)`, `{ text: '' }`),
  })
  const { code } = await project.runlab('run', 'exp.js', '--text', '"'.repeat(100_000))
  expect(code).toBe(0)
  expect(project.json(`${project.onlyRun('exp')}/experiment_data.json`)).toEqual({ n: 100_000 })
})

test('a signal to the command alone reaches the experiment', async () => {
  const body = `e.set('started', true); console.log('started'); await new Promise((r) => setTimeout(r, 2 ** 30))`
  const project = new Project({ 'package.json': '{ "type": "module" }', 'exp.js': EXPERIMENT(body) })
  const child = spawn(process.execPath, [BIN, 'run', 'exp.js', '--quiet'], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([130, null])
})
