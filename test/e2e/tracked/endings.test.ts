import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import { killProcesses } from '../../../src/runtime/process/process-tree.ts'
import { BIN, Project, REGISTER } from '../project.ts'
import { TRACKS } from './program.ts'
import { EXPECTED, everythingOf } from './tracked-run.ts'

const project = new Project({ 'package.json': '{ "type": "module" }', 'tracks.ts': TRACKS })
const folderOf = (name: string): string => project.path(join('results/tracks', name))
const MEDIA = ['-000003.png', '-000003_2.png']

/** What everybody has to find, whatever the end was. */
async function expectEverything(name: string, points = 1000): Promise<void> {
  const run = await loadRun(folderOf(name))
  const { 'loss/train': loss, sample, ...others } = everythingOf(run)
  expect(others).toMatchObject(EXPECTED)
  expect(loss).toEqual({ kind: 'number', count: points, points: Array.from({ length: points }, (_, i) => [i, i / 8]) })
  expect(sample).toMatchObject({ kind: 'image', count: 2, points: MEDIA.map((file) => [-3, { file: `tracked/sample/${file}` }]) })
  expect(Object.keys(others)).toEqual(expect.arrayContaining(['weights', 'confusion', 'plot', 'vega', 'tone']))
}

function expectSealed(name: string): void {
  expect(existsSync(join(folderOf(name), 'tracked/series.parquet'))).toBe(true)
  expect(existsSync(join(folderOf(name), '.runlab/series.jsonl'))).toBe(true)
  expect(existsSync(join(folderOf(name), '.runlab/tracking'))).toBe(false)
}

/** Runs until the experiment says its process id, sends it a signal, and waits until all is over. */
async function signal(args: readonly string[], name: NodeJS.Signals): Promise<void> {
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env
  const run = spawn(process.execPath, args, { cwd: project.folder, env, stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  let isSent = false
  for await (const chunk of run.stdout.setEncoding('utf8')) {
    output += chunk
    const pid = /process (\d+)\n/.exec(output)?.[1]
    if (pid === undefined || isSent) continue
    isSent = true
    if (name === 'SIGKILL') killProcesses([Number(pid)])
    else process.kill(Number(pid), name)
  }
  if (run.exitCode === null && run.signalCode === null) await once(run, 'exit')
}

const WAYS = [
  ['supervised', [BIN, 'run', 'tracks.ts']],
  ['in process', ['--import', REGISTER, 'tracks.ts']],
] as const

describe.each(WAYS)('what a run has tracked, %s', (mode, command) => {
  const nameOf = (end: string): string => `${end}-${mode}`.replaceAll(/\W+/g, '-')
  const args = (end: string, ...more: readonly string[]): readonly string[] => [
    ...command,
    '--end',
    end,
    '--name',
    nameOf(end),
    ...more,
  ]

  test.each([
    ['done', 0, 'done'],
    ['throws', 1, 'failed'],
    ['exits with 7', 7, 'failed'],
    ['throws in a timer', 1, 'failed'],
  ])('that ends by "%s" is sealed', async (end, code, status) => {
    const outcome = await project.node(...args(end))
    expect(outcome.code).toBe(code)
    expectSealed(nameOf(end))
    await expectEverything(nameOf(end))
    expect((await loadRun(folderOf(nameOf(end)))).status).toBe(status)
  })

  test('is counted and named in the metadata, and told by runlab show', async () => {
    const name = nameOf('counted')
    await project.node(...command, '--end', 'done', '--name', name, '--points', '10')
    const { meta } = await loadRun(folderOf(name))
    expect(meta).toMatchObject({ counts: { series: 19, points: 33 }, refused: [], lost_points: 0, unwritten: [], warnings: [] })
    expect(meta).toMatchObject({ __track__: expect.arrayContaining(['loss/train', 'rate', 'epoch', 'isBest']) })
    const { stdout } = await project.runlab('show', name)
    expect(stdout).toMatch(/loss\/train +10 points +last 1\.125 +0 … 1\.125\n/)
    expect(stdout).toMatch(/loss split=val +1 point +last 3\n/)
    expect(stdout).toMatch(/sample +2 points, image\n/)
    expect(JSON.parse((await project.runlab('show', name, '--json')).stdout).tracked).toHaveLength(19)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('that %s interrupts is sealed', async (name) => {
    const run = nameOf(`waits-${name}`)
    await signal([...command, '--end', 'waits', '--name', run], name)
    expect((await loadRun(folderOf(run))).status).toBe('interrupted')
    expectSealed(run)
    await expectEverything(run)
  })

  test.each([
    ['waits', 1000],
    ['computes and never yields', 1000],
    ['computes and never yields', 300_000],
  ])('that is killed while it %s, after %d points, is read as it is, and sealed by runlab recover', async (end, points) => {
    const name = nameOf(`killed-${end}-${points}`)
    await signal([...command, '--end', end, '--name', name, '--points', String(points)], 'SIGKILL')
    expect(existsSync(join(folderOf(name), '.runlab/tracking'))).toBe(true)
    expect((await loadRun(folderOf(name))).status).toBe('crashed')
    await expectEverything(name, points)
    const { code, stdout } = await project.runlab('recover', name)
    expect(code).toBe(0)
    expect(stdout).toContain(`${points + 23} tracked points of 19 series sealed`)
    expectSealed(name)
    await expectEverything(name, points)
    expect((await loadRun(folderOf(name))).meta.counts).toMatchObject({ series: 19, points: points + 23 })
  })

  test('that runs out of memory is there', async () => {
    const name = nameOf('oom')
    await project.spawn(process.execPath, [...command, '--end', 'runs out of memory', '--name', name], {
      NODE_OPTIONS: '--max-old-space-size=64',
    })
    await expectEverything(name)
    await project.runlab('recover', name)
    expectSealed(name)
    await expectEverything(name)
  })
})
