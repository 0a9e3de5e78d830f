import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { MediaValue } from '../../../src/index.ts'
import { Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'many.ts': `import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { defineExperiment } from 'runlab'

/** Tracks under the same names as all others, in turn with them; one starts another, and goes on meanwhile. */
const make = (inner?: any) => defineExperiment(import.meta, {
  parameters: { base: 0 },
  async run(e) {
    const { base } = e.params
    const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { tracker: e.tracker, base } })
    const over = once(thread, 'exit')
    let nested
    for (let i = 0; i < 2000; i++) {
      e.track('loss', base + i, { context: { by: 'run' } })
      if (i % 100 === 0) {
        e.track('note', 'of ' + base)
        e.track('dot', { data: Uint8Array.of(base, i / 100, 0), width: 3, height: 1 })
        await turn()
      }
      if (i === 1000 && inner) nested = inner.run({ parameters: { base: base + 100 }, name: 'nested', namespace: 'many' })
    }
    await nested
    await over
    if (base === 2) e.track('loss', () => 1)
    e.set('seen', e.tracked.map(({ name, count }) => [name, count]))
  },
})
const outer = make(make())
const several = make()
await Promise.all([outer, several, several].map((one, i) => one.run({ parameters: { base: i }, name: 'run-' + i, namespace: 'many' })))
`,
  'thread.ts': `import { workerData } from 'node:worker_threads'
import { openTracker } from 'runlab'
const { track } = await openTracker(workerData.tracker)
for (let i = 0; i < 500; i++) track('loss', workerData.base + i / 1000, { context: { by: 'thread' } })
`,
  'in-thread.ts': `import { once } from 'node:events'
import { isMainThread, Worker } from 'node:worker_threads'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    await once(new Worker(new URL('./thread.ts', import.meta.url), { workerData: { tracker: e.tracker, base: 0 } }), 'exit')
    for (let i = 0; i < 100; i++) e.track('loss', i, { context: { by: 'run' } })
    e.track('dot', { data: new Uint8Array(4), width: 2, height: 2 })
  },
})
if (isMainThread) await once(new Worker(new URL(import.meta.url)), 'exit')
else await experiment.run({ name: 'it', namespace: 'in-thread' })
`,
})

describe('three runs at once in one process, and one that one of them starts', () => {
  beforeAll(async () => {
    const { code, stderr } = await project.node('--import', 'runlab/register', 'many.ts')
    expect(code, stderr).toBe(0)
  })

  test.each([
    ['run-0', 0],
    ['run-1', 1],
    ['run-2', 2],
    ['nested', 100],
  ])('%s has what it and its thread have tracked, and nothing else', async (name, base) => {
    const run = await loadRun(project.path(join('results/many', name)))
    const counts = [
      ['loss', 2000],
      ['loss', 500],
      ['note', 20],
      ['dot', 20],
    ].toSorted()
    expect(run.tracked.map(({ name: series, count }) => [series, count]).toSorted()).toEqual(counts)
    expect((run.get('seen') as unknown[]).toSorted()).toEqual(counts)
    expect(run.meta.counts).toMatchObject({ series: 4, points: 2540 })
    const { values } = run.series('loss', { context: { by: 'run' } })
    expect([...values]).toEqual(Array.from({ length: 2000 }, (_, i) => base + i))
    const fromThread = run.series('loss', { context: { by: 'thread' } }).values
    expect([...fromThread]).toEqual(Array.from({ length: 500 }, (_, i) => base + i / 1000))
    expect(new Set(Array.from(run.series('note'), ({ value }) => value))).toEqual(new Set([`of ${base}`]))
    const files = Array.from(run.series('dot'), ({ value }) => readFileSync((value as MediaValue).path).toString('hex'))
    expect(new Set(files).size).toBe(20) // each the bytes of its moment
    expect(readdirSync(join(run.folder, 'tracked/dot'))).toHaveLength(20)
    expect(run.meta.refused.map(({ series }) => series)).toEqual(name === 'run-2' ? ['loss'] : [])
  })
})

test('a run in a worker thread tracks with its own threads', async () => {
  const { code, stderr } = await project.node('--import', 'runlab/register', 'in-thread.ts')
  expect(code, stderr).toBe(0)
  const run = await loadRun(project.path('results/in-thread/it'))
  expect(run.status).toBe('done')
  expect(run.tracked.map(({ name, count }) => [name, count]).toSorted()).toEqual([
    ['dot', 1],
    ['loss', 100],
    ['loss', 500],
  ])
  expect([...run.series('loss', { context: { by: 'run' } }).values]).toEqual(Array.from({ length: 100 }, (_, i) => i))
})
