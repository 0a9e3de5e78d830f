import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'

/** `kind` decides what a run gives when it is run again: the same, something else, or nothing. */
const STUDY = `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { kind: 'same' },
  verify: { took: 'ignore' },
  async run(e) {
    for (let i = 0; i < 5; i++) e.track('x', e.random.normal() + (e.params.kind === 'chance' && i === 3 ? process.pid : 0))
    e.set({ took: performance.now() })
  },
})
`
const QUICK = ['--no-visuals', '--no-system', '--quiet']
const project = new Project({ 'package.json': '{ "name": "study", "type": "module" }', 'train.ts': STUDY })
const study = async (...args: readonly string[]): ReturnType<typeof project.runlab> =>
  await project.runlab('reproduce', '--where', 'params.kind != "other"', ...args)

beforeAll(async () => {
  for (const kind of ['same', 'chance', 'lost', 'other'])
    // oxlint-disable-next-line no-await-in-loop -- in this order
    expect((await project.runlab('run', 'train.ts', '--kind', kind, ...QUICK)).code).toBe(0)
  const lost = project.runs('train').find((run) => project.json(`${run}/experiment_meta.json`).parameters.kind.value === 'lost')
  project.write(`${lost}/code/train.ts`, 'damaged')
  project.write('train.ts', 'not what ran')
})

describe('runlab reproduce --where', () => {
  test('reproduces run after run and ends in a table; runs with a verdict are not run again', async () => {
    const first = await study('--no-visuals', '--no-system')
    expect(first.code, first.stderr).toBe(1)
    const [head, ...rows] = first.stdout.split('\n').map((line) => line.split(/ {2,}/))
    expect(head?.slice(0, 3)).toEqual(['run', 'verdict', 'compared'])
    expect(rows.slice(0, 3).map(([, verdict]) => verdict)).toEqual(['identical', 'different', 'not run'])
    expect(rows[1]?.at(-1)).toBe('step 3 of x')
    expect(first.stdout).toContain('code/train.ts is not what its checksum says')
    expect(first.stdout).toContain('3 runs: 1 identical, 1 different, 1 not run.')
    expect(first.stderr).toMatch(/^1 of 3 {2}train\/\w{4} {2}identical$/m)
    const count = project.runs('train').length
    expect(count).toBe(6)
    const tables = await Promise.all([study('--json'), study('--markdown'), study('--latex')])
    const [json, markdown, latex] = tables.map(({ stdout }) => stdout)
    expect(JSON.parse(json ?? '').map(({ verdict }: { verdict: { verdict: string } | null }) => verdict?.verdict)).toEqual([
      'identical',
      'different',
      undefined,
    ])
    expect(tables[0]?.stderr).toContain('identical, as found before')
    expect(markdown).toMatch(/^\| train\/\w{4} \| different \| 2 \| 1 \| 0 \| 1 \| /m)
    expect(latex).toMatch(/^ {4}train\/\w{4} & identical & 2 & 2 & 0 & 0 & /m)
    expect(project.runs('train')).toHaveLength(count)
  })

  test('is refused without an expression, and with what is for one run at a time', async () => {
    expect(await project.runlab('reproduce', '--where')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--where'),
    })
    expect((await study('--check')).stderr).toContain('--check')
    expect((await project.runlab('reproduce', '--where', 'params.nope == 1')).code).toBe(2)
  })
})
