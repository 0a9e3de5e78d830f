import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { loadRun } from '../../../src/index.ts'
import { Project, REGISTER } from '../project.ts'

/** A program of its own that runs an experiment from code. `main.ts MODE` says `ready` when the run has begun. */
const FILES = {
  'package.json': '{ "type": "module" }',
  'experiment.ts': `import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(['waits', 'throws in a timer', 'exits']) },
  async run(e) {
    e.set('before', 1)
    process.stdout.write('ready\\n')
    if (e.params.way === 'throws in a timer') setTimeout(() => { throw new TypeError('thrown in a timer') })
    if (e.params.way === 'exits') process.exit(0)
    await sleep(60_000, undefined, { signal: e.signal })
  },
})
`,
  'main.ts': `import { experiment } from './experiment.ts'
const [way, handles] = process.argv.slice(2)
if (handles === 'signal') process.on('SIGTERM', () => console.log('handled by the program'))
if (handles === 'errors') process.on('uncaughtException', () => { console.log('handled by the program'); setTimeout(() => process.exit(9)) })
try {
  await experiment.run({ parameters: { way: way as 'waits' }, name: way + handles, results: 'results' })
} catch (error) {
  console.log('rejected with ' + (error as { code: string }).code)
}
console.log('listeners left: ' + process.listenerCount('SIGINT') + process.listenerCount('uncaughtExceptionMonitor'))
await new Promise((resolve) => setTimeout(resolve, 100))
console.log('the program goes on')
`,
}

const project = new Project(FILES)

async function run(way: string, handles: string, signal?: NodeJS.Signals) {
  const child = spawn(process.execPath, ['--import', REGISTER, 'main.ts', way, handles], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  while (!output.includes('ready')) await once(child.stdout, 'data')
  if (signal !== undefined) child.kill(signal)
  const [code, died] = await once(child, 'close')
  return { code, died, output, run: await loadRun(project.path(`results/experiment/${way}${handles}`)) }
}

describe('a run from code', () => {
  test('that a signal interrupts rejects with RUN_INTERRUPTED, and the program ends by the signal', async () => {
    const ended = await run('waits', '', 'SIGTERM')
    expect(ended.died).toBe('SIGTERM')
    expect(ended.output).not.toContain('the program goes on')
    expect(ended.run.status).toBe('interrupted')
    expect(ended.run.values).toEqual({ before: 1 })
    expect(ended.run.meta).toMatchObject({ phase: 'ended', signal: 'SIGTERM', exit_code: null, supervisor: null })
  })

  test('lets a program that handles the signal go on', async () => {
    const ended = await run('waits', 'signal', 'SIGTERM')
    expect(ended.code).toBe(0)
    expect(ended.output).toContain('handled by the program')
    expect(ended.output).toContain('rejected with RUN_INTERRUPTED')
    expect(ended.output).toContain('listeners left: 00')
    expect(ended.output).toContain('the program goes on')
    expect(ended.run.status).toBe('interrupted')
  })

  test('records an error that nobody catches, and leaves the rest to Node', async () => {
    const ended = await run('throws in a timer', '')
    expect(ended.code).toBe(1)
    expect(ended.output).toContain('TypeError: thrown in a timer')
    expect(ended.run.status).toBe('failed')
    expect(ended.run.meta.error).toMatchObject({ type: 'TypeError', origin: 'uncaught exception', phase: 'run' })
    expect(ended.run.values).toEqual({ before: 1 })
  })

  test('leaves errors to a program that catches them itself, and records the exit that this makes', async () => {
    const ended = await run('throws in a timer', 'errors')
    expect(ended.code).toBe(9)
    expect(ended.output).toContain('handled by the program')
    expect(ended.run.meta.error).toMatchObject({ code: 'RUN_EXITED', origin: 'exit' })
  })

  test('records an exit, and leaves its code as it is', async () => {
    const ended = await run('exits', '')
    expect(ended.code).toBe(0)
    expect(ended.run.status).toBe('failed')
    expect(ended.run.meta.error).toMatchObject({ code: 'RUN_EXITED', origin: 'exit', phase: 'run' })
  })
})
