import { beforeEach, expect, test } from 'vitest'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import type { ParameterMeta } from '../../../src/format/meta.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { Project } from '../project.ts'

let project = new Project({})

const parameter = (value: number | string, type: string): ParameterMeta => ({
  value,
  type,
  description: null,
  usable: true,
  default: value,
  source: 'default',
})

beforeEach(() => {
  project = new Project({ 'package.json': '{}' })
  for (const [index, run] of ['aa', 'bb'].entries()) {
    const parameters = { rate: parameter(index + 1, 'number'), size: parameter(8, 'integer'), mode: parameter('x', 'string') }
    makeRun(project.path('results'), `ns/${run}`, { run, namespace: 'ns', start_time: index, parameters })
  }
})

const metaOf = (run: string): any => project.json(`results/ns/${run}/experiment_meta.json`)

test('parameters and metadata are changed by assignments, and what was before stays on record', async () => {
  await project.runlab('list', '--where', 'params.rate > 0') // an index of before the change
  const dry = await project.runlab('modify', '--where', 'params.rate > 1', 'params.rate = params.rate / 4', '--dry-run')
  expect(dry).toMatchObject({ code: 0, stdout: 'ns/bb\n  params.rate: 2 → 0.5\n1 run would be modified\n' })
  expect(metaOf('bb').parameters.rate.value).toBe(2)
  const words = [
    'params.rate = params.rate / 4',
    'description = "Corrected."',
    'tags = tags + ["new"]',
    'name = "better"',
    'note = "why"',
  ]
  const { code, stdout, stderr } = await project.runlab('modify', 'bb', ...words)
  expect({ code, stderr, last: stdout.split('\n').at(-2) }).toEqual({ code: 0, stderr: '', last: '1 run modified' })
  expect(metaOf('bb')).toMatchObject({
    name: 'better',
    description: 'Corrected.',
    parameters: { rate: { value: 0.5, original: 2 } },
  })
  expect(JSON.parse((await project.runlab('show', 'bb', '--json')).stdout)).toMatchObject({
    tags: ['new'],
    notes: [{ text: 'why' }],
  })
  expect((await project.runlab('show', 'bb')).stdout).toContain('modified, was 2')
  const lines = project.read('results/ns/bb/.runlab/annotations.jsonl').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ field: 'params.rate', before: 2, after: 0.5 }),
  )
  expect((await project.runlab('list', '--where', 'params.rate == 0.5 && name == "better"')).stdout).toMatch(/^1 run /)
  await project.runlab('modify', 'bb', 'params.rate = 3')
  expect(metaOf('bb').parameters.rate).toMatchObject({ value: 3, original: 2 })
  expect((await project.runlab('modify', 'bb', 'params.rate = 3')).stdout).toBe('0 runs modified; 1 had it already\n')
})

test('nothing is changed where an assignment is wrong, or a run goes on', async () => {
  const before = metaOf('aa')
  const words = ['params.mode = "y"', 'params.rate = "x"']
  const { code, stderr } = await project.runlab('modify', '--where', 'true', ...words)
  const refused = 'params.rate = "x" is refused for 2 runs: rate takes a number, not a string.'
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(refused) })
  expect(stderr.split('is refused')).toHaveLength(2)
  expect(metaOf('aa')).toEqual(before)
  const running = { run: 'live', status: 'running', phase: 'run', end_time: null } as const
  makeRun(project.path('results'), 'ns/live', running).writeAlive(describeProcess())
  const live = await project.runlab('modify', 'live', 'name = "x"')
  expect(live.stderr).toContain('is running, and is not modified')
  expect(live.stderr).not.toContain('--force')
})
