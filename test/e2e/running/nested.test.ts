import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { BIN, Project, REGISTER } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'inner.ts': `import { defineExperiment } from 'runlab'

export const experiment = defineExperiment(import.meta, {
  async run(e) {
    console.log('the inner run speaks')
    e.log.warn('the inner run warns')
    process.stdout.write(Buffer.from('in bytes: ä\\n'))
    for (const _ of e.progress(2, { label: 'inner work' })) continue
    await new Promise((resolve) => process.stdout.write('and waits until it is written\\n', resolve))
  },
})
`,
  'outer.ts': `import { defineExperiment } from 'runlab'
import { experiment as inner } from './inner.ts'

export const experiment = defineExperiment(import.meta, {
  async run(e) {
    console.log('before')
    await inner.run({ name: 'inner-' + e.name })
    e.set({ accuracy: 0.5, 'nested/loss': 2 })
    let refused: unknown
    try { (e.meta as { tags: unknown }).tags = ['a'] } catch (error) { refused = error }
    e.set('refused', (refused as { code: string }).code)
    console.log('after')
  },
})
experiment.runIfMain()
`,
})

const WAYS = { supervised: [BIN, 'run', 'outer.ts'], 'in process': ['--import', REGISTER, 'outer.ts'] } as const

describe('where a run within a run goes', () => {
  test.each(['supervised', 'in process'] as const)('%s: into the archive of the run that starts it', async (mode) => {
    const archive = `elsewhere-${mode.slice(0, 2)}`
    const { code, stderr } = await project.spawn(process.execPath, [...WAYS[mode], '--name', 'o', '--results', archive])
    expect(code, stderr).toBe(0)
    expect((await loadRun(project.path(`${archive}/inner/inner-o`))).status).toBe('done')
    expect(existsSync(project.path('results/inner/inner-o'))).toBe(false)
  })

  test('into the one that it is given', async () => {
    project.write(
      'given.ts',
      `import { defineExperiment } from 'runlab'
import { experiment as inner } from './inner.ts'
export const experiment = defineExperiment(import.meta, { async run() { await inner.run({ name: 'i', results: 'given' }) } })
`,
    )
    const { code, stderr } = await project.runlab('run', 'given.ts', '--results', 'outer-archive')
    expect(code, stderr).toBe(0)
    expect((await loadRun(project.path('given/inner/i'))).status).toBe('done')
  })
})

describe.each(['supervised', 'in process'] as const)('a run within a run, %s', (mode) => {
  test.each([[], ['--quiet']])('has a log of its own, and is heard on the terminal: %j', async (...flags) => {
    const name = `${mode.slice(0, 2)}${flags.length}`
    const { code, stdout, stderr } = await project.spawn(process.execPath, [...WAYS[mode], '--name', name, ...flags])
    expect(code, stderr).toBe(0)
    const outer = await loadRun(project.path(`results/outer/${name}`))
    const inner = await loadRun(project.path(`results/inner/inner-${name}`))
    expect(textsOf(await outer.readLog())).toEqual(['before', 'after'])
    expect(textsOf(await inner.readLog())).toEqual([
      'the inner run speaks',
      '[warn] the inner run warns',
      'in bytes: ä',
      expect.stringMatching(/^inner work: 2\/2 done/),
      'and waits until it is written',
    ])
    expect(stdout).toContain('the inner run speaks\n')
    expect(stdout).toContain('in bytes: ä\n')
    expect(stderr).toContain('[warn] the inner run warns\n')
    expect(stdout).not.toContain('inner work') // a run from code has no panels and no progress
    expect(outer.values).toEqual({ accuracy: 0.5, nested: { loss: 2 }, refused: 'META_READ_ONLY' })
  })
})

/** The lines of a log without their times and without what panels say. */
function textsOf(log: string): readonly string[] {
  return log
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(25))
    .filter((line) => !/^[┌│└]/.test(line))
}
