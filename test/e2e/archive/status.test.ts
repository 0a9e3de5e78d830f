import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { until } from '../../support/waiting.ts'
import { BIN, Project } from '../project.ts'

const WAITING = `
import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { defineExperiment } from 'runlab'

export default defineExperiment(import.meta, {
  async run(e) {
    e.set('first', 1)
    e.log('under way')
    await e.commit('half.txt', 'half')
    while (!existsSync('go-on') && existsSync('waiting.js')) await setTimeout(20)
    e.set('second', 2)
  },
})
`
const LATE = `
import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { defineExperiment } from 'runlab'

const experiment = defineExperiment(import.meta, {
  hooks: { twice: (e, n) => 2 * n },
  implement: { afterRun: (e) => { e.set('from afterRun', e.status) } },
  run(e) {
    globalThis.e = e
  },
})
await experiment.run({ name: 'ended' })
const { e } = globalThis
const codes = []
for (const action of [
  () => e.set('late', 1),
  () => e.commit('late.txt', 'x'),
  () => e.createWriteStream('late.txt'),
  () => e.path('late.txt'),
  () => e.use('package.json'),
]) {
  try {
    await action()
    codes.push('nothing')
  } catch (error) {
    codes.push(error.code + ' ' + error.details.method)
  }
}
e.log('said too late')
console.log(JSON.stringify({ codes, status: e.status, values: e.values, log: await e.readLog() }))
`

const project = new Project({ 'package.json': '{ "type": "module" }', 'waiting.js': WAITING, 'late.js': LATE })
const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
})

/** Starts `runlab run waiting.js`, and comes back once the run is under way. */
async function start(name: string): Promise<{ readonly exit: Promise<number | null>; readonly pid: number }> {
  const options = { cwd: project.folder, stdio: 'ignore' as const }
  const child = spawn(process.execPath, [BIN, 'run', 'waiting.js', '--name', name, '--quiet'], options)
  started.push(child)
  const exit = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null)
  await until('its artifact', () => existsSync(project.path(`results/waiting/${name}/half.txt`)))
  return { exit, pid: project.json(`results/waiting/${name}/.runlab/alive.json`).pid }
}

const statusOf = async (name: string): Promise<string> => {
  const runs = JSON.parse((await project.runlab('list', '--json')).stdout)
  return runs.find((run: any) => run.run === name).status
}

describe('while a run executes', () => {
  test('list says running, its values appear on disk, and it can be loaded; killed, it reads as crashed', async () => {
    const [killed, ending] = await Promise.all([start('killed'), start('ending')])
    expect(await Promise.all(['killed', 'ending'].map(statusOf))).toEqual(['running', 'running'])
    for (const name of ['killed', 'ending']) {
      // oxlint-disable-next-line no-await-in-loop -- waits
      await until('its value', () =>
        readFileSync(project.path(`results/waiting/${name}/experiment_data.json`), 'utf8').includes('first'),
      )
    }
    const live = await loadRun(project.path('results/waiting/ending'))
    expect(live.status).toBe('running')
    expect(live.meta).toMatchObject({ status: 'running', end_time: null, duration: 0, has_error: false })
    expect(live.values).toEqual({ first: 1 })
    expect(await live.artifacts.get('half.txt').text()).toBe('half')
    // The supervisor writes the log, when it has read what the run says.
    await until('its log', async () => (await live.readLog()).endsWith('under way\n'))
    expect(live.snapshot?.files.map(({ path }) => path)).toEqual(['waiting.js', 'package.json'])

    process.kill(killed.pid, 'SIGKILL')
    expect(await killed.exit).toBe(137)
    project.write('go-on', '')
    expect(await ending.exit).toBe(0)
    expect(await Promise.all(['killed', 'ending'].map(statusOf))).toEqual(['crashed', 'done'])
    const crashed = await loadRun(project.path('results/waiting/killed'))
    expect(crashed.status).toBe('crashed')
    expect(crashed.values).toEqual({ first: 1 })
    expect(crashed.artifacts.names()).toEqual(['half.txt'])
    expect(await crashed.readLog()).toMatch(/under way\n$/)
    expect((await project.runlab('show', 'killed')).stdout).toMatch(
      /^crashed after .*, started .*\ncrashed in run: its process was ended by SIGKILL\n(?!runlab recover)/m,
    )
    // Other tools look at nothing else; its supervisor has written it.
    const meta = project.json('results/waiting/killed/experiment_meta.json')
    expect(meta).toMatchObject({ status: 'crashed', phase: 'run', recovered: expect.any(Number), counts: { artifacts: 1 } })
    // What the other run has since recorded is not in what was loaded before.
    expect((await loadRun(live.folder)).values).toEqual({ first: 1, second: 2 })
  })
})

describe('after a run has ended', () => {
  test('nothing can be added to it: RUN_ENDED', async () => {
    const { code, stdout, stderr } = await project.node('late.js')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n')[0]).toBe('said too late')
    const { codes, status, values, log } = JSON.parse(stdout.split('\n')[1] ?? '')
    expect(codes).toEqual(['set', 'commit', 'createWriteStream', 'path', 'use'].map((method) => `RUN_ENDED ${method}`))
    expect({ status, values }).toEqual({ status: 'done', values: { 'from afterRun': 'done' } })
    expect(log).not.toContain('too late')
    const run = await loadRun(project.path('results/late/ended'))
    expect([run.values, run.artifacts.names()]).toEqual([{ 'from afterRun': 'done' }, []])
  })
})
