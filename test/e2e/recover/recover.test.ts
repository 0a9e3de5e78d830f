import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { descendantsOf, killProcesses } from '../../../src/runtime/process/process-tree.ts'
import { until, untilGone } from '../../support/waiting.ts'
import { BIN, Project } from '../project.ts'
import { testWith } from '../../support/needs.ts'
import { NEEDS_PID_NAMESPACES, hasPidNamespaces } from '../../support/pid-namespace.ts'

/** Leaves a stream and a file of other code half written, and waits to be killed, in `run` or in `afterRun`. */
const HALF = `
import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment } from 'runlab'

const wait = async (e) => {
  writeFileSync(e.folder + '/half.bin', 'half of it') // not by e.path(): the run lists it at its end only
  console.log('waiting')
  while (existsSync('half.js')) await sleep(100) // outlives its supervisor, but not the test
}

export const experiment = defineExperiment(import.meta, {
  parameters: { hook: false },
  implement: { afterRun: (e) => (e.params.hook ? wait(e) : undefined) },
  async run(e) {
    e.set('metrics/loss', 0.5)
    await e.commit('kept.txt', 'kept')
    await new Promise((written) => e.createWriteStream('stream.log').write('not closed', written))
    if (!e.params.hook) await wait(e)
  },
})
`
const project = new Project({ 'package.json': '{ "type": "module" }', 'half.js': HALF })
const started: ChildProcess[] = []
afterAll(() => {
  for (const { pid, exitCode, signalCode } of started)
    if (pid !== undefined && exitCode === null && signalCode === null) killProcesses([...descendantsOf(pid), pid])
})

const folderOf = (name: string): string => project.path(`results/half/${name}`)
const pidOf = (name: string): number => project.json(`results/half/${name}/.runlab/alive.json`).pid

/** Starts a run, and comes back when it waits. `wrapper` is a command that runs commands. */
async function start(
  name: string,
  { flags = [], wrapper = [] }: { readonly flags?: readonly string[]; readonly wrapper?: readonly string[] } = {},
): Promise<{ readonly supervisor: ChildProcess; readonly ended: Promise<unknown> }> {
  const [command = '', ...args] = [...wrapper, process.execPath, BIN, 'run', 'half.js', '--name', name, ...flags]
  const child = spawn(command, args, { cwd: project.folder })
  started.push(child)
  const ended = once(child, 'close')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += String(text)))
  await until(`a run "${name}" that waits`, () => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended before it waited:\n${output}`)
    return output.includes('waiting')
  })
  return { supervisor: child, ended }
}

/** Starts a run and kills its supervisor and its process, once what it has set can be read: nobody is left who completes it. */
async function kill(name: string, ...flags: readonly string[]): Promise<void> {
  const { supervisor, ended } = await start(name, { flags })
  await until(`what "${name}" has set`, async () => (await loadRun(folderOf(name))).has('metrics/loss'))
  const pid = pidOf(name)
  supervisor.kill('SIGKILL')
  await ended
  process.kill(pid, 'SIGKILL')
  await untilGone(pid)
}

/** Another run that was killed, as `killed` was before it was recovered. */
function copyKilled(name: string): void {
  spawnSync('cp', ['-rp', project.path('as-killed'), folderOf(name)])
}

beforeAll(async () => {
  await Promise.all([kill('killed'), kill('hook', '--hook')])
  spawnSync('cp', ['-rp', folderOf('killed'), project.path('as-killed')])
  appendFileSync(project.path('results/half/killed/.runlab/artifacts.jsonl'), '{"name":"to')
})

test('recover completes a run that was killed, and says what it did', async () => {
  const { code, stdout, stderr } = await project.runlab('recover', 'half/killed')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^recovered: crashed in run: its process is gone, and nobody saw how it ended\n/)
  expect(stdout).toContain('the last record of .runlab/artifacts.jsonl, which was cut off, removed')
  expect(stdout).toContain('2 files listed that may not be complete: half.bin, stream.log')
  const run = await loadRun(folderOf('killed'))
  expect(run.status).toBe('crashed')
  expect(run.meta).toMatchObject({ status: 'crashed', phase: 'run', recovered: expect.any(Number) })
  expect(run.meta.end_time).toBeGreaterThan(run.meta.start_time)
  expect(run.values).toEqual({ metrics: { loss: 0.5 } })
  expect(run.artifacts.names()).toEqual(['half.bin', 'kept.txt', 'stream.log'])
  expect(await run.artifacts.get('stream.log').text()).toBe('not closed')
  expect(existsSync(`${folderOf('killed')}/.runlab/alive.json`)).toBe(false)
  expect((await project.runlab('show', 'killed')).stdout).not.toContain('runlab recover completes')
})

test('a run that was killed in a hook stays done, and says that its end is missing', async () => {
  const { stdout: list } = await project.runlab('list')
  expect(list).toMatch(/^done +cut short .* half\/hook/m)
  const { stdout: shown } = await project.runlab('show', 'hook')
  expect(shown).toContain('done, but its process died in afterRun, before all was written: runlab recover completes it\n')
  const [recovered] = JSON.parse((await project.runlab('recover', 'hook', '--json')).stdout)
  expect(recovered).toMatchObject({ folder: folderOf('hook'), status: 'done', recovered: true, ending: { complete: false } })
  expect((await loadRun(folderOf('hook'))).ending?.text).toBe(
    'done, but its process died in afterRun, before all was written; its record was completed later',
  )
})

describe('recover refuses', () => {
  test('a run that is alive, and looks at the others that it is given; what is complete stays as it is', async () => {
    await start('alive')
    const { code, stderr, stdout } = await project.runlab('recover', 'alive', 'nowhere', 'half/killed', '--assume-dead')
    expect(code).toBe(2)
    expect(stderr).toContain(`A process still works on ${folderOf('alive')}: ${pidOf('alive')}.`) // RUN_ALIVE
    expect(stderr).toContain('There is no run "nowhere" in')
    expect(stdout).toBe(`nothing to recover: crashed, and complete\n${folderOf('killed')}\n`)
    expect((await loadRun(folderOf('alive'))).status).toBe('running')
  })

  test('a run of another machine until it is said to be dead, and says when that last gave a sign of life', async () => {
    copyKilled('elsewhere')
    const file = `${folderOf('elsewhere')}/.runlab/alive.json`
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), host: 'node17' }))
    const sign = Date.now() / 1000 - 3 * 3600
    utimesSync(file, sign, sign)
    expect((await project.runlab('list')).stdout).toMatch(/^unknown +last sign of life 3 h ago .* half\/elsewhere/m)
    expect((await project.runlab('show', 'elsewhere')).stdout).toContain(
      'whether its process still runs on node17 cannot be told from here; last sign of life 3 h ago\n',
    )
    const refused = await project.runlab('recover', 'elsewhere')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('it ran on node17, and its last sign of life was 3 h ago') // RUN_LIFE_UNKNOWN
    expect(refused.stderr).toContain('--assume-dead')
    expect((await project.runlab('recover', 'elsewhere', '--assume-dead')).code).toBe(0)
    const { meta, status } = await loadRun(folderOf('elsewhere'))
    expect({ status, written: meta.status, end: meta.warnings.join() }).toEqual({
      status: 'crashed',
      written: 'crashed',
      end: expect.stringContaining('end_time is the last sign of life'),
    })
  })

  testWith(hasPidNamespaces, NEEDS_PID_NAMESPACES)('a run in another pid namespace, which is alive there', async () => {
    await start('inside', { wrapper: ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'] })
    const seen: unknown = JSON.parse((await project.runlab('show', 'inside', '--json')).stdout)
    expect(seen).toMatchObject({ status: 'unknown', ending: null, last_sign_of_life: expect.any(Number) })
    expect(await project.runlab('recover', 'inside')).toMatchObject({ code: 2 })
  })

  test('to guess which run is meant', async () => {
    expect(await project.runlab('recover')).toMatchObject({ code: 2, stderr: expect.stringContaining('Say which runs') })
    expect((await project.runlab('recover', '--all', '--assume-dead')).code).toBe(2)
  })
})

/** How often the next test has to hit recover before it is done. */
const CUTS = 4
/** Milliseconds, at most, from the first thing that recover does in a folder to its kill. */
const LATEST = 25

test('killed at any moment, recover goes on when it is called again', async () => {
  copyKilled('original')
  for (let i = 0; i < 200; i++) writeFileSync(`${folderOf('original')}/file-${i}.txt`, `content ${i}`)
  const rounds: string[] = []
  for (let cuts = 0; cuts < CUTS;) {
    const name = `round-${rounds.length}`
    rounds.push(`half/${name}`)
    spawnSync('cp', ['-rp', folderOf('original'), folderOf(name)])
    const child = spawn(process.execPath, [BIN, 'recover', `half/${name}`], { cwd: project.folder, stdio: 'ignore' })
    const closed = once(child, 'close')
    await until('the claim of the folder', () => existsSync(`${folderOf(name)}/.runlab-claim`) || child.exitCode !== null)
    await sleep(Math.random() * LATEST)
    child.kill('SIGKILL')
    await closed
    if (existsSync(`${folderOf(name)}/.runlab/alive.json`)) cuts++
    expect((await loadRun(folderOf(name))).status).toBe('crashed')
  }
  expect((await project.runlab('recover', ...rounds)).code).toBe(0)
  for (const name of rounds) {
    const folder = project.path(`results/${name}`)
    const run = await loadRun(folder)
    expect(run.meta).toMatchObject({ status: 'crashed', recovered: expect.any(Number), counts: { artifacts: 203 } })
    expect(run.artifacts.size).toBe(203)
    expect(run.values).toEqual({ metrics: { loss: 0.5 } })
    expect(existsSync(`${folder}/.runlab/alive.json`)).toBe(false)
  }
})

test('--all recovers every run whose process died, and no other', async () => {
  copyKilled('last')
  const before = await loadRun(folderOf('alive'))
  const recovered = JSON.parse((await project.runlab('recover', '--all', '--json')).stdout)
  const folders = recovered.map((one: { folder: string }) => one.folder)
  expect(folders).toContain(folderOf('last'))
  for (const name of ['alive', 'inside']) expect(folders).not.toContain(folderOf(name))
  expect((await loadRun(folderOf('alive'))).meta).toEqual(before.meta)
  expect((await project.runlab('recover', '--all')).stdout).toBe('no run of which the process died\n')
})
