import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import type { MediaValue, RunReader } from '../../../src/index.ts'
import { once } from '../../../src/internal/once.ts'
import { killProcesses } from '../../../src/runtime/process/process-tree.ts'
import { staysSo, until } from '../../support/waiting.ts'
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

describe.each(WAYS)('what is tracked elsewhere, %s', (_, command) => {
  test('by threads that are terminated and processes that are killed in the middle, is there without a gap, and so is all of others', async () => {
    const run = await runWay('senders that are ended in the middle', command)
    expect([...run.series('loss', { context: { sender: 'main' } }).values]).toEqual(upTo(5000))
    const seen = run.get('seen') as number[]
    for (const [i, sender] of [0, 1, 4, 5].entries()) {
      expect(seen[i]).toBeGreaterThan(1000)
      expect(expectPrefix(run, sender)).toBeGreaterThanOrEqual(seen[i] ?? Number.NaN)
    }
    for (const sender of [2, 3]) expect(expectPrefix(run, sender)).toBe(1000)
    expectDots(run, 8)
  })

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
    // The supervisor, where there is one, may be at it.
    await until('a complete record', async () => (await project.runlab('recover', name)).code === 0)
    const read = async (): Promise<number> => expectPrefix(await loadRun(folderOf(name)), 0)
    const sealed = await read()
    const bytes = (): Buffer => readFileSync(join(folderOf(name), 'tracked/series.parquet'))
    const file = bytes()
    await staysSo('sealed', () => bytes().equals(file))
    expect(await read()).toBe(sealed)
    expect(readdirSync(join(folderOf(name), '.runlab'))).not.toContain('tracking')
    killProcesses([child])
    await started.ended
  })
})

describe('what is tracked elsewhere, all at once', () => {
  const started = once(async () => await runWay('all at once', WAYS[0][1]))

  test('by a thread in CommonJS, is sealed with the run', async () => {
    expect([...(await started()).series('in CommonJS').values]).toEqual(upTo(1000))
  })

  test('by a thread of a forked process, is sealed with the run, and so is what the process tracks', async () => {
    const run = await started()
    expect([expectPrefix(run, 5), expectPrefix(run, 7)]).toEqual([1000, 1000])
  })

  test('by many processes and threads, keeps files and series apart', async () => {
    const run = await started()
    for (const sender of [...upTo(4), 5, 7, 11, 12]) expect(expectPrefix(run, sender)).toBe(1000)
    expectDots(run, 16)
    expect(run.series('dot').length).toBe(16)
  })

  test("by a second tracker in the run's own thread, is another sender", async () => {
    const run = await started()
    expect(run.values).toMatchObject({ settled: true, length: 200, closed: true, late: 'RUN_ENDED' })
    const { values, steps } = run.series('of the run')
    expect([...values].filter((value) => value < 1000)).toEqual(upTo(100))
    expect([...values].filter((value) => value >= 1000)).toEqual(upTo(100).map((i) => 1000 + i))
    expect([...steps].toSorted((a, b) => a - b)).toEqual(upTo(200).map((i) => Math.floor(i / 2)))
  })

  test('and cannot be, is said once by each, and in the record', async () => {
    const run = await started()
    expect(run.stderr.match(/Cannot track a string as "pair": it is a pair series/g)).toHaveLength(2)
    const reason = expect.stringContaining('Cannot track a string as "pair"') as string
    expect(run.meta.refused).toEqual([{ series: 'pair', reason, count: 10 }])
    expect(run.meta).toMatchObject({ __track__: expect.arrayContaining(['pair', 'loss']) as string[] })
    expect(Array.from(run.series('pair'), ({ value }) => value)).toEqual(Array.from({ length: 8 }, () => [1, 2]))
  })

  test('and cannot be, throws in strict mode', async () => {
    const run = await started()
    expect(run.get('codes')).toEqual(['TRACK_KIND', 'TRACK_NAME', 'TRACK_VALUE'])
    expect([...run.series('strict').values]).toEqual([1])
  })
})
