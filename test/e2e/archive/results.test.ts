import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'

const project = new Project({
  'fit.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 1 },
  results: ['metrics/accuracy', { name: 'loss', direction: 'min', unit: 'nats' }],
  run(e) {
    e.set('other', 7)
    e.set('metrics/accuracy', 0.5 + e.params.rate / 100)
    e.track('loss', 9)
    e.track('loss', 1 / e.params.rate)
  },
})
experiment.runIfMain()
`,
})

beforeAll(async () => {
  for (const rate of ['1', '2']) {
    const { code, stderr } = await project.runlab('run', 'fit.ts', '--rate', rate, '--seed', '1')
    expect([code, stderr]).toEqual([0, expect.anything()])
  }
  project.write('fit.ts', 'throw new Error("no code is loaded")\n')
})

describe('results that an experiment declares', () => {
  test('are columns of the list, with their units', async () => {
    const { stdout } = await project.runlab('list')
    expect(stdout).toMatch(/  run +seed  metrics\/accuracy  loss \(nats\)  given/)
    expect(stdout).toMatch(/done .*  0\.52 +0\.5  rate=2/)
  })

  test('come first in show and in the report', async () => {
    const { stdout } = await project.runlab('show', 'latest')
    expect(stdout).toMatch(/\nresults\n +metrics\/accuracy +0\.52\n +loss +0\.5 nats +min is best\n\nlineage\n/)
    const folder = stdout.trimEnd().split('\n').at(-1) ?? ''
    const page = readFileSync(`${folder}/report.html`, 'utf8')
    expect(page).toMatch(/<h2 id="results-title">Results[^]*accuracy[^]*0\.52[^]*nats[^]*min is best[^]*<h2 id="values-title">/)
  })

  test('are what groups summarise, and say which mean is the best', async () => {
    const { stdout } = await project.runlab('groups', '--best')
    expect(stdout).toMatch(/rate +n +metrics\/accuracy +loss \(nats\)\n/)
    expect(stdout).toMatch(/ 2 +1 +0\.52 +0\.5 \*\n/)
    const refused = await project.runlab('groups', '--best', '--value', 'data.other')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('max or min, since no result')])
  })

  test('are the columns of tables, in CSV without units', async () => {
    const { stdout } = await project.runlab('list', '--csv')
    expect(stdout.split('\n')[0]).toBe('namespace,run,status,seed,start,duration,rate,metrics/accuracy,loss')
  })
})
