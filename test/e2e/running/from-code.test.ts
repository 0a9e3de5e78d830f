import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'
import type { Outcome } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'words.txt': 'red',
  'words.ts': `/** Says words. */
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: {
    n: 1,
    rate: param.number(0.1, { min: 0 }),
    optimizer: param.choice(['adam', 'sgd']),
    data: param.path('./words.txt'),
  },
  derived: { twice: (p) => p.n * 2 },
  implement: { afterRun(e) { if (e.params.n === 14) throw new Error('too late') } },
  async run(e) {
    for (let step = 0; step < 3; step++) {
      await new Promise((resolve) => setImmediate(resolve))
      console.log('step', step, 'of', e.params.n)
      e.set(\`drawn/\${step}\`, [Math.random(), e.random.uniform()])
      await e.commit(\`\${step}.txt\`, String(e.params.n))
    }
    if (e.params.n === 13) throw new TypeError('unlucky', { cause: new Error('why') })
  },
})
`,
  'drive.ts': `import { writeFileSync } from 'node:fs'
import { RunlabError } from 'runlab'
import { experiment } from './words.ts'

type Options = NonNullable<Parameters<typeof experiment.run>[0]>
const said: Record<string, unknown> = {}
async function note(key: string, options?: unknown): Promise<void> {
  try {
    const run = await experiment.run(options as Options)
    const { name, namespace, status, params, seed, meta, values } = run
    const n: number = params.n
    const optimizer: 'adam' | 'sgd' = params.optimizer
    const artifacts = await Promise.all([...run.artifacts].map((artifact) => artifact.text()))
    const log = (await run.readLog()).split('\\n').map((line) => line.slice(25))
    said[key] = { folder: run.folder, name, namespace, status, n, optimizer, params, seed, meta, drawn: values.drawn, artifacts, log }
  } catch (error) {
    if (!(error instanceof RunlabError)) throw error
    const cause = error.cause as Error | undefined
    said[key] = { code: error.code, message: error.message, hint: error.hint, details: error.details, cause: cause && [cause.name, cause.message] }
  }
}
await note('plain')
await note('with parameters', { parameters: { n: 5, optimizer: 'sgd', data: 'drive.ts' }, seed: 7, name: 'mine', namespace: 'a/b' })
await note('the name again', { name: 'mine', namespace: 'a/b' })
await note('prefix and results', { prefix: 'big', results: 'elsewhere', parameters: { n: undefined }, seed: undefined })
await note('debug', { debug: true })
await note('debug again', { debug: true, parameters: { n: 2 } })
await note('wrong parameters', { parameters: { n: 'x', nn: 1, optimizer: 'c', rate: -1 } })
await note('misspelt option', { sed: 1 })
await note('unknown option', { colour: 1 })
await note('wrong type', { seed: '1' })
await note('null parameters', { parameters: null })
await note('listed parameters', { parameters: [1] })
await note('no object', 5)
await note('seed', { seed: 1.5 })
await note('name', { name: 'a/b' })
await note('failing', { parameters: { n: 13 } })
await note('failing late', { parameters: { n: 14 } })
await Promise.all([1, 2, 3].map((n) => note('concurrent ' + n, { parameters: { n: n === 3 ? 13 : n }, seed: 5, namespace: 'concurrent' })))
const before = Math.random
await Promise.all([note('drawn'), note('drawn as well')])
said.restored = Math.random === before
writeFileSync('said.json', JSON.stringify(said))
`,
})
let outcome: Outcome
let said: Record<string, any>

beforeAll(async () => {
  outcome = await project.node('--import', 'runlab/register', 'drive.ts')
  said = project.json('said.json')
})

describe('experiment.run()', () => {
  test('runs with the defaults, prints no panels, and gives the record', () => {
    expect(outcome.code).toBe(0)
    expect(outcome.stdout).not.toMatch(/[┌└]/)
    expect(said.plain).toMatchObject({
      folder: expect.stringContaining(project.path('results/words/')),
      namespace: 'words',
      status: 'done',
      n: 1,
      optimizer: 'adam',
      artifacts: ['1', '1', '1'],
      log: ['step 0 of 1', 'step 1 of 1', 'step 2 of 1', ''],
    })
    expect(said.plain.params).toMatchObject({ n: 1, rate: 0.1, optimizer: 'adam', twice: 2 })
    expect(said.plain.meta).toMatchObject({ mode: 'in-process', description: 'Says words.', seed_source: 'drawn', debug: false })
    expect(said.plain.meta.parameters.n).toMatchObject({ value: 1, source: 'default' })
  })

  test('takes parameters, seed, name and namespace', () => {
    const run = said['with parameters']
    expect(run).toMatchObject({ folder: project.path('results/a/b/mine'), name: 'mine', namespace: 'a/b', seed: 7, n: 5 })
    expect(run.meta.parameters).toMatchObject({
      n: { value: 5, default: 1, source: 'code' },
      optimizer: { value: 'sgd', source: 'code' },
      data: { value: 'drive.ts', source: 'code' },
      rate: { source: 'default' },
      twice: { value: 10, source: 'derived' },
    })
  })

  test('takes prefix and results, and leaves alone what is undefined', () => {
    expect(said['prefix and results'].folder).toMatch(new RegExp(`^${project.path('elsewhere/words/big_')}`))
    expect(said['prefix and results']).toMatchObject({
      n: 1,
      meta: { parameters: { n: { source: 'default' } }, seed_source: 'drawn' },
    })
  })

  test('replaces the last debug run with debug', () => {
    expect(said.debug.folder).toBe(project.path('results/words/debug'))
    expect(said['debug again']).toMatchObject({ folder: said.debug.folder, n: 2, meta: { debug: true } })
  })

  test('refuses a name that is taken with RUN_NAME_TAKEN', () => {
    expect(said['the name again']).toMatchObject({ code: 'RUN_NAME_TAKEN', details: { path: project.path('results/a/b/mine') } })
  })

  test('refuses all that is wrong with the parameters at once with PARAMETERS_INVALID', () => {
    expect(said['wrong parameters']).toMatchObject({
      code: 'PARAMETERS_INVALID',
      message: [
        'There is no parameter "nn". Did you mean n?',
        'Parameter "n" cannot be "x": expected a number.',
        'Parameter "rate" cannot be -1: expected a number ≥ 0.',
        'Parameter "optimizer" cannot be "c": expected one of adam, sgd.',
      ].join('\n'),
    })
    const codes = said['wrong parameters'].details.problems.map(({ code }: { code: string }) => code)
    expect(codes).toEqual(['PARAMETER_UNKNOWN', 'PARAMETER_INVALID', 'PARAMETER_INVALID', 'PARAMETER_INVALID'])
  })

  test.each([
    ['RUN_OPTION_INVALID', 'misspelt option', 'there is no option "sed".'],
    ['RUN_OPTION_INVALID', 'unknown option', 'there is no option "colour".'],
    ['RUN_OPTION_INVALID', 'wrong type', 'the option "seed" is no number.'],
    ['RUN_OPTION_INVALID', 'null parameters', 'the option "parameters" is no object.'],
    ['RUN_OPTION_INVALID', 'listed parameters', 'the option "parameters" is no object.'],
    ['RUN_OPTION_INVALID', 'no object', 'it takes an object.'],
    ['SEED_INVALID', 'seed', 'The seed cannot be 1.5'],
    ['NAME_INVALID', 'name', 'The name "a/b" cannot be used'],
  ])('refuses with %s: %s', (code, key, message) => {
    expect(said[key]).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  test('suggests the option that was meant, else lists them', () => {
    expect(said['misspelt option'].hint).toBe('Did you mean seed?')
    expect(said['unknown option'].hint).toMatch(/^Options: parameters, seed, /)
  })

  test("throws RUN_FAILED with the experiment's error as cause, and leaves the record", () => {
    expect(said.failing).toMatchObject({
      code: 'RUN_FAILED',
      message: expect.stringMatching(/^The run failed in run: TypeError: unlucky\nIts record: .+\/results\/words\//),
      details: { phase: 'run', reason: 'TypeError: unlucky' },
      cause: ['TypeError', 'unlucky'],
    })
    const { path } = said.failing.details
    const meta = project.json(`${path.slice(project.folder.length + 1)}/experiment_meta.json`)
    expect(meta).toMatchObject({ status: 'failed', error: { message: 'unlucky', causes: ['Error: why'] } })
    expect(said['failing late']).toMatchObject({
      code: 'RUN_FAILED',
      details: { phase: 'afterRun' },
      cause: ['Error', 'too late'],
    })
  })

  test('leaves nothing of what it refuses', () => {
    expect(project.runs('a/b')).toEqual(['results/a/b/mine'])
    expect(project.runs('words')).toHaveLength(6)
  })
})

describe('concurrent runs in one process', () => {
  test('never mix records, output or random numbers, also where one of them fails', () => {
    const drawn = said['concurrent 1'].drawn
    expect(said['concurrent 2'].drawn).toEqual(drawn)
    for (const n of [1, 2]) {
      const own = [0, 1, 2].map((step) => `step ${step} of ${n}`)
      expect(said[`concurrent ${n}`]).toMatchObject({
        status: 'done',
        n,
        seed: 5,
        artifacts: Array(3).fill(String(n)),
        log: [...own, ''],
      })
    }
    expect(said['concurrent 3']).toMatchObject({ code: 'RUN_FAILED', cause: ['TypeError', 'unlucky'] })
    expect(project.runs('concurrent')).toHaveLength(3)
    const { path } = said['concurrent 3'].details
    const run = path.slice(project.folder.length + 1)
    expect(Object.values(project.json(`${run}/experiment_data.json`).drawn)).toEqual(Object.values(drawn))
    expect(project.read(`${run}/experiment_out.log`)).not.toMatch(/of [12]$/m)
  })

  test('draw seeds of their own, and give Math.random back', () => {
    expect(said['drawn as well'].seed).not.toBe(said.drawn.seed)
    expect(said.restored).toBe(true)
  })
})
