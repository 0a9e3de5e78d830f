import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { RunReader } from '../../../src/index.ts'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'

const EXPERIMENT = `
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  parameters: { id: 'none', late: '', fail: false },
  implement: { afterRun: (e) => console.log('ended', e.params.id, Math.random()) },
  async run(e) {
    const { id } = e.params
    const mine = []
    const step = async (what) => {
      mine.push([what, Math.random(), e.random.uniform()])
      console.log(id, what)
      console.error(id, 'error', what)
      process.stdout.write(id + ' partial ')
      await setImmediate()
      process.stdout.write(what + '\\n')
      e.log('logged by', id)
      e.set('steps/' + what, mine.length)
      await e.commit(what + '.txt', id)
    }
    await step('first')
    await Promise.all([step('second'), setImmediate().then(() => step('third')), new Promise((done) => process.nextTick(() => done(step('fourth'))))])
    for (const i of e.progress(2, { label: id })) await step('round ' + i)
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: id })
    const [[answer]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
    if (e.params.late !== '') await import(e.params.late)
    e.set('drawn', [...mine.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what]) => what), answer])
    e.set('math', mine.map(([, math]) => math).toSorted())
    await e.use('package.json')
    if (e.params.fail) throw new Error('as asked by ' + id)
  },
})
`
const CALLER = `
import { setTimeout } from 'node:timers/promises'
import { experiment } from './study.js'

const ids = Array.from({ length: 11 }, (_, index) => 'r' + index)
const options = (name, index) => ({ seed: index, name: name + '-' + ids[index], parameters: { id: ids[index], late: index === 3 ? './late.js' : '', fail: index === 2 } })
const settled = (promise) => promise.then((run) => run.status, (error) => error.code + ' ' + error.message.split('\\n')[0])

const draws = []
let busy = true
const look = () => {
  draws.push(Math.random())
  console.log('from outside')
  return busy
}
const watch = (async () => {
  while (look()) await setTimeout(2)
})()
Math.random = () => 0.25
const together = await Promise.all(ids.map((_, index) => settled(experiment.run(options('together', index)))))
busy = false
await watch
const alone = []
for (const index of ids.keys()) alone.push(await settled(experiment.run(options('alone', index))))
console.log('RESULT' + JSON.stringify({ together, alone, draws: [...new Set(draws.slice(1))] }))
`

const project = new Project({
  'package.json': '{ "type": "module" }',
  'study.js': EXPERIMENT,
  'worker.js':
    "import { parentPort, workerData } from 'node:worker_threads'\nconsole.log(workerData, 'in a worker')\nparentPort.postMessage(Math.random())\n",
  'late.js': '',
  'caller.js': CALLER,
  'outer.js': `
import { defineExperiment } from 'runlab'
import { experiment as inner } from './study.js'
export default defineExperiment(import.meta, {
  async run(e) {
    const before = Math.random()
    const run = await inner.run({ seed: 0, name: 'nested-r0', parameters: { id: 'r0' } })
    e.set('numbers', [before, Math.random()])
    e.set('inner', run.get('math'))
    // Called back without an async context of its own: by what was made outside of the run.
    globalThis.callBack(() => console.log('after the nested run', Math.random()))
  },
})
`,
  'many.js': `
import { setImmediate } from 'node:timers/promises'
import { defineExperiment } from 'runlab'

let loaded = false
const loading = defineExperiment(import.meta, {
  async run(e) {
    const name = ['./late', 'js'].join('.')
    await import(name)
    loaded = true
  },
})
const short = defineExperiment(import.meta, { run: async () => await new Promise((done) => ending.push(done)) })
const ending = []
const runs = Array.from({ length: 30 }, (_, index) => short.run({ name: 'short-' + index }))
while (ending.length < runs.length) await setImmediate()
const run = loading.run({ name: 'loading' })
// What the loader's thread tells while this one is busy, the run that ends then finds first.
while (!loaded) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
  ending.pop()?.()
  await setImmediate()
}
for (const end of ending) end()
await Promise.all([run, ...runs])
`,
  'callbacks.cjs': `
const { AsyncResource } = require('node:async_hooks')
const outside = new AsyncResource('outside')
globalThis.callBack = (action) => outside.runInAsyncScope(action)
`,
})

const IDS = Array.from({ length: 11 }, (_, index) => `r${index}`)
const load = async (name: string): Promise<RunReader> => await loadRun(project.path(`results/study/${name}`))
/** Log lines without times, in order of the alphabet: between streams and threads, the order is that of arrival. */
const linesOf = async (run: RunReader): Promise<string[]> =>
  (await run.readLog())
    .split('\n')
    .map((line) => line.slice(25).replaceAll(/in \S+ \S+ \(.*\)/g, 'in …'))
    .toSorted()

let outcome: Outcome
let result: { together: string[]; alone: string[]; draws: number[] }

beforeAll(async () => {
  outcome = await project.node('--import', 'runlab/register', 'caller.js')
  result = JSON.parse(outcome.stdout.split('RESULT')[1] ?? 'null')
})

describe('runs at the same time in one process', () => {
  test('end as they do one after the other', () => {
    // RUN_FAILED for the third
    expect(result.together.map((end) => end.split(' ')[0])).toEqual(IDS.map((id) => (id === 'r2' ? 'RUN_FAILED' : 'done')))
    expect(result.alone.map((end) => end.split(' ')[0])).toEqual(IDS.map((id) => (id === 'r2' ? 'RUN_FAILED' : 'done')))
  })

  test.each(IDS)('have the values, numbers, artifacts, inputs and log that they have alone: %s', async (id) => {
    const [together, alone] = await Promise.all([load(`together-${id}`), load(`alone-${id}`)])
    expect(together.values).toEqual(alone.values)
    expect(together.artifacts.names()).toEqual(alone.artifacts.names())
    for (const artifact of together.artifacts) {
      // oxlint-disable-next-line no-await-in-loop -- seven small files
      expect([artifact.name, await artifact.text()]).toEqual([artifact.name, id])
    }
    expect(together.inputs.map(({ path }) => path)).toEqual(['package.json'])
    expect(together.meta.error?.message).toBe(id === 'r2' ? 'as asked by r2' : undefined)
    const lines = await linesOf(together)
    expect(lines).toEqual(await linesOf(alone))
    expect(lines.filter((line) => /\br\d+\b/.test(line) && !new RegExp(`\\b${id}\\b`).test(line))).toEqual([])
  })

  test('log what their worker threads print', async () => {
    expect(await linesOf(await load('together-r5'))).toContain('r5 in a worker')
  })

  test('each archive the file that they load late', async () => {
    const run = await load('together-r3')
    expect(run.snapshot?.files.find(({ path }) => path === 'late.js')?.role).toBe('late')
  })

  test('archive the file that one of them loads late also when another one ends meanwhile', async () => {
    expect(await project.node('--import', 'runlab/register', 'many.js')).toEqual({ code: 0, stdout: '', stderr: '' })
    const { snapshot } = await loadRun(project.path('results/many/loading'))
    expect(snapshot?.files.map(({ path }) => path)).toContain('late.js')
  })

  test('leave code outside of them alone: its numbers are not theirs, and its output is in no log', async () => {
    expect(result.draws).toEqual([0.25])
    expect(outcome.stdout).toContain('from outside\n')
    for (const id of IDS) {
      // oxlint-disable-next-line no-await-in-loop -- small files
      expect(await (await load(`together-${id}`)).readLog()).not.toContain('outside')
    }
  })

  test('warn of nothing, however many they are', () => {
    expect(outcome.stderr).not.toContain('Warning')
    expect(outcome.code).toBe(0)
  })
})

describe('a run within a run', () => {
  test('has numbers, output and record of its own; after it, all that the process prints is the outer one’s again', async () => {
    const args = ['--require', './callbacks.cjs', BIN, 'run', 'outer.js', '--seed', '9', '--quiet']
    const { code, stderr } = await project.node(...args)
    expect({ code, stderr: stderr.replaceAll(/^r0 error.*\n/gm, '') }).toEqual({ code: 0, stderr: '' })
    const outer = await loadRun(project.path(project.onlyRun('outer')))
    // The supervisor logs all that comes out of the process: what the nested run says is in both logs.
    const said = await linesOf(outer)
    expect(said).toContainEqual(expect.stringMatching(/^after the nested run 0\.\d+$/))
    expect(said.filter((line) => line.startsWith('after'))).toHaveLength(1)
    expect(outer.get('inner')).toEqual((await load('alone-r0')).get('math'))
    expect(await linesOf(await load('nested-r0'))).toEqual(await linesOf(await load('alone-r0')))
  })
})
