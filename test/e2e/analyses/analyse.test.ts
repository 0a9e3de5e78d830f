import { rename } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { Project } from '../project.ts'

const BASE = `
import { defineExperiment } from 'runlab'
import { summarise } from './summarise.ts'

export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.5 },
  run(e) {
    for (const [step, loss] of [3, 2, 1].entries()) e.track('loss', loss * e.params.rate, { step })
    e.set('sum', 6)
  },
  analyses: {
    async losses(e) {
      const { values } = e.series('loss')
      e.set('mean', summarise([...values] as number[]))
      await e.commit('losses.json', [...values])
      await e.plot('curve', { type: 'lines', x: { label: 'step' }, y: { label: 'loss' }, lines: [{ label: 'loss', x: [0, 1, 2], y: [...values] as number[] }] })
      e.log('mean', e.value('mean'), 'of', e.artifacts.has('losses.json'), e.value('sum'))
    },
    broken(e) {
      if (e.status === 'done' && e.meta.phase === 'ended') throw new Error('it is broken afterwards')
    },
  },
})
`
const SUMMARISE = 'export const summarise = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length\n'
const EXTENSION = `
import { experiment as base } from './base.ts'
export const experiment = base.extend(import.meta, {
  override: { rate: 2 },
  analyses: { last: (e) => e.set('last', e.series('loss').values.at(-1)) },
})
`

function files(): Record<string, string> {
  return {
    'package.json': '{ "type": "module" }',
    'base.ts': BASE,
    'summarise.ts': SUMMARISE,
    'extension.ts': EXTENSION,
  }
}

const ASK = `
import { analyseRun, analyseRuns, loadRun, openArchive } from 'runlab'
const run = await loadRun('latest')
const codeOf = (name) => analyseRun(run, { name }).then(() => 'none', ({ code, cause }) => (cause && console.error(cause.message), code))
console.log(await codeOf('loses'), await codeOf('broken'))
const study = await analyseRuns(import.meta, openArchive('results').runs({ namespace: 'extension' }), (e, runs) => {
  for (const one of runs) e.set('total', 2 * one.value('sum'))
}, { visuals: false, system: false })
console.log('extension', run.series('loss').values.length, 'of', study.params.runs[0].replace(run.name, 'latest'), study.status === 'done')
const [added] = await analyseRun(run, { name: 'losses' })
console.log(added.name, added.code)
`

describe('runlab analyse', () => {
  it('repeats the analyses of a finished run by its archived code, base first, and replaces what they added', async () => {
    const project = new Project(files())
    expect((await project.runlab('run', 'extension.ts', '--no-visuals')).code).toBe(0)
    const run = project.onlyRun('extension')
    const before = project.json(`${run}/experiment_data.json`)
    project.write('summarise.ts', 'export const summarise = () => -1\n')

    const first = await project.runlab('analyse', 'latest')
    expect(first.stderr).toContain('it is broken afterwards')
    expect(first.code).toBe(1)
    expect(first.stdout).toContain('mean 4 of true 6')
    const data = project.json(`${run}/experiment_data.json`)
    expect(data).toEqual({ ...before, analysis: { losses: { mean: 4 }, last: { last: 2 } } })
    expect(project.json(`${run}/analysis/losses/losses.json`)).toEqual([6, 4, 2])
    expect(project.read(`${run}/visuals/analysis/losses/curve.svg`)).toContain('<svg')
    expect(project.read(`${run}/report.html`)).toContain('analysis/losses/losses.json')
    const records = lines(project, run)
    expect(records.map(({ name }) => name)).toEqual(['losses', 'last'])
    expect(records[0]).toMatchObject({
      code: 'archived',
      file: 'extension.ts',
      values: ['analysis/losses/mean'],
      files: ['analysis/losses/losses.json'],
      plots: ['visuals/analysis/losses/curve.svg', 'visuals/analysis/losses/curve.png'],
    })
    expect(records[0].sha256).toMatch(/^[\da-f]{64}$/)

    const current = await project.runlab('analyse', 'latest', 'losses', '--current-code', '--json')
    expect(current.code).toBe(0)
    expect(JSON.parse(current.stdout)[0].added[0]).toMatchObject({ name: 'losses', code: 'current' })
    expect(project.json(`${run}/experiment_data.json`).analysis).toEqual({ losses: { mean: -1 }, last: { last: 2 } })
    const replaced = lines(project, run).at(-1)
    expect(replaced.sha256).not.toBe(records[0].sha256)
    const verified = await project.runlab('verify', 'latest')
    expect(verified.stdout + verified.stderr).not.toContain('damaged')
    expect(verified.code).toBe(0)

    const unknown = await project.runlab('analyse', 'latest', 'loses')
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain('Did you mean losses?')

    project.write('ask.mjs', ASK)
    const asked = await project.node('--import', 'runlab/register', 'ask.mjs')
    expect(asked.stderr).toContain('it is broken afterwards')
    expect(asked.stdout.trim().split('\n').slice(-4)).toEqual([
      'ANALYSIS_UNKNOWN ANALYSIS_FAILED',
      'extension 3 of extension/latest true',
      'mean 4 of true 6',
      'losses archived',
    ])
    const study = project.onlyRun('ask')
    expect(project.json(`${study}/experiment_data.json`)).toEqual({ total: 12 })
    expect(project.read(`${study}/.runlab/inputs.jsonl`)).toContain('experiment_meta.json')
  })

  it('takes runs by an expression, and works on runs that were moved', async () => {
    const project = new Project(files())
    await project.runlab('run', 'base.ts', '--no-visuals', '--name', 'one')
    await project.runlab('run', 'base.ts', '--no-visuals', '--name', 'two', '--rate', '3')
    await rename(project.path('results'), project.path('moved'))
    project.write('base.ts', 'throw new Error("of today")\n')
    const done = await project.runlab('analyse', '--where', 'params.rate > 1', 'losses', '--results', 'moved')
    expect(done.stderr).toBe('')
    expect(done.code).toBe(0)
    expect(project.json('moved/base/two/experiment_data.json').analysis).toEqual({ losses: { mean: 6 } })
    expect(project.json('moved/base/one/experiment_data.json').analysis).toBeUndefined()
  })
})

function lines(project: Project, run: string): any[] {
  return project
    .read(`${run}/.runlab/analyses.jsonl`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
