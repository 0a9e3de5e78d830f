import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import type { RunReader } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'

const LASTING = `import { fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { does: param.choice(['sleep', 'block', 'fork', 'kill', 'track']), seconds: 1.5 },
  async run(e) {
    const { does, seconds } = e.params
    if (does === 'track') e.track({ own: 1, 'system/own': 2 })
    if (does === 'block') {
      await sleep(400)
      for (const until = Date.now() + 1000 * seconds; Date.now() < until; );
    } else if (does === 'fork') {
      const child = fork(new URL('./child.mjs', import.meta.url))
      await sleep(1000 * seconds)
      child.kill()
    } else await sleep(1000 * seconds)
    if (does === 'kill') process.kill(process.pid, 'SIGKILL')
  },
})
experiment.runIfMain()
`
const TWO = `import { experiment } from './lasting.ts'
await Promise.all(['one', 'two'].map((name) => experiment.run({ name, parameters: { does: 'track' } })))
`
const CHILD = `globalThis.kept = Buffer.alloc(200e6, 1)
setInterval(() => {}, 1000)
`
const project = new Project({ 'package.json': '{ "type": "module" }', 'lasting.ts': LASTING, 'two.ts': TWO, 'child.mjs': CHILD })
const load = async (name: string): Promise<RunReader> => await loadRun(project.path(`results/lasting/${name}`))
const OFTEN = { RUNLAB_SYSTEM_INTERVAL: '0.2' }

const WAYS = [
  ['supervised', [BIN, 'run', 'lasting.ts']],
  ['in-process', ['--import', REGISTER, 'lasting.ts']],
] as const

function lengths({ tracked }: RunReader): Readonly<Record<string, number>> {
  return Object.fromEntries(tracked.map(({ name, count }) => [name, count]))
}

describe.each(WAYS)('a run that lasts, %s', (mode, command) => {
  const run = async (does: string, ...flags: readonly string[]): Promise<RunReader> => {
    const name = `${does}-${mode}${flags.join('')}`
    await project.spawn(process.execPath, [...command, '--does', does, '--name', name, '--no-visuals', ...flags], OFTEN)
    return await load(name)
  }

  test('is sampled: processor, memory, heap and event loop', async () => {
    const sampled = await run('sleep')
    expect(sampled.status).toBe('done')
    const counts = lengths(sampled)
    const names = ['cpu', 'machine-cpu', 'memory', 'processes', 'heap', 'loop-delay/mean', 'loop-delay/longest']
    expect(Object.keys(counts).toSorted()).toEqual(names.map((name) => `system/${name}`).toSorted())
    expect(counts['system/memory']).toBeGreaterThanOrEqual(3)
    expect(sampled.series('system/memory').summary.min).toBeGreaterThan(10)
    expect(sampled.series('system/machine-cpu').summary.max).toBeLessThanOrEqual(100)
    expect(sampled.meta.counts).toMatchObject({ series: 0, points: 0 })
    expect(sampled.meta).toMatchObject({ __track__: [], warnings: [] })
  })

  test('is sampled while its main thread does not let go, which shows', async () => {
    const blocked = await run('block')
    expect(blocked.series('system/cpu').length).toBeGreaterThanOrEqual(4)
    expect(blocked.series('system/loop-delay/longest').summary.max).toBeGreaterThan(300)
    expect(blocked.series('system/cpu').summary.max).toBeGreaterThan(5)
  })

  test('is sampled with what it starts', async () => {
    const forked = await run('fork')
    expect(forked.series('system/memory').summary.max).toBeGreaterThan(230)
    expect(forked.series('system/processes').summary.max).toBeGreaterThanOrEqual(2)
  })

  test('keeps to itself with --no-system', async () => {
    expect((await run('sleep', '--no-system')).tracked).toEqual([])
  })

  test('keeps its samples when it is killed', async () => {
    const killed = await run('kill')
    expect(lengths(killed)['system/memory']).toBeGreaterThanOrEqual(3)
    await project.runlab('recover', `kill-${mode}`)
    const recovered = await load(`kill-${mode}`)
    expect(lengths(recovered)).toEqual(lengths(killed))
    expect(recovered.meta.counts).toMatchObject({ series: 0, points: 0 })
  })

  test('may not track series by such names itself', async () => {
    const tracking = await run('track')
    expect(tracking.meta.refused).toMatchObject([{ series: 'system/own', count: 1 }])
    expect(tracking.meta).toMatchObject({ counts: { series: 1, points: 1 }, __track__: ['own'] })
    expect(lengths(tracking)).toMatchObject({ own: 1, 'system/memory': expect.any(Number) })
  })

  test('has no samples where it is short', async () => {
    const name = `short-${mode}`
    await project.spawn(process.execPath, [...command, '--seconds', '0.5', '--name', name], {
      RUNLAB_SYSTEM_INTERVAL: '5',
    })
    expect((await load(name)).tracked).toEqual([])
  })
})

test('runs of one process have samples of their own', async () => {
  await project.spawn(process.execPath, ['--import', REGISTER, 'two.ts'], OFTEN)
  for (const name of ['one', 'two']) {
    expect(lengths(await load(name))).toMatchObject({ own: 1, 'system/memory': expect.any(Number) })
  }
})
