import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { BIN, Project } from '../project.ts'

const CHILD_TS = `
import { Worker, parentPort, workerData } from 'node:worker_threads'
import { fork } from 'node:child_process'
import { once } from 'node:events'

enum Kind { Thread, Process }
const kind: Kind = parentPort === null ? Kind.Process : Kind.Thread
const draws: number[] = [Math.random(), Math.random()]
const answers: unknown[] = [draws]
if (workerData === 'with children' || process.argv[2] === 'with children') {
  const children = [new Worker(new URL('./child.ts', import.meta.url)), fork(new URL('./child.ts', import.meta.url))]
  for (const [answer] of await Promise.all(children.map((child) => once(child, 'message')))) answers.push(...answer)
}
if (kind === Kind.Thread) parentPort!.postMessage(answers)
else process.send!(answers)
`
const PARENT_TS = `
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { defineExperiment } from 'runlab'

const url = new URL('./child.ts', import.meta.url)
const drawn = async (child: Worker | ReturnType<typeof fork>): Promise<number[][]> => (await once(child, 'message'))[0]

export const experiment = defineExperiment(import.meta, {
  parameters: { reversed: false },
  async run(e) {
    const names: (string | undefined)[] = [undefined, 'anna', 'ben', undefined, 'anna']
    const order = e.params.reversed ? names.toReversed() : names
    const workers = order.map((name) => new Worker(url, name === undefined ? {} : { name }))
    const forks = [fork(url), fork(url, [], {})]
    const nested = [new Worker(url, { workerData: 'with children' }), fork(url, ['with children'])]
    const answers = await Promise.all([...workers, ...forks, ...nested].map(drawn))
    e.set('names', order.map((name) => name ?? ''))
    e.set('workers', answers.slice(0, 5).map(([draws]) => draws))
    e.set('forks', answers.slice(5, 7).map(([draws]) => draws))
    e.set('nested', answers.slice(7))
    e.set('own', [Math.random(), e.random.uniform()])
  },
})
experiment.runIfMain()
`
const CHILD_CJS = `
const { parentPort } = require('node:worker_threads')
const answer = [Math.random(), Math.random()]
if (parentPort) parentPort.postMessage(answer)
else process.send(answer)
`
const PARENT_CJS = `
const { defineExperiment } = require('runlab')
const { Worker } = require('node:worker_threads')
const { fork } = require('node:child_process')
const { once } = require('node:events')
const { join } = require('node:path')

const file = join(__dirname, 'child.cjs')
exports.experiment = defineExperiment(module, {
  async run(e) {
    const children = [new Worker(file), new Worker(file), new Worker(file, { name: 'anna' }), fork(file), fork(file)]
    const answers = await Promise.all(children.map((child) => once(child, 'message')))
    e.set('drawn', answers.map(([answer]) => answer))
  },
})
exports.experiment.runIfMain()
`

const project = new Project({
  'package.json': '{ "type": "module" }',
  'child.ts': CHILD_TS,
  'parent.ts': PARENT_TS,
  'child.cjs': CHILD_CJS,
  'parent.cjs': PARENT_CJS,
})
type Values = Readonly<Record<string, any>>

async function run(file: string, name: string, ...flags: readonly string[]): Promise<Values> {
  const args = [file, '--quiet', '--name', name, ...flags]
  const inProcess = name === 'in-process'
  const { code, stderr } = await (inProcess
    ? project.node('--import', 'runlab/register', ...args)
    : project.runlab('run', ...args))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return (await loadRun(project.path(`results/parent/${name}`))).values
}

const flat = ({ workers, forks, nested, own }: Values): number[] => [workers, forks, nested, own].flat(4)

describe('worker threads, forked processes, and theirs', () => {
  let first: Values
  let reversed: Values

  beforeAll(async () => {
    ;[first, reversed] = (await Promise.all([
      run('parent.ts', 'supervised', '--seed', '5'),
      run('parent.ts', 'in-process', '--seed', '5', '--reversed'),
    ])) as [Values, Values]
  })

  test('all draw different numbers', () => {
    const numbers = flat(first)
    expect(numbers).toHaveLength(2 * (5 + 2 + 3 + 3) + 2)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('draw the same numbers again for the same seed, supervised and in process', () => {
    const same = ({ forks, nested, own }: Values): Values => ({ forks, nested, own })
    expect(same(reversed)).toEqual(same(first))
    expect(reversed['workers'].toSorted()).toEqual(first['workers'].toSorted())
  })

  test('draw others for another seed', async () => {
    const other = await run('parent.ts', 'other', '--seed', '6')
    expect(flat(other).filter((number) => flat(first).includes(number))).toEqual([])
  })

  test('are told by their names where they have one, else by the order in which they are created', () => {
    const drawnBy = ({ names, workers }: Values, name: string): unknown[] =>
      workers.filter((_: unknown, index: number) => names[index] === name)
    for (const name of ['anna', 'ben', '']) expect(drawnBy(reversed, name)).toEqual(drawnBy(first, name))
    expect(reversed['names']).toEqual(first['names'].toReversed())
  })
})

describe('in a CommonJS module that takes Worker and fork before the run', () => {
  test('children draw different numbers, and the same again for the same seed', async () => {
    const { drawn } = await run('parent.cjs', 'commonjs', '--seed', '5')
    expect(new Set(drawn.flat()).size).toBe(10)
    const inProcess = new Project({ 'child.cjs': CHILD_CJS, 'parent.cjs': PARENT_CJS, 'package.json': '{}' })
    await inProcess.node('--import', 'runlab/register', 'parent.cjs', '--quiet', '--seed', '5', '--name', 'x')
    expect((await loadRun(inProcess.path('results/parent/x'))).get('drawn')).toEqual(drawn)
  })
})

describe('the options of a child', () => {
  const options = new Project({
    'package.json': '{ "type": "module" }',
    'child.js': `
import { parentPort } from 'node:worker_threads'
const { ONLY, RUNLAB_STREAM, HOME } = process.env
const answer = { draw: Math.random(), flags: process.execArgv, args: process.argv.slice(2), only: ONLY, stream: RUNLAB_STREAM, home: HOME !== undefined }
if (parentPort) parentPort.postMessage(answer)
else process.send(answer)
`,
    'parent.js': `
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { defineExperiment } from 'runlab'

const url = new URL('./child.js', import.meta.url)
const before = new Worker(url)
const early = once(before, 'message')
export default defineExperiment(import.meta, {
  async run(e) {
    const given = { execArgv: ['--no-warnings'], env: { ONLY: 'this' } }
    const children = [
      new Worker(url, { ...given, argv: ['a'] }),
      fork(url, ['a'], given),
      fork(url, given),
      fork(url, ['a']),
      new Worker("require('node:worker_threads').parentPort.postMessage({ draw: Math.random() })", { eval: true }),
      new Worker(url, { execArgv: [] }),
      new Worker("import { parentPort } from 'node:worker_threads'\\nparentPort.postMessage({ draw: Math.random() })", { eval: true }),
      new Worker(new URL("data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ draw: Math.random() })")),
    ]
    const answers = await Promise.all(children.map((child) => once(child, 'message')))
    const [[beforeRun]] = await Promise.all([early])
    e.set('answers', [beforeRun, ...answers.map(([answer]) => answer)])
    e.set('class', [children[0] instanceof Worker, Worker.name, children[0].constructor.name])
  },
})
`,
  })
  let answers: any[] = []
  let classes: unknown

  beforeAll(async () => {
    expect(await options.runlab('run', 'parent.js', '--quiet', '--seed', '5')).toMatchObject({ code: 0, stderr: '' })
    const loaded = await loadRun(options.path(options.onlyRun('parent')))
    answers = loaded.get('answers') as any[]
    classes = loaded.get('class')
  })

  const PRELOAD = ['--import', expect.stringMatching(/child-preload/)]

  test('that it was given are its own: flags, arguments and environment', () => {
    expect(answers[1]).toEqual({
      draw: expect.any(Number),
      flags: ['--no-warnings', ...PRELOAD],
      args: ['a'],
      only: 'this',
      home: false,
    })
    expect(answers[2]).toEqual(answers[1] && { ...answers[1], draw: answers[2].draw })
    expect(answers[3]).toMatchObject({ flags: ['--no-warnings', ...PRELOAD], args: [], only: 'this', home: false })
    expect(answers[4]).toMatchObject({ args: ['a'], home: true })
    expect(answers[6]).toMatchObject({ flags: PRELOAD })
  })

  test('hold nothing of the stream that it draws from', () => {
    expect(answers.map(({ stream }) => stream)).toEqual(answers.map(() => undefined))
  })

  test('do not decide whether it has a stream of its own', () => {
    const draws = answers.map(({ draw }) => draw)
    expect(new Set(draws).size).toBe(draws.length)
  })

  test('are untouched where no run has begun', () => {
    expect(answers[0].flags.join()).not.toContain('child-preload')
  })

  test('leave it what it is', () => {
    expect(classes).toEqual([true, 'Worker', 'Worker'])
  })
})

test('a thread inherits the flags of Node that threads may have', async () => {
  const inheriting = new Project({
    'package.json': '{ "type": "module" }',
    'thread.js': "import { parentPort } from 'node:worker_threads'\nparentPort.postMessage(process.execArgv)\n",
    'flags.js': `
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { defineExperiment } from 'runlab'
export default defineExperiment(import.meta, {
  async run(e) {
    const [flags] = await once(new Worker(new URL('./thread.js', import.meta.url)), 'message')
    e.set('flags', flags)
  },
})
`,
  })
  const flags = ['--trace-deprecation', '--stack-trace-limit=30', '--experimental-vm-modules']
  expect(await inheriting.node(...flags, BIN, 'run', 'flags.js', '--quiet')).toMatchObject({ code: 0, stderr: '' })
  const { values } = await loadRun(inheriting.path(inheriting.onlyRun('flags')))
  expect(values['flags']).toEqual(expect.arrayContaining(['--trace-deprecation', '--experimental-vm-modules']))
  expect(values['flags']).not.toContain('--stack-trace-limit=30')
})
