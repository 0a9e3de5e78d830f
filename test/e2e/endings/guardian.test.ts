import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { until, untilGone } from '../../support/waiting.ts'
import { Project, REGISTER } from '../project.ts'
import { readEnded, signalAgain, start } from './ended-run.ts'
import { ENDINGS } from './program.ts'

const NAMES = ['beside', 'beside-too', 'looping'] as const
const project = new Project({
  'package.json': '{ "type": "module" }',
  'endings.ts': ENDINGS,
  'experiment.ts': `import { defineExperiment } from 'runlab'
import { setTimeout as sleep } from 'node:timers/promises'

/** How many have begun; they go on when all have. */
let begun = 0
let haveBegun = (): void => {}
const allBegun = new Promise<void>((resolve) => (haveBegun = resolve))

export const experiment = defineExperiment(import.meta, {
  parameters: { loops: false },
  async run(e) {
    for (let i = 0; i < 1000; i++) e.set('values/' + i, i)
    if (++begun === ${NAMES.length}) haveBegun()
    await allBegun
    if (!e.params.loops) return await sleep(2 ** 30, undefined, { signal: e.signal })
    process.stdout.write('it loops\\n')
    for (const cell = new Int32Array(new SharedArrayBuffer(4)); ; ) Atomics.wait(cell, 0, 0, 20)
  },
})
`,
  'main.ts': `import { experiment } from './experiment.ts'
process.on('SIGTERM', () => console.log('the program heard'))
const run = (name: string) => experiment.run({ parameters: { loops: name === 'looping' }, name, results: 'results' })
await Promise.all(${JSON.stringify(NAMES)}.map(run))
`,
})
const ALL = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [String(i), i]))

/** Starts `main.ts`, and comes back when one of its runs loops and what all have set is on disk. */
async function startLoopBesideOthers() {
  const child = spawn(process.execPath, ['--import', REGISTER, 'main.ts'], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close').then(([code, signal]: unknown[]) => code ?? signal)
  await until('the loop', () => {
    if (child.exitCode !== null) throw new Error(`It ended before it looped:\n${output}`)
    return output.includes('it loops\n')
  })
  for (const name of NAMES)
    await until(`the values of ${name}`, async () => isDeepStrictEqual((await load(name)).values['values'], ALL))
  return { child, closed, output: () => output }
}

const load = async (name: string) => await loadRun(project.path(`results/experiment/${name}`))

/** What holds of a loop that a signal has ended. */
async function expectForced(name: string, signal: NodeJS.Signals, output: string): Promise<void> {
  const ended = await readEnded(project, name)
  expect(ended.status).toBe('interrupted')
  expect(ended.values).toEqual({ before: 1 })
  expect(ended.ending).toMatchObject({ forced: true, signal, phase: 'run', exitCode: null, complete: false })
  expect(ended.ending?.text).toBe(
    `interrupted by ${signal} in run: it did not answer and was ended by force; its hooks did not run`,
  )
  expect(ended.ending?.lastOutput.join()).toContain('begins')
  const record: unknown = JSON.parse(readFileSync(project.path(`results/endings/${name}/.runlab/ending.json`), 'utf8'))
  expect(record).toMatchObject({ by: 'thread', requested: signal, signal, forced: true, exit_code: null })
  expect(output).toContain('hooks did not run')
  expect(output).not.toMatch(/debugger|warning/i)
}

describe('a loop that does not let go, in process', () => {
  test('is ended by force after SIGINT, and the record says so', async () => {
    const run = start(project, 'in process', ['--way', 'never yields, and computes', '--name', 'computes'])
    await run.said('process')
    run.child.kill('SIGINT')
    expect(await run.ended).toBe('SIGINT')
    await expectForced('computes', 'SIGINT', run.output())
  })

  test('is ended by force after SIGTERM, and gives the shell the code of the signal', async () => {
    const line = `"${process.execPath}" --import "${REGISTER}" endings.ts --way 'interrupts itself in a loop' --name shell; echo "shell saw $?"`
    const { stdout, stderr } = await project.spawn('sh', ['-c', line])
    expect(stdout).toContain('shell saw 143')
    await expectForced('shell', 'SIGTERM', stdout + stderr)
  })

  test('ends at once by a second signal, with what it waits for in native code', async () => {
    let attempts = 0
    // Where the second signal is held up for two seconds, the first one alone has ended the run: then once more.
    const forced = await until('a run that a second signal ends', async () => {
      const name = `native-${++attempts}`
      const run = start(project, 'in process', ['--way', 'waits for a child in native code', '--name', name])
      const child = Number(await run.said('child'))
      run.child.kill('SIGINT')
      await signalAgain(run, 'SIGINT', run.child.pid ?? 0)
      expect(await run.ended).toBe('SIGINT')
      await untilGone(child)
      return run.output().includes('did not answer SIGINT') ? undefined : { name, run }
    })
    const ended = await readEnded(project, forced.name)
    expect(ended.ending).toMatchObject({ forced: true, signal: 'SIGINT', phase: 'run' })
    expect(ended.meta.error).toBeNull()
    expect(forced.run.output()).toContain('A second SIGINT came')
  })

  test('in code ends every run of the process, with all that they have set, also where the program has a handler', async () => {
    const { child, closed, output } = await startLoopBesideOthers()
    child.kill('SIGTERM')
    expect(await closed).toBe('SIGTERM')
    expect(output()).not.toContain('the program heard')
    for (const name of NAMES) {
      const run = await load(name)
      expect(run.status).toBe('interrupted')
      expect(run.ending).toMatchObject({ forced: true, signal: 'SIGTERM' })
      expect(run.values['values']).toEqual(ALL)
    }
  })
})

describe('a second signal in process, while the run still answers', () => {
  test('ends it by force', async () => {
    const flags = ['--way', 'waits', '--slow-hook', '--name', 'second', '--grace', '10000']
    const run = start(project, 'in process', flags)
    const pid = Number(await run.said('process'))
    run.child.kill('SIGINT')
    await run.said('afterRun was called, and the run is')
    await signalAgain(run, 'SIGINT', pid)
    expect(await run.ended).toBe('SIGINT')
    const ended = await readEnded(project, 'second')
    expect(ended.status).toBe('interrupted')
    expect(ended.meta.phase).toBe('afterRun')
    expect(ended.ending?.forced).toBe(true)
    expect(ended.values).toEqual({ before: 1, after: true })
  })
})

test('a folder that has taken the place of a run gets no ending of it', async () => {
  project.write(
    'replaced.ts',
    `import { mkdirSync, renameSync } from 'node:fs'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  run(e) {
    renameSync(e.folder, e.folder + '-moved')
    mkdirSync(e.folder + '/.runlab', { recursive: true })
    process.stdout.write('it loops\\n')
    for (const cell = new Int32Array(new SharedArrayBuffer(4)); ; ) Atomics.wait(cell, 0, 0, 20)
  },
})
experiment.runIfMain()
`,
  )
  const child = spawn(process.execPath, ['--import', REGISTER, 'replaced.ts', '--name', 'one'], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close').then(([code, signal]: unknown[]) => code ?? signal)
  await until('the loop', () => child.exitCode !== null || output.includes('it loops\n'))
  child.kill('SIGTERM')
  expect(await closed, output).toBe('SIGTERM')
  expect(readdirSync(project.path('results/replaced/one/.runlab'))).toEqual([])
})
