import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline/promises'
import { expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'exp.ts': `import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
console.log('while loading')
export const experiment = defineExperiment(import.meta, {
  parameters: { how: param.choice(['well', 'fails', 'dies', 'waits']), label: '' },
  async run(e) {
    console.log('printed')
    e.log('logged')
    execFileSync(process.execPath, ['-e', 'console.log("by a child")'], { stdio: 'inherit' })
    e.set('pid', process.pid)
    e.set('limit', Infinity)
    if (e.params.how === 'fails') throw new RangeError('too many')
    if (e.params.how === 'dies') process.kill(process.pid, 'SIGKILL')
    while (e.params.how === 'waits' && !existsSync('go')) await sleep(5)
  },
})
experiment.runIfMain()
`,
  'well.yml': 'extend: ./exp.ts\n',
  'fails.yml': 'extend: ./exp.ts\nparameters:\n  how: fails\n',
  'wrong.yml': 'extend: ./exp.ts\nparameters:\n  how: nobody\n',
})

const linesOf = (stdout: string): any[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

test('a program reads where the run is while it goes on, and what became of it, and nothing else', async () => {
  const child = spawn(process.execPath, [BIN, 'run', 'exp.ts', '--json', '--how', 'waits'], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  const closed = new Promise((settle) => child.once('close', settle))
  const lines: any[] = []
  for await (const line of createInterface(child.stdout)) {
    lines.push(JSON.parse(line))
    project.write('go', '')
  }
  expect(await closed).toBe(0)
  const folder = project.path(project.onlyRun('exp'))
  const pid = lines[0].pid
  expect(lines).toEqual([
    { event: 'begun', file: 'exp.ts', folder, pid: expect.any(Number) },
    {
      ...{ event: 'ended', file: 'exp.ts', folder, status: 'done', exit_code: 0, error: null },
      values: { pid, limit: { $runlab: 'Number', value: 'Infinity' } },
    },
  ])
  const log = project.read(`${project.onlyRun('exp')}/experiment_out.log`)
  for (const text of ['while loading', 'printed', 'logged', 'by a child', '┌ exp', '┌ done in']) {
    expect(said).toContain(text)
    expect(log).toContain(text)
  }
})

test('a run that fails, dies or is refused has a last line all the same', async () => {
  const [died, refused, gone] = await Promise.all([
    project.runlab('run', '--json', 'exp.ts', '--how=dies', '--namespace', 'died'),
    project.runlab('run', 'exp.ts', '--json', '--how', 'nobody'),
    project.runlab('run', 'gone.ts', '--json'),
  ])
  const folder = project.path(project.onlyRun('died'))
  expect(linesOf(died.stdout)).toMatchObject([
    { event: 'begun', file: 'exp.ts', folder },
    { event: 'ended', file: 'exp.ts', folder, status: 'crashed', exit_code: 137, error: null },
  ])
  const none = { event: 'ended', folder: null, status: 'refused', exit_code: 2, error: null, values: null }
  expect(linesOf(refused.stdout)).toEqual([{ ...none, file: 'exp.ts' }])
  expect(refused.stderr).toContain('Parameter "how" cannot be')
  expect(linesOf(gone.stdout)).toEqual([{ ...none, file: 'gone.ts' }])
})

test('of several configs each has its lines, also those that are not run', async () => {
  const [some, wrong] = await Promise.all([
    project.runlab('run', 'fails.yml', 'well.yml', '--json'),
    project.runlab('run', 'well.yml', 'wrong.yml', '--json'),
  ])
  const folder = project.path(project.onlyRun('fails'))
  const nothing = { event: 'ended', folder: null, error: null, values: null }
  expect(some.code).toBe(1)
  expect(linesOf(some.stdout)).toEqual([
    { event: 'begun', file: 'fails.yml', folder, pid: expect.any(Number) },
    {
      ...{ event: 'ended', file: 'fails.yml', folder, status: 'failed', exit_code: 1 },
      error: { type: 'RangeError', message: 'too many' },
      values: expect.objectContaining({ limit: { $runlab: 'Number', value: 'Infinity' } }),
    },
    { ...nothing, file: 'well.yml', status: 'not run', exit_code: 0 },
  ])
  expect(some.stderr).toContain('0 of 2 done')
  expect(linesOf(wrong.stdout)).toEqual(
    ['well.yml', 'wrong.yml'].map((file) => ({ ...nothing, file, status: 'refused', exit_code: 2 })),
  )
})

test('what nothing is run of is printed as ever, and in process --json is FLAG_OF_COMMAND', async () => {
  const [plan, direct] = await Promise.all([
    project.runlab('run', 'exp.ts', '--json', '--dry-run'),
    project.node('--import', 'runlab/register', 'exp.ts', '--json'),
  ])
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was run') })
  expect(direct).toMatchObject({ code: 2, stderr: expect.stringContaining('--json works with `runlab run` only') })
})
