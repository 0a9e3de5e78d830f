import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import { Project, REGISTER } from '../project.ts'
import { readEnded, start, untilGone } from './ended-run.ts'
import { ENDINGS } from './program.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'endings.ts': ENDINGS,
  'experiment.ts': `import { defineExperiment, param } from 'runlab'
import { setTimeout as sleep } from 'node:timers/promises'

/** How many have begun; they go on when so many have as the program is told to. */
let begun = 0

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(['waits', 'loops', 'returns']) },
  async run(e) {
    for (let i = 0; i < 1000; i++) e.set('values/' + i, i)
    if (e.params.way === 'returns') return
    begun++
    while (begun < Number(process.argv[3] ?? 1)) await sleep(5)
    process.stdout.write('ready\\n')
    if (e.params.way === 'loops') for (;;);
    await sleep(60_000, undefined, { signal: e.signal })
  },
})
`,
  'main.ts': `import { experiment } from './experiment.ts'
const run = (way: 'waits' | 'loops' | 'returns', name: string) =>
  experiment.run({ parameters: { way }, name, results: 'results' }).catch((error) => console.log('rejected with ' + error.code))
const scenarios: Record<string, () => Promise<unknown>> = {
  'loops': () => run('loops', 'loops'),
  'loops beside another': () => Promise.all([run('waits', 'beside'), run('waits', 'beside-too'), run('loops', 'looping')]),
  'loops with a handler': () => {
    process.on('SIGINT', () => console.log('the program heard'))
    return run('loops', 'handled')
  },
  'returns and stays': async () => {
    await run('returns', 'first')
    await run('returns', 'second')
    process.stdout.write('ready\\n')
    await new Promise((resolve) => setTimeout(resolve, 60_000))
  },
  'returns and handles': async () => {
    await run('returns', 'before')
    const kept = setInterval(() => {}, 1000)
    process.on('SIGINT', () => { console.log('the program heard'); clearInterval(kept) })
    process.stdout.write('ready\\n')
  },
  'is interrupted twice': async () => {
    process.on('SIGINT', () => console.log('the program heard'))
    await run('waits', 'interrupted')
    await run('waits', 'interrupted-too')
  },
  'returns': () => run('returns', 'alone'),
}
await scenarios[process.argv[2]!]!()
console.log('the program is over')
`,
})
const ALL = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [String(i), i]))

/** Starts a scenario of `main.ts`. */
function program(scenario: string, runs = 1) {
  const child = spawn(process.execPath, ['--import', REGISTER, 'main.ts', scenario, String(runs)], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close').then(([code, signal]: unknown[]) => code ?? signal)
  const ready = async (times = 1): Promise<void> => {
    while (output.split('ready\n').length <= times) {
      if (child.exitCode !== null) throw new Error(`It ended before it was ready:\n${output}`)
      await Promise.race([once(child.stdout, 'data'), closed])
    }
  }
  return { child, closed, ready, output: () => output }
}

const load = async (name: string) => await loadRun(project.path(`results/experiment/${name}`))

describe('a loop that does not let go, in process', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('is ended by force after %s, and the record says so', async (signal) => {
    const run = start(project, 'in process', ['--way', 'never yields', '--name', `loop-${signal}`])
    await run.said('process')
    run.child.kill(signal)
    expect(await run.ended).toBe(signal)
    const ended = await readEnded(project, `loop-${signal}`)
    expect(ended.status).toBe('interrupted')
    expect(ended.values).toEqual({ before: 1 })
    expect(ended.ending).toMatchObject({ forced: true, signal, phase: 'run', exitCode: null, complete: false })
    expect(ended.ending?.text).toBe(
      `interrupted by ${signal} in run: it did not answer and was ended by force; its hooks did not run`,
    )
    expect(ended.ending?.lastOutput.join()).toContain('begins')
    const record: unknown = JSON.parse(readFileSync(project.path(`results/endings/loop-${signal}/.runlab/ending.json`), 'utf8'))
    expect(record).toMatchObject({ by: 'thread', requested: signal, signal, forced: true, exitCode: null })
    expect(run.output()).toContain('hooks did not run')
    expect(run.output()).not.toMatch(/debugger|warning/i)
  })

  test('ends at once by a second signal, with what it waits for in native code', async () => {
    const run = start(project, 'in process', ['--way', 'waits for a child in native code', '--name', 'native'])
    const child = Number(await run.said('child'))
    run.child.kill('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 300))
    run.child.kill('SIGINT')
    expect(await run.ended).toBe('SIGINT')
    await untilGone(child)
    const ended = await readEnded(project, 'native')
    expect(ended.ending).toMatchObject({ forced: true, signal: 'SIGINT', phase: 'run' })
    expect(ended.meta.error).toBeNull()
    expect(run.output()).toContain('A second SIGINT came')
  })

  test('gives the shell the code of the signal', async () => {
    const line = `"${process.execPath}" --import "${REGISTER}" endings.ts --way 'interrupts itself in a loop' --name shell; echo "shell saw $?"`
    const { stdout } = await project.spawn('sh', ['-c', line])
    expect(stdout).toContain('shell saw 143')
  })

  test('in code: every value set before is there', async () => {
    const { child, closed, ready } = program('loops')
    await ready()
    child.kill('SIGTERM')
    expect(await closed).toBe('SIGTERM')
    const run = await load('loops')
    expect(run.values['values']).toEqual(ALL)
    expect(run.ending).toMatchObject({ forced: true, signal: 'SIGTERM' })
  })

  test('ends every run of the process', async () => {
    const { child, closed, ready } = program('loops beside another', 3)
    await ready()
    child.kill('SIGINT')
    expect(await closed).toBe('SIGINT')
    // Which of them say that they are ready depends on which is the one that loops.
    for (const name of ['beside', 'beside-too', 'looping']) {
      const run = await load(name)
      expect(run.status).toBe('interrupted')
      expect(run.ending?.forced).toBe(true)
      expect(run.values['values']).toEqual(ALL)
    }
  })

  test('ends also where the program has a handler of its own', async () => {
    const { child, closed, ready, output } = program('loops with a handler')
    await ready()
    child.kill('SIGINT')
    expect(await closed).toBe('SIGINT')
    expect(output()).not.toContain('the program heard')
    expect((await load('handled')).ending?.forced).toBe(true)
  })
})

describe('a second signal in process, while the run still answers', () => {
  test('ends it by force', async () => {
    const run = start(project, 'in process', ['--way', 'waits', '--slow-hook', '--name', 'second'])
    await run.said('process')
    run.child.kill('SIGINT')
    await run.said('afterRun was called, and the run is')
    await new Promise((resolve) => setTimeout(resolve, 300))
    run.child.kill('SIGINT')
    expect(await run.ended).toBe('SIGINT')
    const ended = await readEnded(project, 'second')
    expect(ended.status).toBe('interrupted')
    expect(ended.meta.phase).toBe('afterRun')
    expect(ended.ending?.forced).toBe(true)
    expect(ended.values).toEqual({ before: 1, after: true })
  })
})

describe('a program when its runs are over', () => {
  test('ends by a signal as if there had been none', async () => {
    const { child, closed, ready, output } = program('returns and stays')
    await ready()
    child.kill('SIGINT')
    expect(await closed).toBe('SIGINT')
    expect(output()).not.toContain('is over')
    expect((await load('second')).status).toBe('done')
  })

  test('hears signals with handlers of its own, and is kept alive by nothing', async () => {
    const { child, closed, ready, output } = program('returns and handles')
    await ready()
    child.kill('SIGINT')
    expect(await closed).toBe(0)
    expect(output()).toContain('the program heard')
    expect((await load('before')).status).toBe('done')
  })

  test('is over when it has nothing more to do', async () => {
    const { closed, output } = program('returns')
    expect(await closed).toBe(0)
    expect(output()).toContain('the program is over')
  })

  test('may go on to the next run after a signal that it handles: the next signal is a first one again', async () => {
    const { child, closed, ready, output } = program('is interrupted twice')
    await ready()
    child.kill('SIGINT')
    await ready(2)
    child.kill('SIGINT')
    expect(await closed).toBe(0)
    expect(output()).toContain('the program is over')
    expect(output().split('rejected with RUN_INTERRUPTED')).toHaveLength(3)
    expect((await load('interrupted-too')).ending).toMatchObject({ forced: false, complete: true })
  })
})
