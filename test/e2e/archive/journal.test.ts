import { existsSync, readdirSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { until } from '../../support/waiting.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { startRun, untilGone } from '../tracked/started-run.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'endings.ts': `import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(['never yields', 'never yields, but sets', 'exits', 'returns', 'goes on']) },
  async run(e) {
    for (let n = 0; n < 1000; n++) e.set('before/' + (n % 100), n)
    console.log('process ' + process.pid)
    const { way } = e.params
    if (way === 'never yields') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // as one that computes, and costs nothing
    if (way === 'exits') { e.set('last', 1); process.exit(0) }
    if (way === 'never yields, but sets') for (let n = 0; ; n++) e.set('long', n + 'x'.repeat(100_000))
    if (way === 'goes on') for (let n = 0; ; n++) {
      e.set('pair', { one: n, two: n })
      e.set('long', 'x'.repeat(n % 10_000))
      if (n % 500 > 0) continue
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5) // as one that computes, and costs nothing
      await new Promise((resolve) => setImmediate(resolve))
    }
  },
})
experiment.runIfMain()
`,
})

const SUPERVISED = [BIN, 'run', 'endings.ts']
const IN_PROCESS = ['--import', REGISTER, 'endings.ts']

describe('values that are set', () => {
  test('are read of a run that never calls runlab again, and survive its SIGKILL', async () => {
    const run = startRun(project, [...IN_PROCESS, '--way', 'never yields', '--name', 'killed'])
    const pid = Number(await run.said('process'))
    const folder = project.path('results/endings/killed')
    await until('all values', async () => (await loadRun(folder)).get('before/99') === 999)
    expect((await loadRun(folder)).status).toBe('running')
    process.kill(pid, 'SIGKILL')
    await run.ended
    const killed = await loadRun(folder)
    expect(killed.status).toBe('crashed')
    expect(killed.get('before')).toEqual(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [n, 900 + n])))
  })

  test('take no more of the disk than a little, however many they are', async () => {
    const run = startRun(project, [...IN_PROCESS, '--way', 'never yields, but sets', '--name', 'large'])
    const pid = Number(await run.said('process'))
    const journal = project.path('results/endings/large/.runlab/journal')
    const sizes = (): number[] =>
      existsSync(journal)
        ? readdirSync(journal).map((name) => statSync(`${journal}/${name}`, { throwIfNoEntry: false })?.size ?? 0)
        : []
    await until('the third segment', () => {
      expect(Math.max(0, ...sizes())).toBeLessThan(70 * 2 ** 20)
      return existsSync(journal) && readdirSync(journal).some((name) => name >= 'values-000003')
    })
    process.kill(pid, 'SIGKILL')
    await run.ended
    expect((await loadRun(project.path('results/endings/large'))).get('long')).toMatch(/^\d+x{100000}$/)
  })

  test('are there, the last as well, when the process exits', async () => {
    const run = startRun(project, [...IN_PROCESS, '--way', 'exits', '--name', 'exited'])
    expect(await run.ended).toBe(1)
    const read = await loadRun(project.path('results/endings/exited'))
    expect(read.get('last')).toBe(1)
    expect(read.get('before/0')).toBe(900)
  })

  test('leave no journal behind when the run has ended', async () => {
    const run = startRun(project, [...SUPERVISED, '--way', 'returns', '--name', 'returned'])
    expect(await run.ended).toBe(0)
    const folder = project.path('results/endings/returned')
    expect(existsSync(`${folder}/.runlab/journal`)).toBe(false)
    expect((await loadRun(folder)).get('before/1')).toBe(901)
  })

  test('are whole, and never older than before, at any moment', async () => {
    const run = startRun(project, [...SUPERVISED, '--way', 'goes on', '--name', 'read'])
    const pid = Number(await run.said('process'))
    let last = -1
    for (let reads = 0; reads < 40 || last <= 0; reads++) {
      const { one, two } = ((await loadRun(project.path('results/endings/read'))).get('pair') ?? { one: -1, two: -1 }) as any
      expect(one).toBe(two)
      expect(one).toBeGreaterThanOrEqual(last)
      last = one
    }
    process.kill(pid, 'SIGKILL')
    await run.ended
    await untilGone(pid)
  })
})
