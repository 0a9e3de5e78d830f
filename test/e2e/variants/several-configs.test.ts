import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'
import { few } from '../running/runs.ts'
import { until } from '../../support/waiting.ts'
import { TerminalSession } from '../supervisor/terminal-session.ts'

const CONFIG = (what: string): string => `extend: ./exp.ts\nparameters:\n  what: ${what}\n`
const FILES = {
  'package.json': '{ "name": "several", "type": "module" }\n',
  'exp.ts': `import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { n: 1, what: '', key: param.secret({ env: 'ITS_KEY', optional: true }) },
  async run(e) {
    console.log('running', e.params.what, e.params.n)
    if (e.params.what === 'fails') throw new Error('no good')
    if (e.params.what === 'waits') await sleep(2 ** 30)
  },
})
`,
  'needy.ts': `import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, { parameters: { key: param.secret({ env: 'NOWHERE_SET' }) }, run() {} })
`,
  'exits.ts': "process.exit(0)\nexport * from 'runlab'\n",
  'killed.ts': "process.kill(process.pid, 'SIGKILL')\nexport * from 'runlab'\n",
  'a.yml': CONFIG('a'),
  'b.yml': CONFIG('b'),
  'fails.yml': CONFIG('fails'),
  'waits.yml': CONFIG('waits'),
  'wrong.yml': `${CONFIG('wrong')}  n: many\ncolor: red\n`,
  'many.yml': `${CONFIG('many')}  n: many\n`,
  'needy.yml': 'extend: ./needy.ts\n',
  'exits.yml': 'extend: ./exits.ts\n',
  'killed.yml': 'extend: ./killed.ts\n',
}

const project = new Project(FILES)
const run = async (label: string, ...args: readonly string[]): Promise<Outcome> =>
  await few(async () => await project.runlab('run', ...args, '--no-system', `--results=${label}`))
/** The rows of the summary: what became of a config, which, and the name of its run. */
const summaryOf = (stdout: string): { title: string | undefined; rows: string[][] } => {
  const lines = stdout
    .slice(stdout.search(/^\d+ of \d+ done$/m))
    .trimEnd()
    .split('\n')
  return { title: lines[0], rows: lines.slice(1).map((line) => line.split(/ {2,}/).filter((_, i) => i !== 2)) }
}
const ran = (stdout: string): string[] => stdout.split('\n').filter((line) => line.startsWith('running'))

describe('several configs', () => {
  const outcomes: Record<string, Outcome> = {}
  beforeAll(async () => {
    const commands: Record<string, readonly string[]> = {
      all: ['--n', '3', 'many.yml', '--quiet', 'b.yml', ...Array.from({ length: 9 }, () => 'a.yml')],
      failing: ['a.yml', 'fails.yml', 'a.yml', '--quiet'],
      going: ['--keep-going', 'fails.yml', 'a.yml', 'wrong.yml', '--quiet'],
      wrong: ['a.yml', 'wrong.yml', 'needy.yml', 'exits.yml', 'killed.yml'],
      missing: ['a.yml', 'bb.yml', '--keep-going'],
      flags: ['a.yml', 'b.yml', '--m', '3'],
      dry: ['a.yml', 'b.yml', '--dry-run'],
      single: ['a.yml', '--quiet'],
    }
    await Promise.all(Object.entries(commands).map(async ([name, args]) => (outcomes[name] = await run(name, ...args))))
  })
  const of = (name: string): Outcome => outcomes[name] ?? { code: null, stdout: '', stderr: '' }

  test('run one after the other, with the flags of all, and a summary at the end', () => {
    const { code, stdout, stderr } = of('all')
    expect([code, stderr]).toEqual([0, ''])
    expect(ran(stdout)).toEqual(['running many 3', 'running b 3', ...Array.from({ length: 9 }, () => 'running a 3')])
    const { title, rows } = summaryOf(stdout)
    expect(title).toBe('11 of 11 done')
    expect(rows.slice(0, 2)).toEqual([
      ['done', 'many.yml', basename(project.onlyRun('many', 'all'))],
      ['done', 'b.yml', basename(project.onlyRun('b', 'all'))],
    ])
    const others = project.runs('a', 'all').map((folder) => ['done', 'a.yml', basename(folder)])
    expect(rows.slice(2).toSorted()).toEqual(others.toSorted())
  })

  test('may be more than the listeners that Node lets pass without a warning', () => {
    expect(of('all')).toMatchObject({ code: 0, stderr: '' })
    expect(summaryOf(of('all').stdout).rows).toHaveLength(11)
  })

  test('stop at the first that fails', () => {
    const { code, stdout, stderr } = of('failing')
    expect(code).toBe(1)
    expect(ran(stdout)).toEqual(['running a 1', 'running fails 1'])
    expect(stderr).toContain('Error: no good')
    expect(summaryOf(stdout)).toEqual({
      title: '1 of 3 done',
      rows: [
        ['done', 'a.yml', basename(project.onlyRun('a', 'failing'))],
        ['failed (1)', 'fails.yml', basename(project.onlyRun('fails', 'failing'))],
        ['not run', 'a.yml'],
      ],
    })
  })

  test('with --keep-going all run but those that are wrong', () => {
    const { code, stdout, stderr } = of('going')
    expect(code).toBe(1)
    expect(ran(stdout)).toEqual(['running fails 1', 'running a 1'])
    expect(summaryOf(stdout).rows.map(([outcome, config]) => [outcome, config])).toEqual([
      ['failed (1)', 'fails.yml'],
      ['done', 'a.yml'],
      ['refused (2)', 'wrong.yml'],
    ])
    expect(stderr.match(/^error: .*$/gm)).toEqual([
      'error: wrong.yml:4:6: Parameter "n" cannot be "many": expected a number.',
      'error: wrong.yml:5:1: A config has no key "color".',
    ])
    expect(project.runs('wrong', 'going')).toEqual([])
  })

  test('of which one is wrong do not run at all', () => {
    const { code, stdout, stderr } = of('wrong')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.match(/^error: .*$/gm)).toEqual([
      'error: wrong.yml:4:6: Parameter "n" cannot be "many": expected a number.',
      'error: wrong.yml:5:1: A config has no key "color".',
      'error: Parameter "key" has no value.',
      'error: exits.yml:1:9: exits.ts could not be loaded: it calls process.exit(0) (exits.ts:1:9)',
    ])
    expect(stderr).toContain('── killed.yml\nThe process was ended by SIGKILL before a run began.\n')
    expect(stderr).toMatch(/\nNothing was run\. With --keep-going the others are\.\n$/)
    expect(project.runs('a', 'wrong')).toEqual([])
  })

  test('of which one is not there, neither', () => {
    expect(of('missing')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: There is no file bb.yml.\n       Did you mean b.yml?\n',
    })
  })

  test('do not run with a flag that they do not have, which is said once', () => {
    expect(of('flags')).toMatchObject({ code: 2, stdout: '' })
    expect(of('flags').stderr.match(/Unknown flag --m\./g)).toHaveLength(1)
  })

  test('run where the command line replaces what is wrong', () => {
    expect(of('all')).toMatchObject({ code: 0, stderr: '' })
    expect(ran(of('all').stdout)[0]).toBe('running many 3')
  })

  test('say what they would do', () => {
    expect(of('dry').code).toBe(0)
    expect(of('dry').stdout.match(/Nothing was run/g)).toHaveLength(2)
    expect(project.runs('a', 'dry')).toEqual([])
  })

  test('but one has no summary', () => {
    expect(of('single')).toMatchObject({ code: 0, stdout: 'running a 1\n' })
  })
})

describe('Ctrl-C', () => {
  const started: ChildProcess[] = []
  afterAll(() => {
    for (const { pid } of started) {
      try {
        if (pid !== undefined) process.kill(-pid, 'SIGKILL')
      } catch {
        // It has ended.
      }
    }
  })

  /** Starts a batch as the leader of a group, as a shell does, and waits until a run is under way. */
  async function startBatch(
    label: string,
    ...args: readonly string[]
  ): Promise<{ child: ChildProcess; ended: Promise<Outcome> }> {
    const child = spawn(process.execPath, [BIN, 'run', ...args, '--no-system', '--quiet', `--results=${label}`], {
      cwd: project.folder,
      env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    started.push(child)
    const read = { stdout: '', stderr: '' }
    child.stderr.on('data', (chunk: Buffer) => (read.stderr += String(chunk)))
    const isRunning = new Promise<void>((settle) => {
      child.stdout.on('data', (chunk: Buffer) => {
        read.stdout += String(chunk)
        if (read.stdout.includes('running waits')) settle()
      })
    })
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...read }))
    await Promise.race([isRunning, ended])
    return { child, ended }
  }

  test.each([
    ['to the group', (pid: number): boolean => process.kill(-pid, 'SIGINT'), []],
    ['to the supervisor alone', (pid: number): boolean => process.kill(pid, 'SIGINT'), ['--keep-going']],
  ])('%s ends the batch, and not only its run', async (label, interrupt, flags) => {
    const { child, ended } = await startBatch(label, 'a.yml', 'waits.yml', 'a.yml', ...flags)
    interrupt(child.pid ?? 0)
    const { code, stdout } = await ended
    expect(code).toBe(130)
    expect(summaryOf(stdout)).toEqual({
      title: '1 of 3 done',
      rows: [
        ['done', 'a.yml', basename(project.onlyRun('a', label))],
        ['interrupted', 'waits.yml', basename(project.onlyRun('waits', label))],
        ['not run', 'a.yml'],
      ],
    })
    expect(project.json(`${project.onlyRun('waits', label)}/experiment_meta.json`)).toMatchObject({ status: 'interrupted' })
  })

  test('stops all that run at a time; after a failure no other one begins, and each has its own log', async () => {
    const args = ['run', 'a.yml', 'waits.yml', 'fails.yml', 'b.yml', '--no-system', '--jobs', '2', '--results=jobs']
    const child = spawn(process.execPath, [BIN, ...args], { cwd: project.folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    const shows = new Promise<void>((settle) => {
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += String(chunk)
        if (/not run +b\.yml/.test(stdout) && /running +waits\.yml/.test(stdout)) settle()
      })
    })
    const ended = once(child, 'close').then(([code]) => code as number | null)
    await Promise.race([shows, ended])
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    const [a, waits, fails] = ['a', 'waits', 'fails'].map((name) => project.onlyRun(name, 'jobs'))
    expect(summaryOf(stdout)).toEqual({
      title: '1 of 4 done',
      rows: [
        ['done', 'a.yml', basename(a ?? '')],
        ['stopped', 'waits.yml', basename(waits ?? '')],
        ['failed (1)', 'fails.yml', basename(fails ?? '')],
        ['not run', 'b.yml'],
      ],
    })
    expect(stdout).toMatch(/^failed \(1\) +fails\.yml .*Error: no good$/m)
    expect(stdout).not.toMatch(/^running (?:a|waits|fails) /m)
    expect(project.read(`${a}/experiment_out.log`)).toContain('running a 1')
    const stopped = { status: 'stopped', stop_reason: 'runlab run was interrupted by SIGINT' }
    expect(project.json(`${waits}/experiment_meta.json`)).toMatchObject(stopped)
    const refused = await run('many-jobs', 'a.yml', 'b.yml', '--jobs=many')
    expect([refused.code, refused.stderr]).toEqual([2, 'error: --jobs cannot be many: expected a whole number, 1 to 9999.\n'])
  })

  test('a batch that is killed leaves the runs that it has begun to finish', async () => {
    const args = ['run', 'waits.yml', 'waits.yml', '--no-system', '--no-visuals', '--jobs=2', '--results=orphans']
    const child = spawn(process.execPath, [BIN, ...args], { cwd: project.folder, stdio: 'ignore' })
    const metaOf = (folder: string): { status: string; phase: string } => project.json(`${folder}/experiment_meta.json`)
    const folders = await until('both run', () => {
      const runs = project.runs('waits', 'orphans')
      return runs.length === 2 && runs.every((folder) => existsSync(project.path(`${folder}/experiment_meta.json`))) ? runs : null
    })
    await until('both are in run', () => folders.every((folder) => metaOf(folder).phase === 'run'))
    child.kill('SIGKILL')
    await once(child, 'close')
    for (const folder of folders) {
      expect(metaOf(folder).status).toBe('running')
      process.kill(project.json(`${folder}/.runlab/alive.json`).pid as number, 'SIGTERM')
    }
    await until('both have ended', () => folders.every((folder) => metaOf(folder).phase === 'ended'))
    expect(folders.map((folder) => metaOf(folder))).toEqual(
      folders.map(() => expect.objectContaining({ status: 'interrupted', supervisor: 'lost' }) as unknown),
    )
  })

  test('typed into a terminal ends the batch, too', async () => {
    const args = ['run', 'waits.yml', 'waits.yml', '--no-system', '--keep-going', '--results=terminal']
    const session = new TerminalSession(project, [process.execPath, BIN, ...args])
    await session.shows(/running waits/)
    session.type('\u0003')
    expect(await session.ended).toMatchObject({ exitCode: 130 })
    expect(session.output).toMatch(/interrupted\s+waits\.yml[^]*not run\s+waits\.yml/)
  })
})
