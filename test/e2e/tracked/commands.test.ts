import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { Project, REGISTER } from '../project.ts'
import { startRun, untilThereAre } from './started-run.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'tracks.ts': `import { defineExperiment, histogram } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { waits: false, series: 2 },
  async run(e) {
    for (let i = 0; i < 1500; i++) e.track('loss/train', (1500 - i) / 8)
    for (const split of ['val', 'test']) e.track('loss', NaN, { context: { split }, step: 2.5 })
    e.track('weights', histogram([1, 2, 3]))
    e.track('dot', { data: new Uint8Array(4), width: 2, height: 2 })
    for (let n = 0; n < e.params.series; n++) e.track('one of many/' + n, n)
    e.track('last', 1)
    if (e.params.waits) { process.stdout.write('process ' + process.pid + '\\n'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) }
  },
})
experiment.runIfMain()
`,
})
const folderOf = (name: string): string => project.path(join('results/tracks', name))
const NAMES = ['loss/train', 'loss', 'loss', 'weights', 'dot', 'one of many/0', 'one of many/1', 'last']
const json = async (...args: readonly string[]): Promise<any> => {
  const { code, stdout, stderr } = await project.runlab(...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

describe('commands on runs that have tracked', () => {
  beforeAll(async () => {
    expect((await project.runlab('run', 'tracks.ts', '--name', 'ended')).code).toBe(0)
    expect((await project.runlab('run', 'tracks.ts', '--name', 'many', '--series', '300')).code).toBe(0)
    const started = startRun(project, ['--import', REGISTER, 'tracks.ts', '--name', 'killed', '--waits'])
    const pid = Number(await started.said('process'))
    await untilThereAre(1507, null, folderOf('killed'))
    expect((await loadRun(folderOf('killed'))).status).toBe('running')
    process.kill(pid, 'SIGKILL')
    await started.ended
  })

  test('list gives counts and names of series', async () => {
    const runs: any[] = await json('list')
    expect(runs.map(({ run, status, counts }) => [run, status, counts.series, counts.points])).toEqual([
      ['killed', 'crashed', expect.any(Number), expect.any(Number)],
      ['many', 'done', 306, 1805],
      ['ended', 'done', 8, 1507],
    ])
    const [, many, ended] = runs.map(({ __track__: names }) => names)
    expect(ended).toEqual([...new Set(NAMES)])
    expect(many).toHaveLength(100) // metadata stay small
    expect((await project.runlab('list')).stdout).toMatch(/3 runs/)
  })

  test.each(['ended', 'killed'])('show gives the summary of each series of the run that is %s', async (name) => {
    const { tracked } = await json('show', folderOf(name))
    const run = await loadRun(folderOf(name))
    expect(tracked.map((series: any) => series.name)).toEqual(NAMES)
    expect(tracked).toMatchObject([
      { name: 'loss/train', context: null, kind: 'number', count: 1500 },
      { name: 'loss', context: { split: 'val' }, kind: 'number', count: 1 },
      { name: 'loss', context: { split: 'test' }, kind: 'number', count: 1 },
      { name: 'weights', context: null, kind: 'histogram', count: 1 },
      { name: 'dot', context: null, kind: 'image', count: 1 },
      { name: 'one of many/0', count: 1 },
      { name: 'one of many/1', count: 1 },
      { name: 'last', count: 1 },
    ])
    expect(run.series('loss/train').summary).toMatchObject({ firstStep: 0, lastStep: 1499, last: 0.125, min: 0.125, max: 187.5 })
    expect(run.series('loss', { context: { split: 'val' } }).summary).toMatchObject({ nonFinite: 1, min: null, mean: null })
    const { stdout } = await project.runlab('show', folderOf(name))
    expect(stdout).toMatch(/loss\/train +1,500 points +last 0\.125 +0\.125 … 187\.5\n/)
    expect(stdout).toMatch(/loss split=test +1 point +last NaN +\(1 not finite\)\n/)
    expect(stdout).toMatch(/dot +1 point, image\n/)
  })

  test('show gives hundreds of series as JSON, all of them', async () => {
    expect((await json('show', 'many')).tracked).toHaveLength(306)
  })

  test('recover gives what it has done, once', async () => {
    const text = '1507 tracked points of 8 series sealed'
    expect(await json('recover', 'killed')).toMatchObject([
      { recovered: true, status: 'crashed', done: expect.arrayContaining([text]) },
    ])
    expect(await json('recover', 'killed')).toMatchObject([{ recovered: false, done: [] }])
    const { meta } = await loadRun(folderOf('killed'))
    expect(meta).toMatchObject({ counts: { series: 8, points: 1507 }, __track__: [...new Set(NAMES)] })
    expect(meta.warnings.join('\n')).toContain(text)
  })
})
