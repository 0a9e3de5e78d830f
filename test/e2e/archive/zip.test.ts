import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Project } from '../project.ts'

const EXPERIMENT = `
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { rate: 0.1 },
  async run(e) {
    for (let i = 0; i < 5; i++) e.track('loss', 1 / (i + 1))
    e.set('accuracy', 0.9)
    await e.commit('out.csv', 'a,b\\n')
  },
})
`
const SCRIPT = `
import { loadRun, openArchive } from 'runlab'
const run = await loadRun('first')
const [row] = (await openArchive('results').table({ columns: ['series.loss.last', 'data.accuracy'] })).rows
console.log(JSON.stringify([[...run.series('loss').values], await run.artifacts.get('out.csv').text(), row]))
`

test('runs are packed, read, listed and compared as ZIPs, and brought into another archive', async () => {
  const project = new Project({ 'package.json': '{ "type": "module" }', 'study.js': EXPERIMENT, 'read.mjs': SCRIPT })
  for (const name of ['first', 'second']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await project.runlab('run', 'study.js', '--name', name, '--quiet', '--seed', '1')).code).toBe(0)
  }
  expect(await project.runlab('compress', 'first', '--results', 'nowhere')).toMatchObject({ code: 2 })
  const packed = await project.runlab('compress', '--where', 'params.rate < 1')
  expect(packed).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/study\/first\.zip {2}.* → .*\n2 runs packed\n$/s),
  })
  expect(project.runs('study')).toEqual(['results/study/first.zip', 'results/study/second.zip'])
  expect((await project.runlab('compress', 'first')).stdout).toBe('0 runs packed; 1 already were\n')

  const commands = [
    ['tail'],
    ['open', '--print'],
    ['draw'],
    ['recover'],
    ['tag', 'x'],
    ['note', 'x'],
    ['modify', 'params.rate = 1'],
  ]
  for (const [command = '', ...words] of commands) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const refused = await project.runlab(command, 'first', ...words)
    expect([command, refused.code, refused.stderr]).toEqual([
      command,
      2,
      expect.stringContaining('is packed in a ZIP, and is not'),
    ])
    expect(refused.stderr).toMatch(/runlab import \S+first\.zip/)
  }
  expect(await project.runlab('verify', '--all')).toMatchObject({ code: 0, stdout: '2 runs: all whole\n' })
  const overview = JSON.parse((await project.runlab('overview', '--json')).stdout)
  expect(overview.disk.kinds).toEqual({ packed: overview.disk.bytes })
  expect(overview.disk.bytes).toBeGreaterThan(1000)

  const { stdout } = await project.runlab('list', '--columns', 'data.accuracy, series.loss.min')
  expect(stdout).toMatch(/second +0\.9 +0\.2/)
  expect((await project.runlab('show', 'first')).stdout).toContain('accuracy')
  expect((await project.runlab('diff', 'first', 'second')).code).toBe(0)
  const read = await project.node('read.mjs')
  expect(JSON.parse(read.stdout)).toEqual([[1, 1 / 2, 1 / 3, 1 / 4, 1 / 5], 'a,b\n', expect.objectContaining({ accuracy: 0.9 })])

  const sources = ['results/study/first.zip', 'nowhere.zip', 'results/study/second.zip']
  const imported = await project.runlab('import', ...sources, '--results', 'other')
  expect(imported).toMatchObject({ code: 2, stdout: 'study/first\nstudy/second\n2 runs imported\n' })
  expect(imported.stderr).toContain('nowhere.zip')
  expect(existsSync(join(project.path('other'), 'study', 'first', 'out.csv'))).toBe(true)
  const again = await project.runlab('import', 'results', '--results', 'other', '--json')
  expect(JSON.parse(again.stdout)).toMatchObject([{ was_there: true }, { was_there: true }])
})
