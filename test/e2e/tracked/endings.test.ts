import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import type { Outcome } from '../project.ts'
import { OTHERS, SERIES, TRACKS } from './program.ts'
import { startRun, untilThereAre } from './started-run.ts'
import type { StartedRun } from './started-run.ts'
import { EXPECTED, everythingBut } from './tracked-run.ts'

const project = new Project({ 'package.json': '{ "type": "module" }', 'tracks.ts': TRACKS })
const folderOf = (name: string): string => project.path(join('results/tracks', name))
const MEDIA = ['-000003.png', '-000003_2.png']

/** What everybody has to find, whatever the end was. */
async function expectEverything(name: string, points = 1000): Promise<void> {
  const run = await loadRun(folderOf(name))
  const { sample, ...others } = everythingBut('loss/train', run)
  expect(others).toMatchObject(EXPECTED)
  const { summary, steps, values } = run.series('loss/train')
  expect([summary.kind, summary.count, steps.length, values.length]).toEqual(['number', points, points, points])
  expect(steps.every((step, i) => step === i && values[i] === i / 8)).toBe(true)
  expect(sample).toMatchObject({ kind: 'image', count: 2, points: MEDIA.map((file) => [-3, { file: `tracked/sample/${file}` }]) })
  expect(Object.keys(others)).toEqual(expect.arrayContaining(['weights', 'confusion', 'plot', 'vega', 'tone']))
}

function expectSealed(name: string): void {
  expect(existsSync(join(folderOf(name), 'tracked/series.parquet'))).toBe(true)
  expect(existsSync(join(folderOf(name), '.runlab/series.jsonl'))).toBe(true)
  expect(existsSync(join(folderOf(name), '.runlab/tracking'))).toBe(false)
}

/** Starts a run, and waits until the experiment has tracked everything and says its process id. */
async function start(args: readonly string[]): Promise<{ readonly run: StartedRun; readonly pid: number }> {
  const run = startRun(project, args)
  return { run, pid: Number(await run.said('process')) }
}

const COMMANDS = {
  supervised: [BIN, 'run', 'tracks.ts'],
  'in process': ['--import', REGISTER, 'tracks.ts'],
} as const
type Mode = keyof typeof COMMANDS

const nameOf = (mode: Mode, end: string): string => `${end}-${mode}`.replaceAll(/\W+/g, '-')

function argumentsOf(mode: Mode, end: string, name = nameOf(mode, end)): readonly string[] {
  return [...COMMANDS[mode], '--end', end, '--name', name]
}

const outcomes = new Map<string, Promise<Outcome>>()

/** Runs until the end, once. */
async function runUntil(mode: Mode, end: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const key = nameOf(mode, end)
  const outcome = outcomes.get(key) ?? project.spawn(process.execPath, argumentsOf(mode, end), env)
  outcomes.set(key, outcome)
  return await outcome
}

describe('what a run has tracked', () => {
  test.each<[end: string, mode: Mode, code: number, status: string]>([
    ['done', 'supervised', 0, 'done'],
    ['done', 'in process', 0, 'done'],
    ['throws', 'in process', 1, 'failed'],
    ['exits with 7', 'supervised', 7, 'failed'],
    ['exits with 7', 'in process', 7, 'failed'],
    ['throws in a timer', 'supervised', 1, 'failed'],
    ['throws in a timer', 'in process', 1, 'failed'],
  ])('that ends by "%s" is sealed, %s', async (end, mode, code, status) => {
    const outcome = await runUntil(mode, end)
    expect(outcome.code).toBe(code)
    expectSealed(nameOf(mode, end))
    await expectEverything(nameOf(mode, end))
    expect((await loadRun(folderOf(nameOf(mode, end)))).status).toBe(status)
  })

  test.each<Mode>(['supervised', 'in process'])('is counted and named in the metadata, %s', async (mode) => {
    await runUntil(mode, 'done')
    const { meta } = await loadRun(folderOf(nameOf(mode, 'done')))
    const counts = { series: SERIES, points: 1000 + OTHERS }
    expect(meta).toMatchObject({ counts, refused: [], lost_points: 0, unwritten: [], warnings: [] })
    expect(meta).toMatchObject({ __track__: expect.arrayContaining(['loss/train', 'rate', 'epoch', 'isBest']) })
  })

  test('is told by runlab show', async () => {
    await runUntil('supervised', 'done')
    const folder = folderOf(nameOf('supervised', 'done'))
    const { stdout } = await project.runlab('show', folder)
    expect(stdout).toMatch(/loss\/train +1,000 points +last 124\.875 +0 … 124\.875\n/)
    expect(stdout).toMatch(/loss split=val +1 point +last 3\n/)
    expect(stdout).toMatch(/sample +2 points, image\n/)
    expect(JSON.parse((await project.runlab('show', folder, '--json')).stdout).tracked).toHaveLength(SERIES)
  })

  test.each<[NodeJS.Signals, Mode]>([
    ['SIGINT', 'supervised'],
    ['SIGTERM', 'in process'],
  ])('that %s interrupts is sealed, %s', async (signal, mode) => {
    const name = nameOf(mode, signal)
    const { run, pid } = await start(argumentsOf(mode, 'waits', name))
    process.kill(pid, signal)
    await run.ended
    expect((await loadRun(folderOf(name))).status).toBe('interrupted')
    expectSealed(name)
    await expectEverything(name)
  })

  test.each<[end: string, points: number, mode: Mode]>([
    ['waits', 1000, 'supervised'],
    ['never yields', 1000, 'in process'],
    ['never yields', 300_000, 'supervised'],
  ])(
    'that is killed while it %s, after %d points, is there, sealed by its supervisor or by runlab recover: %s',
    async (end, points, mode) => {
      const name = nameOf(mode, `killed-${end}-${points}`)
      const { run, pid } = await start([...argumentsOf(mode, end, name), '--points', String(points)])
      await untilThereAre(points + OTHERS, null, folderOf(name))
      process.kill(pid, 'SIGKILL')
      await run.ended
      const isLeft = existsSync(join(folderOf(name), '.runlab/tracking'))
      expect(isLeft).toBe(mode === 'in process')
      expect((await loadRun(folderOf(name))).status).toBe('crashed')
      await expectEverything(name, points)
      const said = isLeft ? (await project.runlab('recover', name)).stdout : (await loadRun(folderOf(name))).meta.warnings.join()
      expect(said).toContain(`${points + OTHERS} tracked points of ${SERIES} series sealed`)
      expectSealed(name)
      await expectEverything(name, points)
      expect((await loadRun(folderOf(name))).meta.counts).toMatchObject({ series: SERIES, points: points + OTHERS })
    },
  )

  test.each<Mode>(['supervised', 'in process'])('that runs out of memory is there, %s', async (mode) => {
    const name = nameOf(mode, 'runs out of memory')
    await runUntil(mode, 'runs out of memory', { NODE_OPTIONS: '--max-old-space-size=64' })
    await expectEverything(name)
    if (mode === 'in process') await project.runlab('recover', name)
    expectSealed(name)
    await expectEverything(name)
  })
})
