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
    console.log('the last line')
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
const IN_THREAD = `
import { Worker } from 'node:worker_threads'
new Worker(new URL('read.mjs', import.meta.url))
`

/** What a command that cannot do its work in a ZIP says. */
const REFUSED = /first\.zip (?:is packed in a ZIP, and is not|cannot be analysed: it is a ZIP)[^]*runlab import/

/** Every command that takes runs, and what it says of one in a ZIP. */
const ON_A_PACKED_RUN: readonly (readonly [words: readonly string[], expected: RegExp])[] = [
  [['list', '--columns', 'data.accuracy, series.loss.min'], /second +0\.9 +0\.2/],
  [['show', 'first'], /accuracy +0\.9[^]*out\.csv/],
  [['tail', 'first', '-n', '1', '--follow'], /^\S+ \S+ {2}the last line\n$/],
  [['points', 'first', 'loss'], /^4,\d+,0\.2$/m],
  [['groups', '--value', 'series.loss.last', '--by', 'params.rate'], /0\.1 +2 +0\.2/],
  [['export', 'first', '--to', 'exported', '--artifacts', '*.csv', '--format', 'csv'], /1 run, 5 points, 1 artifact/],
  [['diff', 'first', 'second'], /The two runs do not differ in/],
  [['compare', 'first', 'second'], /do not differ in parameters, code/],
  [
    ['query', 'SELECT run, "data.accuracy", count(*) AS n FROM runs JOIN points USING (run) GROUP BY ALL ORDER BY run'],
    /first +0\.9 +5\nsecond +0\.9 +5/,
  ],
  [['plot', 'loss', '--output', 'loss.svg'], /Mean of 2 runs[^]*loss\.svg/],
  [['verify', '--all'], /^2 runs: all whole\n$/],
  [['tag', 'first', 'paper'], /study\/first\.zip {2}paper\n1 run tagged/],
  [['note', '--where', '"paper" in tags', 'for the figure'], /1 run noted/],
  [['list', '--where', 'note.contains("figure")', '--columns', 'tags'], /^1 run in [^]*first/],
  [['modify', 'first', 'params.rate = 1'], REFUSED],
  [['analyse', 'first'], REFUSED],
  [['draw', 'first'], REFUSED],
  [['recover', 'first'], REFUSED],
  [['open', 'first', '--print'], REFUSED],
  [['compress', 'first'], /^0 runs packed; 1 already were\n$/],
  [['delete', 'first', '--yes'], /1 run, .* moved to the trash/],
  [['restore', 'first'], /study\/first\.zip\n1 run restored/],
  [['list', '--where', '"paper" in tags'], /^1 run in/],
]

test('runs are packed, read, listed and compared as ZIPs, and brought into another archive', async () => {
  const project = new Project({
    'package.json': '{ "type": "module" }',
    'study.js': EXPERIMENT,
    'read.mjs': SCRIPT,
    'in-thread.mjs': IN_THREAD,
  })
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
  for (const [words, expected] of ON_A_PACKED_RUN) {
    // oxlint-disable-next-line no-await-in-loop -- in this order
    const { code, stdout, stderr } = await project.runlab(...words)
    const [wantedCode, shown] = expected === REFUSED ? [2, stderr] : [0, stdout]
    expect([words, code, shown]).toEqual([words, wantedCode, expect.stringMatching(expected)])
  }
  expect(project.runs('study').toSorted()).toEqual(
    ['first.zip', 'first.zip.annotations.jsonl', 'second.zip'].map((name) => `results/study/${name}`),
  )
  const overview = JSON.parse((await project.runlab('overview', '--json')).stdout)
  const { bytes, kinds } = overview.disk
  expect(kinds.packed).toBeGreaterThan(1000)
  expect(kinds).toEqual({ packed: kinds.packed, records: bytes - kinds.packed }) // what was said of it lies beside

  const [read, inThread] = [await project.node('read.mjs'), await project.node('in-thread.mjs')]
  expect(inThread, 'in a worker thread').toEqual(read)
  expect(JSON.parse(read.stdout)).toEqual([[1, 1 / 2, 1 / 3, 1 / 4, 1 / 5], 'a,b\n', expect.objectContaining({ accuracy: 0.9 })])

  const sources = ['results/study/first.zip', 'nowhere.zip', 'results/study/second.zip']
  const imported = await project.runlab('import', ...sources, '--results', 'other')
  expect(imported).toMatchObject({ code: 2, stdout: 'study/first\nstudy/second\n2 runs imported\n' })
  expect(imported.stderr).toContain('nowhere.zip')
  expect(existsSync(join(project.path('other'), 'study', 'first', 'out.csv'))).toBe(true)
  const again = await project.runlab('import', 'results', '--results', 'other', '--json')
  expect(JSON.parse(again.stdout)).toMatchObject([{ was_there: true }, { was_there: true }])
})
