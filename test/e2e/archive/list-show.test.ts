import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import { testAsOrdinaryUser } from '../../support/needs.ts'

const EXPERIMENT = `
import { setTimeout } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'

/** Adds and fails where asked to. */
export const experiment = defineExperiment(import.meta, {
  parameters: { n: 1, label: 'x', key: param.secret({ env: 'THE_KEY', optional: true }), fail: false },
  async run(e) {
    e.set('metrics/n', e.params.n)
    await e.commit('out.csv', 'a,b\\n')
    if (e.params.fail) throw new RangeError('as asked')
  },
})
export const second = defineExperiment(import.meta, { parameters: {}, run() {} })
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'lab/study.js': EXPERIMENT })
let tail = ''
let generated = ''

beforeAll(async () => {
  const runs = [
    ['lab/study.js', '--prefix', 'pre', '--n', '2'],
    ['lab/study.js', '--name', 'baseline', '--label', 'two\\nlines', '--key', 'short'],
    ['lab/study.js#second', '--name', 'baseline'],
    ['lab/study.js', '--name', 'failing', '--fail'],
  ]
  for (const run of runs) {
    const [file = '', ...flags] = run.map((argument) => argument.replace('\\n', '\n'))
    // oxlint-disable-next-line no-await-in-loop -- the listing is in order of time
    const { code } = await project.runlab('run', file, ...flags, '--quiet', '--seed', '5')
    expect([flags, code]).toEqual([flags, flags.includes('--fail') ? 1 : 0])
  }
  generated = project.runs('lab/study').find((name) => name.includes('/pre_')) ?? ''
  tail = generated.slice(-4)
})

const json = async (...args: readonly string[]): Promise<any> => JSON.parse((await project.runlab(...args, '--json')).stdout)

describe('runlab list', () => {
  test('shows the runs, newest first: status, duration or reason, when it began, name, and the parameters that were given', async () => {
    const time = expect.stringMatching(/^(?:just now|\d+ (?:s|min|h) ago)$/)
    const { code, stdout, stderr } = await project.runlab('list')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [head, ...lines] = stdout.trimEnd().split('\n')
    expect(head).toBe(`4 runs in ${project.path('results')}`)
    expect(lines[0]).toMatch(/^status +took +when +run +seed +metrics\/n +given$/)
    expect(lines.slice(1).map((line) => line.split(/ {2,}/))).toEqual([
      ['failed', 'RangeError in run', time, 'lab/study/failing', '5', '1', 'fail=true'],
      ['done', expect.stringMatching(/^\d/), time, 'lab/study/second/baseline', '5'],
      ['done', expect.stringMatching(/^\d/), time, 'lab/study/baseline', '5', '1', "label='two\\nlines' key=***"],
      ['done', expect.stringMatching(/^\d/), time, `lab/study/pre_${tail}`, '5', '2', 'n=2'],
    ])
  })

  test('takes a namespace, of which it shows what is below', async () => {
    expect((await json('list', 'lab/study/second')).map((run: any) => run.run)).toEqual(['baseline'])
    expect(await json('list', 'lab')).toHaveLength(4)
    expect(await json('list', 'results/lab/study/second')).toHaveLength(1) // as a shell completes it
    for (const [wanted, hint] of [
      ['la', 'Did you mean lab?'],
      ['../lib', 'Did you mean lab?'],
      ['qqq', 'runlab list shows all of them'],
    ] as const) {
      const { code, stdout, stderr } = await project.runlab('list', wanted)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain(`There are no runs of "${wanted}" in ${project.path('results')}.`) // NAMESPACE_NOT_FOUND
      expect(stderr).toContain(hint)
    }
  })

  test('shows as many as asked for, and says that there are more', async () => {
    const { stdout } = await project.runlab('list', '-n', '1')
    expect(stdout).toMatch(/^4 runs in .*\nstatus .*\nfailed .*\n… 3 more; the same with -n 0 shows all\n$/)
    expect(await json('list', '-n', '0')).toHaveLength(4)
    expect(await project.runlab('list', '-n', 'many')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--limit cannot be'),
    })
  })

  test('gives everything as JSON', async () => {
    const runs = await json('list')
    expect(runs.map((run: any) => run.status)).toEqual(['failed', 'done', 'done', 'done'])
    expect(runs[0]).toEqual({
      folder: project.path('results/lab/study/failing'),
      ...project.json('results/lab/study/failing/experiment_meta.json'),
      ending: expect.objectContaining({ text: 'failed in run', phase: 'run', exitCode: 1, complete: true }),
      last_sign_of_life: null,
      tags: [],
      notes: [],
    })
  })

  test('finds the archive from a folder below the project, by --results and by RUNLAB_RESULTS', async () => {
    mkdirSync(project.path('deep/er'), { recursive: true })
    const below = project.spawn('/bin/sh', ['-c', `cd deep/er && ${process.execPath} ${BIN} list --json`])
    const named = project.spawn(process.execPath, [BIN, 'list', '--json'], { RUNLAB_RESULTS: 'results/lab/study/second' })
    expect(JSON.parse((await below).stdout)).toHaveLength(4)
    expect(JSON.parse((await named).stdout)).toHaveLength(1)
    expect(await json('list', '--results', 'results/lab/study/second')).toHaveLength(1)
  })

  test('of an archive that is empty, or not there, shows none', async () => {
    mkdirSync(project.path('empty'))
    for (const folder of ['empty', 'not-there']) {
      // oxlint-disable-next-line no-await-in-loop -- two short ones
      const outcomes = await Promise.all([project.runlab('list', '--results', folder), json('list', '--results', folder)])
      expect(outcomes).toEqual([{ code: 0, stdout: `0 runs in ${project.path(folder)}\n`, stderr: '' }, []])
    }
  })

  test('names what it cannot read, after everything else', async () => {
    const archive = 'with-broken'
    cpSync(project.path('results/lab'), project.path(archive), { recursive: true })
    writeFileSync(project.path(`${archive}/study/failing/experiment_meta.json`), '{ "torn')
    mkdirSync(project.path(`${archive}/newer`))
    writeFileSync(project.path(`${archive}/newer/experiment_meta.json`), '{ "format": 99 }')
    const runs = await json('list', '--results', archive)
    expect(runs.map((run: any) => run.status)).toEqual(['done', 'done', 'done', 'unreadable', 'unreadable'])
    expect(runs.slice(3).map((run: any) => run.error)).toEqual([
      expect.stringContaining('format 99'),
      expect.stringContaining('experiment_meta.json'),
    ])
    const { code, stdout } = await project.runlab('list', '--results', archive)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^unreadable .*study\/failing/m)
    rmSync(project.path(archive), { recursive: true })
  })

  testAsOrdinaryUser('names a folder without permission', async () => {
    mkdirSync(project.path('locked/away'), { recursive: true })
    chmodSync(project.path('locked/away'), 0)
    expect(await json('list', '--results', 'locked')).toMatchObject([{ status: 'unreadable' }])
  })
})

describe('runlab show', () => {
  test('shows how a run ended, its parameters, values, artifacts and surroundings', async () => {
    const { code, stdout, stderr } = await project.runlab('show', 'lab/study/baseline')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^lab\/study\/baseline\nAdds and fails where asked to\.\ndone in \d.*, started \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n/,
    )
    expect(stdout).toMatch(
      /\nparameters\n {2}n +1\n {2}label +'two\\nlines' +command line, default x\n {2}key +\*{3} +command line\n {2}fail +false\n/,
    )
    expect(stdout).toMatch(/\nvalues\n {2}metrics\/n +1\n/)
    expect(stdout).toMatch(/\nartifacts\n {2}out\.csv +4 B\n/)
    expect(stdout).toMatch(/\nran with\n {2}seed +5\n/)
    expect(stdout).toContain(`node ${process.version} on`)
    expect(stdout.endsWith(`\n${project.path('results/lab/study/baseline')}\n`)).toBe(true)
  })

  test('shows the error of a run that failed, and where', async () => {
    const { stdout } = await project.runlab('show', 'failing')
    expect(stdout).toMatch(/^failed in run after .+, started /m)
    expect(stdout).toMatch(/^RangeError: as asked$/m)
    expect(stdout).toMatch(/^ {2}key +not set$/m)
    expect(stdout).toMatch(/^ +at .*lab\/study\.js:\d+/m)
  })

  test('gives everything as JSON, special values with their kind', async () => {
    const shown = await json('show', 'lab/study/baseline')
    expect(shown).toMatchObject({
      ...project.json('results/lab/study/baseline/experiment_meta.json'),
      folder: project.path('results/lab/study/baseline'),
      status: 'done',
      ending: { text: 'done', complete: true },
      last_sign_of_life: null,
      values: { metrics: { n: 1 } },
      artifacts: [{ name: 'out.csv', size: 4, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      inputs: [],
      environment: project.json('results/lab/study/baseline/.runlab/environment.json'),
      snapshot: project.json('results/lab/study/baseline/.runlab/snapshot.json'),
    })
  })

  test('finds a run by its path, its name, the end of its name, and the latest', async () => {
    const ways = [generated, project.path(generated), `${generated}/experiment_meta.json`, generated.slice('results/'.length)]
    const found = await Promise.all([...ways, generated.split('/').at(-1) ?? '', tail].map((way) => json('show', way)))
    expect(found.map((run) => run.folder)).toEqual(found.map(() => project.path(generated)))
    expect((await json('show', 'latest')).run).toBe('failing')
  })

  test('asks when several runs have the name', async () => {
    const { code, stderr } = await project.runlab('show', 'baseline')
    expect(code).toBe(2)
    // RUN_AMBIGUOUS
    expect(stderr).toContain('Several runs are meant by "baseline": lab/study/second/baseline, lab/study/baseline.')
    expect(stderr).toContain('Type more of its name.')
  })

  test('refuses a run that is not there, and names a similar one', async () => {
    const { code, stderr } = await project.runlab('show', 'failling')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `error: There is no run "failling" in ${project.path('results')}.\n       Did you mean failing?\n`,
    })
    expect(await project.runlab('show', 'latest', '--results', 'nowhere')).toMatchObject({ code: 2 })
  })
})

test('a command that does not exist is refused, and a similar one named', async () => {
  expect((await project.runlab('runs')).stderr).toContain('Did you mean list?')
  // COMMAND_UNKNOWN
  const { code, stderr } = await project.runlab('lst')
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: There is no command "lst".\n       Did you mean list?\n' })
})
