import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Project } from '../project.ts'

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

test('the parameters of an analysis are typed: a misspelt one does not compile', async () => {
  const project = await runOf(PROJECTS['of type module'] ?? {})
  const wrong = 'results/study/first/wrong.ts'
  project.write(
    wrong,
    `${project.read(analysis).replace('void main()', '')}
declare const run: Awaited<ReturnType<typeof loadRun<Parameters>>>
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
