import { describe, expect, test } from 'vitest'
import { writeReport } from '../../src/report/write-report.ts'
import { Project, REGISTER } from '../e2e/project.ts'
import { checkPage, pageOf } from './page-of.ts'

const project = new Project({
  'package.json': '{ "name": "sample", "type": "module", "dependencies": { "zod": "^4.1.0" } }',
  'lib/deep.ts': `interface Thing { a: number }

export function deep(n: number): number {
  const thing: Thing = { a: n }
  if (thing.a > 3) throw new RangeError('too deep: ' + thing.a, { cause: new Error('the cause') })
  return n
}
`,
  'failing.ts': `/** Fails on purpose. */
import { defineExperiment, param } from 'runlab'
import { deep } from './lib/deep.ts'
export const experiment = defineExperiment(import.meta, {
  parameters: { count: 1, key: param.secret({ env: 'SAMPLE_KEY', optional: true }) },
  async run(e) {
    e.track('loss', 0.5)
    e.track('loss', 'no number')
    await e.commit('a b#1.txt', 'x')
    console.log('the key is ' + e.params.key)
    deep(e.params.count)
  },
})
`,
  'dying.ts': `import { defineExperiment, loadRun } from 'runlab'
import { setTimeout as sleep } from 'node:timers/promises'
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    for (let i = 0; i < 100; i++) e.track('loss', i)
    e.set('half', 'way')
    const isOnDisk = async () => {
      const { values, tracked } = await loadRun(e.folder)
      return values.half === 'way' && tracked[0]?.count === 100
    }
    while (!(await isOnDisk())) await sleep(5)
    process.kill(process.pid, 'SIGKILL')
  },
})
experiment.runIfMain()
`,
})

describe('the report of', () => {
  test('a run that failed shows where, with the code, and no secret', async () => {
    const args = ['run', 'failing.ts', '--count', '5', '--seed', '7']
    const outcome = await project.spawn(process.execPath, ['node_modules/runlab/dist/bin.cjs', ...args], {
      SAMPLE_KEY: 'correct horse battery',
    })
    expect(outcome.code).toBe(1)
    const page = await pageOf(project.path(project.onlyRun('failing')))
    checkPage(page)
    expect(page.text('.status')).toMatch(/^failed ?after/)
    expect(page.text('#error')).toContain('RangeError: too deep: 5')
    expect(page.text('#error figcaption')).toBe('code/lib/deep.ts, line 5')
    expect(page.document.querySelector('#error figure pre')?.textContent).toContain(
      "> 5 |   if (thing.a > 3) throw new RangeError('too deep: '",
    )
    expect(page.text('#warnings')).toContain('Cannot track a string as "loss"')
    expect(page.texts('#parameters td')).toContain('***')
    expect(page.source).not.toContain('correct horse')
    expect(page.text('#code')).toContain('No commit is known: the project is not in a git repository.')
    expect(page.text('body').match(/not in a git/g)).toHaveLength(1)
    expect(page.text('#environment')).toContain('dependencies zod ^4.1.0')
    expect(page.text('#again')).toContain('runlab run failing.ts -p count=5 --seed 7')
    expect(page.document.querySelector('#artifacts a')?.getAttribute('href')).toBe('a%20b%231.txt')
    expect(page.text('#code details')).toContain('Fails on purpose.')
  })

  test('a run that died and was not recovered shows what it left', async () => {
    await project.node('--import', REGISTER, 'dying.ts')
    const folder = project.path(project.onlyRun('dying'))
    await writeReport(folder)
    const page = await pageOf(folder)
    checkPage(page)
    expect(page.text('.status strong')).toBe('crashed')
    expect(page.text('header')).toContain(
      'It crashed in run: its process is gone, and nobody saw how it ended. runlab recover completes what it left.',
    )
    expect(page.text('#series tbody')).toMatch(/^loss ?99 ?0 ?99 ?49\.5 ?100 ?0 ?99$/)
    expect(page.text('#values')).toContain('half')
    await project.runlab('recover', folder)
    const recovered = await pageOf(folder)
    expect(recovered.text('#series tbody')).toBe(page.text('#series tbody'))
    expect(recovered.text('header')).not.toContain('completes what it left')
  })
})
