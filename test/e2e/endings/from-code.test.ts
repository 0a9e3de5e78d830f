import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { until } from '../../support/waiting.ts'
import { Project, REGISTER } from '../project.ts'

/** Programs of their own that run an experiment from code, and say `ready` when a signal may come. */
const project = new Project({
  'package.json': '{ "type": "module" }',
  'experiment.ts': `import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(['waits', 'throws in a timer', 'exits', 'returns']) },
  async run(e) {
    e.set('before', 1)
    if (e.params.way === 'returns') return
    process.stdout.write('ready\\n')
    if (e.params.way === 'throws in a timer') setTimeout(() => { throw new TypeError('thrown in a timer') })
    if (e.params.way === 'exits') process.exit(0)
    await sleep(2 ** 30, undefined, { signal: e.signal })
  },
})
export const run = (way: 'waits' | 'throws in a timer' | 'exits' | 'returns', name: string) =>
  experiment
    .run({ parameters: { way }, name, results: 'results' })
    .catch((error) => console.log('rejected with ' + (error as { code: string }).code))
export const forEver = () => sleep(2 ** 30)
`,
  'waits.ts': `import { forEver, run } from './experiment.ts'
await run('waits', 'waits')
await forEver()
`,
  'returns.ts': `import { forEver, run } from './experiment.ts'
await run('returns', 'first')
await run('returns', 'second')
process.stdout.write('ready\\n')
await forEver()
`,
  'handles-signals.ts': `import { once } from 'node:events'
import { run } from './experiment.ts'
process.on('SIGTERM', () => console.log('the program heard'))
await run('returns', 'before')
const alive = setInterval(() => {}, 2 ** 30)
process.stdout.write('ready\\n')
await once(process, 'SIGTERM')
clearInterval(alive)
await run('waits', 'interrupted')
await run('waits', 'interrupted-too')
console.log('listeners left: ' + process.listenerCount('SIGINT') + process.listenerCount('uncaughtExceptionMonitor'))
console.log('the program is over')
`,
  'throws.ts': `import { forEver, run } from './experiment.ts'
await run('throws in a timer', 'throws')
await forEver()
`,
  'handles-errors.ts': `import { forEver, run } from './experiment.ts'
process.on('uncaughtException', () => { console.log('the program heard'); setImmediate(() => process.exit(9)) })
await run('throws in a timer', 'handled')
await forEver()
`,
  'exits.ts': `import { run } from './experiment.ts'
await run('exits', 'exits')
`,
})

/** Runs a program, and sends it these signals, each when it is ready for one. */
async function run(program: string, ...signals: readonly NodeJS.Signals[]) {
  const child = spawn(process.execPath, ['--import', REGISTER, program], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close')
  for (const [index, signal] of signals.entries()) {
    await until('"ready" in the output', () => {
      if (child.exitCode !== null) throw new Error(`It ended before it was ready:\n${output}`)
      return output.split('ready\n').length > index + 1
    })
    child.kill(signal)
  }
  const [code, died]: unknown[] = await closed
  return { code, died, output }
}

const load = async (name: string) => await loadRun(project.path(`results/experiment/${name}`))

describe('a run from code', () => {
  test('that a signal interrupts rejects with RUN_INTERRUPTED, and the program ends by the signal', async () => {
    const { died } = await run('waits.ts', 'SIGTERM')
    expect(died).toBe('SIGTERM')
    const { status, values, meta } = await load('waits')
    expect(status).toBe('interrupted')
    expect(values).toEqual({ before: 1 })
    expect(meta).toMatchObject({ phase: 'ended', signal: 'SIGTERM', exit_code: null, supervisor: null })
  })

  test('records an error that nobody catches, and leaves the rest to Node', async () => {
    const { code, output } = await run('throws.ts')
    expect(code).toBe(1)
    expect(output).toContain('TypeError: thrown in a timer')
    const { status, values, meta } = await load('throws')
    expect(status).toBe('failed')
    expect(meta.error).toMatchObject({ type: 'TypeError', origin: 'uncaught exception', phase: 'run' })
    expect(values).toEqual({ before: 1 })
  })

  test('leaves errors to a program that catches them itself, and records the exit that this makes', async () => {
    const { code, output } = await run('handles-errors.ts')
    expect(code).toBe(9)
    expect(output).toContain('the program heard')
    expect((await load('handled')).meta.error).toMatchObject({ code: 'RUN_EXITED', origin: 'exit' })
  })

  test('records an exit, and leaves its code as it is', async () => {
    const { code } = await run('exits.ts')
    expect(code).toBe(0)
    const { status, meta } = await load('exits')
    expect(status).toBe('failed')
    expect(meta.error).toMatchObject({ code: 'RUN_EXITED', origin: 'exit', phase: 'run' })
  })
})

describe('a program that handles signals itself', () => {
  test('hears them between its runs, goes on after those that interrupt a run, and is kept alive by nothing', async () => {
    const { code, output } = await run('handles-signals.ts', 'SIGTERM', 'SIGTERM', 'SIGTERM')
    expect(code).toBe(0)
    expect(output.split('the program heard')).toHaveLength(4)
    expect(output.split('rejected with RUN_INTERRUPTED')).toHaveLength(3)
    expect(output).toContain('listeners left: 00')
    expect(output).toContain('the program is over')
    expect((await load('before')).status).toBe('done')
    for (const name of ['interrupted', 'interrupted-too']) {
      const { status, ending } = await load(name) // the second signal is a first one again
      expect(status).toBe('interrupted')
      expect(ending).toMatchObject({ forced: false, complete: true })
    }
  })
})

describe('a program when its runs are over', () => {
  test('ends by a signal as if there had been none', async () => {
    const { died } = await run('returns.ts', 'SIGINT')
    expect(died).toBe('SIGINT')
    expect((await load('second')).status).toBe('done')
  })
})
