import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { FollowFrom, MediaValue, RunReader } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { startRun, untilGone, untilThereAre } from './started-run.ts'

/** Of a megabyte each: more than are encoded until the end comes. */
const IMAGES = 12

const project = new Project({
  'package.json': '{ "type": "module" }',
  'tracks.ts': `import { setImmediate } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { loop: param.choice(['yields', 'never yields']) },
  async run(e) {
    process.stdout.write('process ' + process.pid + '\\n')
    for (let i = 0; ; i++) {
      e.track('loss', i)
      e.track('double', i * 2, { step: i / 4, context: { of: 'loss' } })
      if (i % 1000 === 0) e.track('note', 'at ' + i)
      if (i % 10_000 === 0) e.track('dot', { data: new Uint8Array(400).fill(i / 10_000), width: 20, height: 20 }, { step: i })
      if (i % 1000 === 0 && e.params.loop === 'yields') await setImmediate()
      if (i % 100 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1) // as one that computes
    }
  },
})
experiment.runIfMain()
`,
  'ends.ts': `import { defineExperiment, param } from 'runlab'
const never = () => new Promise((resolve) => setTimeout(resolve, 2 ** 30))
const ENDS: Record<string, () => unknown> = {
  'rejects in a promise that nobody awaits': () => { void Promise.reject(new TypeError('nobody awaits this')); return never() },
  'exits with 0': () => process.exit(0),
  'never yields': () => {
    process.stdout.write('process ' + process.pid + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) // as one that computes, and costs nothing
  },
}
export const experiment = defineExperiment(import.meta, {
  parameters: { end: param.choice(Object.keys(ENDS)) },
  implement: {
    beforeRun: (e) => e.track('hooks', 1),
    afterRun: (e) => e.track('hooks', 3),
    onError: (e) => e.track('hooks', 2),
  },
  async run(e) {
    for (let i = 0; i < ${IMAGES}; i++) {
      e.track('picture', { data: new Uint8Array(1_000_000).fill(i), width: 1000, height: 1000 })
      e.track('loss', i)
    }
    await ENDS[e.params.end]!()
  },
})
experiment.runIfMain()
`,
})

const WAYS = [
  ['supervised', [BIN, 'run']],
  ['in process', ['--import', REGISTER]],
] as const

/** The points of the loop, and that there is no gap in them. Gives how many there are of the series that is never silent. */
function expectPrefix(run: RunReader): number {
  const { values, steps } = run.series('loss')
  expect(values.every((value, i) => value === i)).toBe(true)
  expect([...steps.subarray(0, 3)]).toEqual([0, 1, 2])
  const double = run.series('double', { context: { of: 'loss' } })
  expect(double.values.every((value, i) => value === i * 2 && double.steps[i] === i / 4)).toBe(true)
  expect(Math.abs(double.length - values.length)).toBeLessThanOrEqual(1)
  const notes = Array.from(run.series('note'), ({ value }) => value)
  expect(notes).toEqual(notes.map((_, i) => `at ${i * 1000}`))
  const dots = Array.from(run.series('dot'), ({ step, value }) => [step, existsSync((value as MediaValue).path)])
  expect(dots).toEqual(dots.map((_, i) => [i * 10_000, true]))
  return values.length
}

describe.each(WAYS)('a run that tracks all the time, %s', (mode, command) => {
  test.each(mode === 'supervised' ? ['yields', 'never yields'] : ['never yields'])(
    'and %s is killed: all before is there without a gap, before recovery and after',
    async (loop) => {
      const name = `${mode}-${loop}`.replaceAll(/\W+/g, '-')
      const folder = project.path(join('results/tracks', name))
      const started = startRun(project, [...command, 'tracks.ts', '--loop', loop, '--name', name])
      const pid = Number(await started.said('process'))
      const before = await untilThereAre(20_000, 'loss', folder)
      const later = await untilThereAre(before + 1, 'loss', folder)
      process.kill(pid, 'SIGKILL')
      await started.ended
      await untilGone(pid)

      const crashed = await loadRun(folder)
      expect(crashed.status).toBe('crashed')
      const points = expectPrefix(crashed)
      expect(points).toBeGreaterThanOrEqual(later)
      const from: FollowFrom = JSON.parse(JSON.stringify(crashed.follow('loss', { from: points - 3 }).next))
      const { stdout } = await project.runlab('show', folder)
      expect(stdout).toContain('crashed')
      expect(stdout).toMatch(new RegExp(`loss +${points.toLocaleString('en')} points +last ${points - 1} +0 … ${points - 1}\n`))
      const shown = JSON.parse((await project.runlab('show', folder, '--json')).stdout)
      expect(shown.tracked.map(({ name: series, count }: any) => [series, count])).toEqual(
        crashed.tracked.map(({ name: series, count }) => [series, count]),
      )

      const total = crashed.tracked.reduce((sum, { count }) => sum + count, 0)
      const recovered = await project.runlab('recover', folder)
      const said = mode === 'supervised' ? 'nothing to recover' : `${total} tracked points of 4 series sealed` // by the supervisor
      expect(recovered).toMatchObject({ code: 0, stdout: expect.stringContaining(said) })
      const sealed = await loadRun(folder)
      expect(expectPrefix(sealed)).toBe(points)
      expect(sealed.tracked).toEqual(crashed.tracked)
      expect(sealed.follow('loss', { from }).length).toBe(0)
      expect(sealed.meta).toMatchObject({ status: 'crashed', counts: { series: 4, points: total } })
      expect(existsSync(join(folder, '.runlab/tracking'))).toBe(false)
      expect(readFileSync(join(folder, '.runlab/series.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(5)
    },
  )
})

describe.each(WAYS)('images and their numbers, tracked just before the end, %s', (mode, command) => {
  const nameOf = (end: string): string => `${mode}-${end}`.replaceAll(/\W+/g, '-')
  const folderOf = (end: string): string => project.path(join('results/ends', nameOf(end)))
  const args = (end: string): readonly string[] => [...command, 'ends.ts', '--end', end, '--name', nameOf(end)]

  async function expectAll(end: string, hooks: readonly number[]): Promise<RunReader> {
    const run = await loadRun(folderOf(end))
    expect(run.tracked.map(({ name, count }) => [name, count])).toEqual([
      ['hooks', hooks.length],
      ['picture', IMAGES],
      ['loss', IMAGES],
    ])
    expect([...run.series('hooks').values]).toEqual(hooks)
    expect([...run.series('loss').values]).toEqual(Array.from({ length: IMAGES }, (_, i) => i))
    for (const { value } of run.series('picture')) expect(existsSync((value as MediaValue).path)).toBe(true)
    return run
  }

  test.each([
    ['rejects in a promise that nobody awaits', [1, 2, 3]],
    ['exits with 0', [1]],
  ])('that %s, are sealed', async (end, hooks) => {
    const { code } = await project.node(...args(end))
    expect(code).toBe(1)
    const { meta, status } = await expectAll(end, hooks)
    expect({ status, lost: meta.lost_points, unwritten: meta.unwritten }).toEqual({ status: 'failed', lost: 0, unwritten: [] })
    expect(meta.counts.points).toBe(2 * IMAGES + hooks.length)
    expect(readdirSync(join(folderOf(end), '.runlab'))).not.toContain('tracking')
  })

  if (mode === 'supervised')
    test('that never yields and does not answer a signal, are sealed by the supervisor', async () => {
      const end = 'never yields'
      const started = startRun(project, args(end))
      await started.said('process')
      await untilThereAre(2 * IMAGES + 1, null, folderOf(end))
      started.child.kill('SIGINT')
      await started.ended
      const ended = await expectAll(end, [1])
      expect({ status: ended.status, forced: ended.ending?.forced }).toEqual({ status: 'interrupted', forced: true })
      expect(ended.meta.warnings.join()).toContain(`${2 * IMAGES + 1} tracked points of 3 series sealed`)
      expect(ended.meta).toMatchObject({ status: 'interrupted', signal: 'SIGINT', counts: { points: 2 * IMAGES + 1 } })
    })
})

test('a supervisor that is killed first changes nothing of what is kept', async () => {
  const started = startRun(project, [BIN, 'run', 'tracks.ts', '--loop', 'yields', '--name', 'both'])
  const pid = Number(await started.said('process'))
  const folder = project.path('results/tracks/both')
  const before = await untilThereAre(20_000, 'loss', folder)
  started.child.kill('SIGKILL')
  await once(started.child, 'exit')
  const later = await untilThereAre(before + 1, 'loss', folder)
  process.kill(pid, 'SIGKILL')
  await untilGone(pid)
  const crashed = await loadRun(folder)
  const points = expectPrefix(crashed)
  expect(points).toBeGreaterThanOrEqual(later)
  const total = crashed.tracked.reduce((sum, { count }) => sum + count, 0)
  const recovered = JSON.parse((await project.runlab('recover', 'both', '--json')).stdout)
  expect(recovered).toMatchObject([{ folder, recovered: true, done: [`${total} tracked points of 4 series sealed`] }])
  expect(expectPrefix(await loadRun(folder))).toBe(points)
})
