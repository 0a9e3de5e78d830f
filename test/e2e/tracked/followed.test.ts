import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { until } from '../../support/waiting.ts'
import { BIN, Project } from '../project.ts'
import { startRun } from './started-run.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'long.ts': `import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    const thread = new Worker(new URL('./other.ts', import.meta.url), { workerData: { tracker: e.tracker, base: 1e6 } })
    const child = fork('other.ts')
    child.send({ tracker: e.tracker, base: 2e6 })
    const over = Promise.all([once(thread, 'exit'), once(child, 'exit')])
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < 500; j++) e.track('loss', i * 500 + j)
      e.track('note', 'main ' + i)
      // Who follows has taken what there was, twice, before the last points come.
      for (const looks of [1, 2]) while (i === 20 * looks && !existsSync('look-' + looks)) await sleep(5)
      await turn()
    }
    await over
  },
})
experiment.runIfMain()
`,
  'other.ts': `import { setImmediate as turn } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { openTracker } from 'runlab'
const go = async ({ tracker, base }: any) => {
  const { track, close } = await openTracker(tracker)
  for (let i = 0; i < 40; i++) {
    for (let j = 0; j < 500; j++) track('loss', base + i * 500 + j)
    track('note', base + ' ' + i)
    await turn()
  }
  await close()
}
if (workerData) await go(workerData)
else process.once('message', async (message) => { await go(message); process.disconnect() })
`,
  // Keeps nothing between two looks but \`next\`, as text, and goes on until after the end.
  'follow.ts': `import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadRun } from 'runlab'
const [folder = ''] = process.argv.slice(2)
const found: Record<string, unknown[]> = { loss: [], note: [] }
const next: Record<string, string> = { loss: '0', note: '0' }
let looks = 0
const look = async (): Promise<boolean> => {
  const isOver = (await loadRun(folder)).status !== 'running'
  const run = await loadRun(folder)
  for (const name of ['loss', 'note']) {
    if (!run.tracked.some((series) => series.name === name)) continue
    const news = run.follow(name, { from: JSON.parse(next[name]!) })
    const points = [...news]
    if (points.length !== news.length || points.some(({ step }, i) => step !== news.steps[i])) throw new Error('columns differ')
    found[name]!.push(...points.map(({ step, value }) => [step, value]))
    next[name] = JSON.stringify(news.next)
    if (name === 'loss' && points.length > 0) writeFileSync('look-' + ++looks, '')
  }
  return isOver
}
while (!(await look())) await sleep(15)
const run = await loadRun(folder)
const after = ['loss', 'note'].map((name) => run.follow(name, { from: JSON.parse(next[name]!) }).length)
process.stdout.write(JSON.stringify({ found, looks, after, status: run.status }))
`,
})

test('a reader in another process finds each point of each sender once and in order, until after the run is sealed', async () => {
  const started = startRun(project, [BIN, 'run', 'long.ts', '--name', 'it'])
  const folder = project.path('results/long/it')
  await until('its metadata', () => existsSync(`${folder}/experiment_meta.json`) || started.child.exitCode !== null)
  const { stdout, stderr } = await project.node('--import', 'runlab/register', 'follow.ts', folder)
  expect(stderr).toBe('')
  expect(await started.ended, started.output()).toBe(0)
  const { found, looks, after, status } = JSON.parse(stdout)
  expect({ after, status }).toEqual({ after: [0, 0], status: 'done' })
  expect(looks).toBeGreaterThan(2)
  for (const [base, count, notes, name] of [
    [0, 30_000, 60, 'main'],
    [1e6, 20_000, 40, '1000000'],
    [2e6, 20_000, 40, '2000000'],
  ] as const) {
    const loss = found.loss.filter(([, value]: [number, number]) => value >= base && value < base + 1e6)
    expect(loss).toEqual(Array.from({ length: count }, (_, i) => [i, base + i]))
    const said = found.note.filter(([, value]: [number, string]) => value.startsWith(`${name} `))
    expect(said).toEqual(Array.from({ length: notes }, (_, i) => [i, `${name} ${i}`]))
  }
  expect(found.loss).toHaveLength(70_000)
  expect((await loadRun(folder)).meta.counts.points).toBe(70_140)
})
