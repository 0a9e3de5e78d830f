import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { BIN, Project } from '../project.ts'
import { TerminalSession } from '../supervisor/terminal-session.ts'

let project = new Project({})

beforeEach(() => {
  project = new Project({ 'package.json': '{}' })
  for (const [index, run] of ['aa', 'bb', 'cc'].entries())
    makeRun(project.path('results'), `ns/${run}`, {
      run,
      namespace: 'ns',
      start_time: index,
      status: index === 0 ? 'failed' : 'done',
    })
})

const names = async (): Promise<readonly string[]> =>
  JSON.parse((await project.runlab('list', '--json')).stdout).map(({ folder }: { folder: string }) => folder.split('/').at(-1))

test('runs are deleted, restored and purged', async () => {
  const deleted = await project.runlab('delete', '--where', 'status == "failed"', '--yes')
  expect(deleted).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 run, [\d.]+ kB, moved to the trash\n/) })
  expect(await names()).toEqual(['cc', 'bb'])
  expect((await project.runlab('restore')).stdout).toMatch(/^1 run in the trash\n[\s\S]*kB +ns\/aa\n$/)
  expect((await project.runlab('restore', 'aa')).stdout).toBe('ns/aa\n1 run restored\n')
  expect(await names()).toEqual(['cc', 'bb', 'aa'])
  await project.runlab('delete', 'aa', 'latest', '--yes')
  expect(await names()).toEqual(['bb'])
  expect((await project.runlab('purge', 'aa', '--yes')).stdout).toMatch(/^1 run, [\d.]+ kB, removed for good\n$/)
  expect((await project.runlab('restore', '--all', '--json')).stdout).toContain('ns/cc')
  expect(await names()).toEqual(['cc', 'bb'])
  expect((await project.runlab('purge', '--yes')).stdout).toBe('The trash is empty\n')
})

test('nothing is deleted or purged without a word where nobody can answer', async () => {
  const refused = await project.runlab('delete', 'aa')
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Say --yes') })
  expect(refused.stderr).toMatch(/^ns\/aa +[\d.]+ kB\nerror: This would move 1 run/)
  await project.runlab('delete', 'aa', '--yes')
  expect(await project.runlab('purge')).toMatchObject({ code: 2, stderr: expect.stringContaining('remove 1 run, ') })
  expect((await project.runlab('restore', '--all')).stdout).toContain('1 run restored')
})

test('a run that goes on is refused without --force, and costs the others nothing', async () => {
  const running = { status: 'running', phase: 'run', end_time: null } as const
  makeRun(project.path('results'), 'ns/live', { run: 'live', namespace: 'ns', ...running }).writeAlive(describeProcess())
  const { code, stdout, stderr } = await project.runlab('delete', 'live', 'aa', '--yes')
  expect({ code, stdout: stdout.slice(0, 6) }).toEqual({ code: 2, stdout: '1 run,' })
  expect(stderr).toContain('ns/live is running, and is not deleted.')
  expect(existsSync(project.path('results/ns/live'))).toBe(true)
  expect((await project.runlab('delete', 'live', '--yes', '--force')).code).toBe(0)
  expect(existsSync(project.path('results/ns/live'))).toBe(false)
})

test('a filter that matches nothing says so', async () => {
  const { code, stdout } = await project.runlab('delete', '--where', 'status == "none"', '--yes')
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: 'No run matches status == "none": nothing was deleted\n  status is done, failed\n',
  })
  expect((await project.runlab('restore', 'zzz')).stderr).toContain('runlab restore lists the trash')
})

test('a run that cannot be read is deleted where it is named', async () => {
  writeFileSync(join(project.path('results/ns/aa'), 'experiment_meta.json'), '{')
  expect((await project.runlab('delete', 'aa', '--yes', '--json')).stdout).toContain('"run": "ns/aa"')
  expect(await names()).toEqual(['cc', 'bb'])
})

test.each([
  ['y', 0, false],
  ['n', 1, true],
])('on a terminal it is asked: %s', async (answer, exitCode, isThere) => {
  const session = new TerminalSession(project, [process.execPath, BIN, 'delete', 'aa'])
  await session.shows(/trash\? \[y\/N\] /)
  session.type(`${answer}\r`)
  expect((await session.ended).exitCode).toBe(exitCode)
  expect(existsSync(project.path('results/ns/aa'))).toBe(isThere)
})
