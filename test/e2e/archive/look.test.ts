import { appendFileSync, chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { until } from '../../support/waiting.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { BIN, Project } from '../project.ts'
import { TerminalSession } from '../supervisor/terminal-session.ts'

const project = new Project({ 'package.json': '{}' })
const archive = project.path('results')

beforeAll(() => {
  const done = makeRun(archive, 'ns/done', { run: 'done', namespace: 'ns', start_time: 5 })
  writeFileSync(
    join(done.folder, 'experiment_out.log'),
    `${Array.from({ length: 30_000 }, (_, line) => `line ${line} ü`).join('\n')}\n`,
  )
  writeFileSync(join(done.folder, 'weights.bin'), Buffer.alloc(50_000))
  writeFileSync(join(done.folder, 'report.html'), '<p>')
  for (const run of ['a', 'b'])
    makeRun(archive, `other/${run}`, { run, namespace: 'other', status: 'failed', error_type: 'RangeError' })
})

test('tail shows the last lines of a log, however long it is', async () => {
  expect((await project.runlab('tail', 'done', '-n', '2')).stdout).toBe('line 29998 ü\nline 29999 ü\n')
  const all = (await project.runlab('tail', 'done', '-n', '0')).stdout
  expect(all.split('\n')).toHaveLength(30_001)
  expect((await project.runlab('tail', 'done', '-n', '29000')).stdout).toBe(all.slice(all.indexOf('line 1000 ü')))
  expect((await project.runlab('tail', 'done', '-n', 'x')).stderr).toContain('a whole number, 0 for all')
  expect((await project.runlab('tail', 'a')).stdout).toBe('')
})

test('tail follows a run that goes on, and ends with it', async () => {
  const running = { run: 'live', namespace: 'live', status: 'running', phase: 'run', end_time: null } as const
  const writer = makeRun(archive, 'live/live', running)
  writer.writeAlive(describeProcess())
  const log = join(writer.folder, 'experiment_out.log')
  writeFileSync(log, 'first\n')
  const session = new TerminalSession(project, [process.execPath, BIN, 'tail', 'live', '-f'])
  await session.shows(/first/)
  appendFileSync(log, 'second\n')
  await session.shows(/second/)
  appendFileSync(log, 'third\n')
  writer.writeMeta({
    ...JSON.parse(project.read('results/live/live/experiment_meta.json')),
    status: 'done',
    phase: 'ended',
    end_time: 1,
  })
  writer.removeAlive()
  expect((await session.ended).exitCode).toBe(0)
  expect(session.output).toMatch(/first\s+second\s+third\s+The run has ended: done/)
  rmSync(join(archive, 'live'), { recursive: true })
})

test('open gives the report to what opens files, and prints its path where nothing does', async () => {
  const report = project.path('results/ns/done/report.html')
  const none = { DISPLAY: '', WAYLAND_DISPLAY: '' }
  expect(await project.spawn(process.execPath, [BIN, 'open', 'done'], none)).toEqual({
    code: 0,
    stdout: `${report}\n`,
    stderr: '',
  })
  const opened = project.path('opened')
  project.write('bin/xdg-open', `#!/bin/sh\nprintf %s "$1" > ${opened}.new && mv ${opened}.new ${opened}\n`)
  chmodSync(project.path('bin/xdg-open'), 0o755)
  const PATH = `${project.path('bin')}:${process.env['PATH'] ?? ''}`
  expect((await project.spawn(process.execPath, [BIN, 'open', 'done', '--print'], { PATH, DISPLAY: ':0' })).stdout).toBe(
    `${report}\n`,
  )
  expect(existsSync(opened)).toBe(false)
  await project.spawn(process.execPath, [BIN, 'open', 'done'], { PATH, DISPLAY: ':0' })
  await until('the report is opened', () => existsSync(opened))
  expect(project.read('opened')).toBe(report)
  const missing = await project.runlab('open', 'a', '--print')
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('runlab draw a writes it') })
})

test('overview tells statuses, errors and what uses the disk', async () => {
  const { stdout } = await project.runlab('overview')
  const lines = stdout.split('\n')
  expect(lines.slice(0, 2)).toEqual([archive, '3 runs: 2 failed, 1 done'])
  expect(stdout).toMatch(/errors\n +2 +RangeError\n/)
  expect(stdout).toMatch(/largest files\n +50\.?0? kB +ns\/done\/weights\.bin\n/)
  const all = JSON.parse((await project.runlab('overview', '--json')).stdout)
  expect(all).toMatchObject({
    runs: 3,
    statuses: { failed: 2, done: 1 },
    namespaces: { other: 2, ns: 1 },
    errors: { RangeError: 2 },
  })
  expect(all.disk).toMatchObject({ kinds: { artifacts: 50_000 }, files: { 'ns/done/weights.bin': 50_000 }, trash: 0 })
  expect(JSON.parse((await project.runlab('overview', 'ns', '--json')).stdout).runs).toBe(1)
})
