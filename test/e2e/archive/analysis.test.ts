import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Project, REGISTER } from '../project.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

const PARAMETERS = `{
  count: 3,
  label: 'x',
  sizes: [1, 2],
  nothing: param.json(null),
  mixed: param.json([1, 'a', { deep: [true] }]),
  empty: param.json({}),
  start: new Date(0),
  weights: new Float32Array([1, 2]),
  map: param.schema({ '~standard': { version: 1, vendor: 'test', validate: () => ({ value: new Map([[1, 2]]) }) } }, 0),
  model: param.schema({ '~standard': { version: 1, vendor: 'test', validate: () => ({ value: new (class Model {})() }) } }, 0),
  key: param.secret({ env: 'KEY', optional: true }),
}`

const BODY = `{
  parameters: ${PARAMETERS},
  async run(e) {
    e.set('metrics/accuracy', 0.75)
    e.set('when', new Date(0))
    await e.commit('table.csv', 'a,b\\n')
  },
}`

const MODULE = `
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, ${BODY})
`
const COMMONJS = `
const { defineExperiment, param } = require('runlab')
exports.experiment = defineExperiment(module, ${BODY})
`

const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'of type module': { 'package.json': '{ "type": "module" }', 'study.ts': MODULE },
  'of type commonjs': { 'package.json': '{ "type": "commonjs" }', 'study.js': COMMONJS },
  'without a type': { 'package.json': '{}', 'study.ts': MODULE },
  'without a package.json': { 'study.mjs': MODULE },
}

const analysis = 'results/study/first/analysis.ts'
const projects = new Map<object, Promise<Project>>()

/** A project whose experiment has run, once. */
async function runOf(files: Readonly<Record<string, string>>): Promise<Project> {
  const project = projects.get(files) ?? makeRun(files)
  projects.set(files, project)
  return await project
}

async function makeRun(files: Readonly<Record<string, string>>): Promise<Project> {
  const project = new Project(files)
  const file = Object.keys(files).find((name) => name.startsWith('study'))!
  expect(await project.runlab('run', file, '--name', 'first', '--seed', '5', '--quiet')).toMatchObject({ code: 0, stderr: '' })
  return project
}

describe.each(Object.entries(PROJECTS))('in a project %s, the analysis that lies in every archive', (_, files) => {
  test('runs from anywhere, prints what the run left, and type-checks', async () => {
    const project = await runOf(files)
    const inside = project.spawn('/bin/sh', [
      '-c',
      `cd results/study/first && ${process.execPath} --import runlab/register analysis.ts`,
    ])
    const [fromProject, fromFolder] = await Promise.all([project.node('--import', 'runlab/register', analysis), inside])
    expect(fromProject).toMatchObject({ code: 0, stderr: '' })
    expect(fromFolder).toEqual(fromProject)
    expect(fromProject.stdout).toMatch(/^study\/first: done after [\d.]+ s, seed 5\n/)
    expect(fromProject.stdout).toContain("label: 'x'")
    expect(fromProject.stdout).toContain('accuracy: 0.75')
    expect(fromProject.stdout).toContain('artifact table.csv 4 bytes\n')
    expect(fromProject.stdout).toMatch(/\| first +\|/)

    for (const module of ['preserve', 'nodenext']) {
      const options = ['--noEmit', '--strict', '--module', module, '--target', 'es2022', '--skipLibCheck', '--types', 'node']
      const roots = ['--typeRoots', join(ROOT, 'node_modules/@types')]
      // oxlint-disable-next-line no-await-in-loop -- each takes a core
      const checked = await project.node(TSC, ...options, ...roots, '--ignoreConfig', analysis)
      expect({ code: checked.code, stdout: checked.stdout }).toEqual({ code: 0, stdout: '' })
    }
  })
})

/** A loader of TypeScript that knows nothing of runlab. */
const OTHER_LOADER = pathToFileURL(join(ROOT, 'node_modules/@oxc-node/core/register.mjs')).href

test('the analysis works when the run was moved, unpacked from a ZIP, or its project has changed since; where runlab is missing it says so', async () => {
  const project = await makeRun({ 'package.json': '{ "type": "module" }', 'study.ts': MODULE })
  project.write('study.ts', 'throw new Error("changed since")\n')
  project.write('package.json', '{ "type": "commonjs" }')
  const expected = /^study\/first: done after [\d.]+ s, seed 5\n.*accuracy: 0\.75/s
  const changed = await project.runlab('analyse', analysis)
  expect(changed).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(expected) })

  expect((await project.runlab('compress', 'first')).code).toBe(0)
  const elsewhere = new Project({ 'package.json': '{ "type": "module" }' }, { linked: false })
  expect((await elsewhere.runlab('import', project.path('results/study/first.zip'), '--results', '.')).code).toBe(0)
  renameSync(elsewhere.path('study/first'), elsewhere.path('renamed'))
  // Without an archive around it there are no other runs to show.
  const alone = changed.stdout.slice(0, changed.stdout.indexOf('| run')).replace('study/first', 'study/renamed')
  const moved = await elsewhere.runlab('analyse', 'renamed/analysis.ts')
  expect(moved).toEqual({ code: 0, stderr: '', stdout: alone })

  for (const type of ['module', 'commonjs']) {
    elsewhere.write('package.json', `{ "type": "${type}" }`)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await elsewhere.node('--import', REGISTER, 'renamed/analysis.ts')).toEqual(moved)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await elsewhere.node('--import', OTHER_LOADER, 'renamed/analysis.ts')).toEqual({
      code: 1,
      stdout: '',
      stderr: `There is no package 'runlab' beside ${elsewhere.path('renamed/analysis.ts')} or in a folder above. Install it there: npm install runlab\n`,
    })
  }
})

test('the parameters of an analysis are typed: a misspelt one does not compile', async () => {
  const project = await runOf(PROJECTS['of type module'] ?? {})
  const wrong = 'results/study/first/wrong.ts'
  project.write(
    wrong,
    `${project.read(analysis).replace('void main()', '')}
type Package = Awaited<typeof runlab>
declare const run: Awaited<ReturnType<Package['loadRun']>> & { readonly params: Readonly<Parameters> }
const count: number = run.params.count
const weight: number | undefined = run.params.weights[0]
const entries: Map<unknown, unknown> = run.params.map
console.log(count, weight, entries, run.params.coumt)
`,
  )
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', '--types', 'node']
  const roots = ['--typeRoots', join(ROOT, 'node_modules/@types')]
  const { stdout } = await project.node(TSC, ...options, ...roots, '--ignoreConfig', wrong)
  expect(stdout.match(/error TS\d+: .*/g)).toEqual([expect.stringMatching(/'coumt' does not exist/)])
})
