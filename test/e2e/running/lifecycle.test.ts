import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { each } from './runs.ts'

const EXPERIMENT = `import { execFileSync } from 'node:child_process'
import { defineExperiment } from 'runlab'

/** What another process finds on disk at this moment. */
const onDisk = (e) => JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', \`
  import { loadRun } from 'runlab'
  const run = await loadRun(\${JSON.stringify(e.folder)})
  console.log(JSON.stringify([run.status, run.meta.error?.phase ?? null, run.values.n ?? null]))
\`], { encoding: 'utf8' }))

class CustomError extends Error {
  name = 'CustomError'
  code = 'E_CUSTOM'
}
const THROWN = {
  error: () => new CustomError('on purpose', { cause: new RangeError('because', { cause: 'a text' }) }),
  text: () => 'only a text',
  undefined: () => undefined,
  null: () => null,
  object: () => ({ a: [1] }),
  unnamed: () => Object.assign(new Error(''), { stack: undefined }),
}

const steps = []
const step = (e, name) => {
  steps.push([name, e.status])
  e.set('steps', steps)
  if (e.params.at.includes(name)) throw THROWN[e.params.what]()
}

export const experiment = defineExperiment(import.meta, {
  parameters: { at: ['nowhere'], what: 'error', look: false },
  hooks: {
    double: (e, n) => n * 2,
    later: async (e, text) => (await e.call('double', 4)) + text,
    failing: () => { throw new TypeError('in a hook') },
  },
  implement: {
    beforeRun: (e) => step(e, 'beforeRun'),
    onError(e, error) {
      e.set('caught', error instanceof Error ? error.message : [typeof error, error ?? null])
      if (e.params.look) e.set('onDiskInOnError', onDisk(e))
      step(e, 'onError')
    },
    async afterRun(e) {
      await null
      if (e.params.look) e.set('onDiskInAfterRun', onDisk(e))
      step(e, 'afterRun')
      if (e.params.at.includes('never after')) await new Promise(() => {})
    },
  },
  async run(e) {
    e.set('n', 1)
    e.set('called', [await e.call('double', 3), await e.call('later', 'x')])
    if (e.params.at.includes('hook')) await e.call('failing')
    if (e.params.at.includes('unknown')) await e.call('dubble', 1)
    if (e.params.at.includes('lifecycle')) await e.call('beforeRun')
    if (e.params.at.includes('never')) await new Promise(() => {})
    step(e, 'run')
  },
})
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'steps.mjs': EXPERIMENT })

const CASES: Readonly<Record<string, readonly string[]>> = {
  done: ['--at', 'nowhere', '--look'],
  'failed-run': ['--at', 'run', '--look'],
  'failed-before': ['--at', 'beforeRun'],
  'failed-after': ['--at', 'afterRun'],
  'failed-on-error': ['--at', 'run', '--at', 'onError'],
  'failed-twice': ['--at', 'run', '--at', 'afterRun'],
  text: ['--at', 'run', '--what', 'text'],
  undefined: ['--at', 'run', '--what', 'undefined'],
  null: ['--at', 'run', '--what', 'null'],
  object: ['--at', 'run', '--what', 'object'],
  unnamed: ['--at', 'run', '--what', 'unnamed'],
  hook: ['--at', 'hook'],
  unknown: ['--at', 'unknown'],
  lifecycle: ['--at', 'lifecycle'],
  never: ['--at', 'never'],
  'never-after': ['--at', 'never after'],
}
let outcomes: Map<string, Outcome>
const outcome = (name: string): Outcome => outcomes.get(name)!
const meta = (name: string): any => project.json(`results/steps/${name}/experiment_meta.json`)
const data = (name: string): any => project.json(`results/steps/${name}/experiment_data.json`)

beforeAll(async () => {
  outcomes = await each(
    Object.keys(CASES),
    async (name) => await project.runlab('run', 'steps.mjs', '--name', name, ...CASES[name]!),
  )
})

describe('a run that succeeds', () => {
  test('calls beforeRun, run and afterRun, with the status visible', () => {
    expect(outcome('done')).toMatchObject({ code: 0, stderr: '' })
    expect(data('done').steps).toEqual([
      ['beforeRun', 'running'],
      ['run', 'running'],
      ['afterRun', 'done'],
    ])
    expect(meta('done')).toMatchObject({ status: 'done', has_error: false, error: null, error_type: null, warnings: [] })
    expect(Object.keys(meta('done').hooks).toSorted()).toEqual([
      ...['afterRun', 'beforeRun', 'double', 'failing', 'later', 'onError'],
    ])
  })

  test('calls hooks by name, synchronous and not, from within hooks as well', () => {
    expect(data('done').called).toEqual([6, '8x'])
  })

  test('has its status and values on disk before afterRun', () => {
    expect(data('done').onDiskInAfterRun).toEqual(['done', null, 1])
  })
})

describe('a run that fails', () => {
  test('calls onError and then afterRun, with the status visible and the exit code 1', () => {
    expect(outcome('failed-run').code).toBe(1)
    expect(data('failed-run').steps).toEqual([
      ['beforeRun', 'running'],
      ['run', 'running'],
      ['onError', 'failed'],
      ['afterRun', 'failed'],
    ])
    expect(data('failed-run').caught).toBe('on purpose')
  })

  test('has its status and values on disk before onError and afterRun', () => {
    expect(data('failed-run').onDiskInOnError).toEqual(['failed', 'run', 1])
    expect(data('failed-run').onDiskInAfterRun).toEqual(['failed', 'run', 1])
  })

  test('records the error with its code, its stack and its causes', () => {
    expect(meta('failed-run')).toMatchObject({ status: 'failed', has_error: true, error_type: 'CustomError' })
    const { error } = meta('failed-run')
    expect(error).toEqual({
      type: 'CustomError',
      message: 'on purpose',
      stack: expect.stringContaining(`${project.path('steps.mjs')}:`),
      phase: 'run',
      code: 'E_CUSTOM',
      causes: ['RangeError: because', 'a text'],
    })
  })

  test('shows the error, its causes and the place in the code, and no frame of runlab', () => {
    const { stderr, stdout } = outcome('failed-run')
    expect(stderr).toContain('[error] CustomError: on purpose')
    expect(stderr).toContain('[cause]: RangeError: because')
    expect(stderr).toContain(`${project.path('steps.mjs')}:`)
    expect(stderr).not.toMatch(/dist\/|chunk-/)
    const described = stderr.replaceAll(/^>? +\d+ \|.*$/gm, '')
    expect(described.match(/\{$/gm)?.length).toBe(described.match(/^\s*\}$/gm)?.length)
    expect(stderr).toMatch(/^> +\d+ \| .+\n +\| +\^$/m)
    expect(stdout).toMatch(/^┌ failed in run after .+$/m)
    expect(stdout).toMatch(/^│ error +CustomError: on purpose$/m)
  })

  test.each([
    ['failed-before', 'beforeRun', ['beforeRun', 'onError', 'afterRun'], []],
    ['failed-after', 'afterRun', ['beforeRun', 'run', 'afterRun'], []],
    [
      'failed-on-error',
      'run',
      ['beforeRun', 'run', 'onError', 'afterRun'],
      ['The hook onError of steps.mjs:40 failed: CustomError: on purpose'],
    ],
    [
      'failed-twice',
      'run',
      ['beforeRun', 'run', 'onError', 'afterRun'],
      ['The hook afterRun of steps.mjs:45 failed: CustomError: on purpose'],
    ],
  ])('%s: names the phase, and keeps the first error', (name, phase, steps, warnings) => {
    expect(outcome(name).code).toBe(1)
    expect(outcome(name).stdout).toContain(`┌ failed in ${phase} after `)
    expect(meta(name)).toMatchObject({ status: 'failed', error: { message: 'on purpose', phase }, warnings })
    expect(data(name).steps.map(([step]: [string]) => step)).toEqual(steps)
  })

  test.each([
    ['text', { type: 'string', message: 'only a text' }, ['string', 'only a text']],
    ['undefined', { type: 'undefined', message: 'undefined' }, ['undefined', null]],
    ['null', { type: 'object', message: 'null' }, ['object', null]],
    ['object', { type: 'object', message: '{ a: [ 1 ] }' }, ['object', { a: [1] }]],
    ['unnamed', { type: 'Error', message: '' }, ''],
  ])('records what is thrown: %s', (name, error, caught) => {
    expect(outcome(name).code).toBe(1)
    expect(meta(name)).toMatchObject({ status: 'failed', has_error: true, error_type: error.type })
    expect(meta(name).error).toEqual({ ...error, stack: null, phase: 'run' })
    expect(data(name).caught).toEqual(caught)
  })

  test.each([
    ['hook', { type: 'TypeError', message: 'in a hook' }],
    ['unknown', { type: 'RunlabError', code: 'HOOK_UNKNOWN', message: 'The experiment has no hook "dubble".' }],
    ['lifecycle', { type: 'RunlabError', code: 'HOOK_UNKNOWN', message: 'The experiment has no hook "beforeRun".' }],
  ])('fails by a call of a hook: %s', (name, error) => {
    expect(outcome(name).code).toBe(1)
    expect(meta(name).error).toMatchObject({ ...error, phase: 'run' })
  })

  test('suggests the nearest hook for one that is unknown', () => {
    expect(outcome('unknown').stderr).toContain('Did you mean double?')
  })

  test('fails with RUN_NEVER_SETTLES where it awaits what can never happen, and still calls its hooks', () => {
    expect(outcome('never').code).toBe(1)
    expect(meta('never')).toMatchObject({ status: 'failed', error: { code: 'RUN_NEVER_SETTLES', phase: 'run' } })
    expect(meta('never').end_time).toBeGreaterThan(0)
    expect(data('never').steps.map(([step]: [string]) => step)).toEqual(['beforeRun', 'onError', 'afterRun'])
    expect(outcome('never-after').code).toBe(1)
    expect(meta('never-after')).toMatchObject({ status: 'failed', error: { code: 'RUN_NEVER_SETTLES', phase: 'afterRun' } })
  })
})
