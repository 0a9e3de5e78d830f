import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import type { MediaValue, RunReader } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { ELSEWHERE } from './elsewhere.ts'
import { startRun, untilGone, untilThereAre } from './started-run.ts'

const project = new Project(ELSEWHERE)
const folderOf = (name: string): string => project.path(join('results/shared', name))
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

const WAYS = [
  ['supervised', [BIN, 'run', 'shared.ts']],
  ['in process', ['--import', REGISTER, 'shared.ts']],
] as const

let number = 0
async function runWay(way: string, command: readonly string[]): Promise<RunReader & { stderr: string }> {
  const name = `run-${number++}`
  const { code, stdout, stderr } = await project.node(...command, '--way', way, '--name', name)
  expect(code, stdout + stderr).toBe(0)
  const run = await loadRun(folderOf(name))
  expect(run.meta).toMatchObject({ lost_points: 0, unwritten: [] })
  expect(run.meta.counts.points).toBe(run.tracked.reduce((sum, { count }) => sum + count, 0))
  expect(readdirSync(join(run.folder, '.runlab'))).not.toContain('tracking')
  return Object.assign(run, { stderr })
}

/** The points of one that tracks in a loop, and that there is no gap in them. Gives how many. */
function expectPrefix(run: RunReader, sender: number): number {
  const { values, steps } = run.series('loss', { context: { sender } })
  expect([...values]).toEqual(upTo(values.length))
  expect([...steps]).toEqual([...values])
  const notes = Array.from(run.series('note', { context: { sender } }), ({ value }) => value)
  expect(notes).toEqual(notes.map((_, i) => `at ${i * 100}`))
  return values.length
}

function expectDots(run: RunReader, least: number): void {
  const dots = [...run.series('dot')]
  expect(dots.length).toBeGreaterThanOrEqual(least)
  for (const { value } of dots) expect(existsSync((value as MediaValue).path)).toBe(true)
  expect(new Set(dots.map(({ value }) => (value as MediaValue).file)).size).toBe(dots.length)
}

const MIDDLE = ['processes that are killed in the middle', 'threads that are terminated in the middle']

describe.each(WAYS)('what is tracked elsewhere, %s', (mode, command) => {
  test.each(mode === 'supervised' ? MIDDLE.slice(0, 1) : MIDDLE)(
    'by %s, is there without a gap, and so is all of others',
    async (way) => {
      const run = await runWay(way, command)
      expect([...run.series('loss', { context: { sender: 'main' } }).values]).toEqual(upTo(5000))
      for (const sender of [0, 1]) expect(expectPrefix(run, sender)).toBeGreaterThan(1000)
      if (way.startsWith('threads')) for (const sender of [2, 3]) expect(expectPrefix(run, sender)).toBe(1000)
      expectDots(run, 4)
    },
  )

  test('by a process that goes on when the run is killed, is sealed by recovery, and what comes later spoils nothing', async () => {
    const name = `outlived-${number++}`
    const started = startRun(project, [...command, '--way', 'a process that outlives the run', '--name', name])
    const [pid, child] = [Number(await started.said('process')), Number(await started.said('child'))]
    await untilThereAre(1000, 'loss', folderOf(name))
    process.kill(pid, 'SIGKILL')
    await untilGone(pid)
    // Whether the supervisor has ended the other process or not: from here on it is the same.
    const crashed = await loadRun(folderOf(name))
    expect(crashed.status).toBe('crashed')
    expect(expectPrefix(crashed, 0)).toBeGreaterThanOrEqual(1000)
    const { code } = await project.runlab('recover', name)
    expect(code).toBe(0)
    const read = async (): Promise<number> => expectPrefix(await loadRun(folderOf(name)), 0)
    const sealed = await read()
    const file = readFileSync(join(folderOf(name), 'tracked/series.parquet'))
    await sleep(300)
    expect(await read()).toBe(sealed)
    expect(readFileSync(join(folderOf(name), 'tracked/series.parquet')).equals(file)).toBe(true)
    expect(readdirSync(join(folderOf(name), '.runlab'))).not.toContain('tracking')
    try {
      process.kill(child, 'SIGKILL')
    } catch {
      // it has ended
    }
    await started.ended
  })
})

describe('what is tracked elsewhere', () => {
  const [[, command]] = WAYS

  test('by a thread in CommonJS, is sealed with the run', async () => {
    expect([...(await runWay('CommonJS', command)).series('loss').values]).toEqual(upTo(1000))
  })

  test('by a thread of a forked process, is sealed with the run, and so is what the process tracks', async () => {
    const run = await runWay('a thread of a fork', command)
    expect([expectPrefix(run, 0), expectPrefix(run, 7)]).toEqual([1000, 1000])
    expect(run.series('pair').length).toBe(2)
    expectDots(run, 4)
  })

  test('by four processes at once, keeps files and series apart', async () => {
    const run = await runWay('four processes at once', command)
    for (const sender of upTo(4)) expect(expectPrefix(run, sender)).toBe(1000)
    expectDots(run, 8)
    expect(run.series('dot').length).toBe(8)
  })

  test("by a second tracker in the run's own thread, is another sender", async () => {
    const run = await runWay('the run itself', command)
    expect(run.values).toEqual({ settled: true, length: 200, closed: true, late: 'RUN_ENDED' })
    const { values, steps } = run.series('loss')
    expect([...values].filter((value) => value < 1000)).toEqual(upTo(100))
    expect([...values].filter((value) => value >= 1000)).toEqual(upTo(100).map((i) => 1000 + i))
    expect([...steps].toSorted((a, b) => a - b)).toEqual(upTo(200).map((i) => Math.floor(i / 2)))
  })

  test('and cannot be, is said once by each, and in the record', async () => {
    const run = await runWay('refusals', command)
    expect(run.stderr.match(/Cannot track a string as "pair": it is a pair series/g)).toHaveLength(2)
    const reason = expect.stringContaining('Cannot track a string as "pair"') as string
    expect(run.meta.refused).toEqual([{ series: 'pair', reason, count: 10 }])
    expect(run.meta).toMatchObject({ __track__: expect.arrayContaining(['pair', 'loss']) as string[] })
    expect(Array.from(run.series('pair'), ({ value }) => value)).toEqual([
      [1, 2],
      [1, 2],
    ])
  })

  test('and cannot be, throws in strict mode', async () => {
    const run = await runWay('in strict mode', command)
    expect(run.get('codes')).toEqual(['TRACK_KIND', 'TRACK_NAME', 'TRACK_VALUE'])
    expect([...run.series('loss').values]).toEqual([1])
  })
})
