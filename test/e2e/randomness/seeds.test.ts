import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { Project } from '../project.ts'

const EXPERIMENT = `
import { setImmediate } from 'node:timers/promises'
import { defineExperiment } from 'runlab'
import { drawnByImport } from './library.js'

const drawnWhileLoading = [drawnByImport, Math.random(), Math.random()]

export const experiment = defineExperiment(import.meta, {
  hooks: { draw: () => Math.random() },
  implement: {
    beforeRun: (e) => e.set('beforeRun', Math.random()),
    afterRun: (e) => e.set('afterRun', [Math.random(), e.random.uniform()]),
  },
  async run(e) {
    e.set('loading', drawnWhileLoading)
    e.set('math', [Math.random(), Math.random()])
    await setImmediate()
    e.set('later', [Math.random(), await e.call('draw')])
    const place = e.random.state
    const first = e.random.uniform()
    e.random.state = place
    e.set('again', first === e.random.uniform())
    e.set('e', [
      first, e.random.integer(0, 1000), e.random.normal(), e.random.choice(['a', 'b', 'c']),
      e.random.shuffle([1, 2, 3, 4, 5]), e.random.sample([1, 2, 3, 4, 5], 2), e.random.fork('x').uniform(),
    ])
  },
})
experiment.runIfMain()
`
const CALLER = `
import { experiment } from './draws.js'

Math.random = () => 0.125
const own = Math.random
const outside = []
const runs = []
for (const seed of [5, 5, 6]) {
  const running = experiment.run({ seed })
  const timer = setInterval(() => outside.push(Math.random()), 1)
  runs.push((await running).folder)
  clearInterval(timer)
}
const failing = await experiment.run({ seed: 5, name: 'taken' }).then(() => experiment.run({ name: 'taken' })).catch((error) => error.code)
console.log(JSON.stringify({ runs, outside: [...new Set(outside)], seen: outside.length > 0, restored: Math.random === own, failing }))
`

const project = new Project({
  'package.json': '{ "type": "module" }',
  'library.js': 'export const drawnByImport = Math.random()\n',
  'draws.js': EXPERIMENT,
  'caller.js': CALLER,
})

type Values = Readonly<Record<string, any>>
const valuesOf = async (folder: string): Promise<Values> => (await loadRun(project.path(folder))).values
const without = ({ loading: _, ...values }: Values): Values => values

let supervised: Values
let inProcess: Values

beforeAll(async () => {
  const flags = ['draws.js', '--seed', '5', '--quiet', '--name']
  const outcomes = await Promise.all([
    project.runlab('run', ...flags, 'supervised'),
    project.node('--import', 'runlab/register', ...flags, 'in-process'),
  ])
  expect(outcomes.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ])
  supervised = await valuesOf('results/draws/supervised')
  inProcess = await valuesOf('results/draws/in-process')
})

describe('the same seed', () => {
  test('gives the same numbers under runlab run and in process, draws while modules load among them', () => {
    expect(inProcess).toEqual(supervised)
    const numbers = [...supervised['loading'], ...supervised['math'], ...supervised['later'], supervised['beforeRun']]
    expect(new Set([...numbers, ...supervised['afterRun'], supervised['e'][0]]).size).toBe(numbers.length + 3)
    expect(supervised['again']).toBe(true)
  })

  test('gives the same numbers again, and another seed others', async () => {
    const flags = ['--quiet', '--name']
    await Promise.all([
      project.runlab('run', 'draws.js', '--seed', '5', ...flags, 'again'),
      project.runlab('run', 'draws.js', '--seed', '6', ...flags, 'other'),
    ])
    expect(await valuesOf('results/draws/again')).toEqual(supervised)
    const other = await valuesOf('results/draws/other')
    for (const key of ['loading', 'math', 'later', 'e', 'beforeRun', 'afterRun']) expect(other[key]).not.toEqual(supervised[key])
  })

  test('is recorded where it was drawn, and then repeats the run', async () => {
    expect(await project.runlab('run', 'draws.js', '--quiet', '--name', 'drawn')).toMatchObject({ code: 0 })
    const { meta, values } = await loadRun(project.path('results/draws/drawn'))
    expect(meta.seed_source).toBe('drawn')
    await project.runlab('run', 'draws.js', '--quiet', '--name', 'repeated', '--seed', String(meta.seed))
    const repeated = await loadRun(project.path('results/draws/repeated'))
    expect(repeated.meta.seed_source).toBe('given')
    expect(repeated.values).toEqual(values)
    expect(values).not.toEqual(supervised)
  })
})

describe('a run from code', () => {
  test.each([
    ['without the loader', []],
    ['under the loader', ['--import', 'runlab/register']],
  ])('draws the same numbers, and leaves Math.random alone outside of runs and after them, %s', async (_, flags) => {
    const { code, stdout, stderr } = await project.node(...flags, 'caller.js')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { runs, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({ outside: [0.125], seen: true, restored: true, failing: 'RUN_NAME_TAKEN' })
    const [first, second, other] = await Promise.all(runs.map(async (folder: string) => without((await loadRun(folder)).values)))
    expect(first).toEqual(without(supervised))
    expect(second).toEqual(first)
    expect(other!['math']).not.toEqual(first!['math'])
    await project.spawn('rm', ['-r', 'results/draws/taken'])
  })
})
