import { describe, expect, test } from 'vitest'
import { once } from '../../../src/internal/once.ts'
import { until } from '../../support/waiting.ts'
import { Project } from '../project.ts'
import { readEnded, start } from './ended-run.ts'
import type { Mode } from './ended-run.ts'
import { ENDINGS } from './program.ts'

const project = new Project({ 'package.json': '{ "type": "module" }', 'endings.ts': ENDINGS })
let count = 0

/** Runs the experiment until it ends by itself. */
async function end(mode: Mode, way: string, flags: readonly string[] = [], env: Record<string, string> = {}) {
  const name = `run-${count++}`
  const run = start(project, mode, ['--way', way, '--name', name, ...flags], env)
  const code = await run.ended
  const read = await readEnded(project, name)
  return { code, run: read, output: run.output(), log: await read.readLog() }
}

const MODES = ['supervised', 'in process'] as const
/** The run that returns, of each mode: several tests look at it. */
const returned = {
  supervised: once(async () => await end('supervised', 'returns')),
  'in process': once(async () => await end('in process', 'returns')),
}

describe.each(MODES)('a run that ends by itself, %s', (mode) => {
  test('by returning is done', async () => {
    const { code, run } = await returned[mode]()
    expect({ code, status: run.status, phase: run.meta.phase, exit: run.meta.exit_code }).toEqual({
      code: 0,
      status: 'done',
      phase: 'ended',
      exit: 0,
    })
    expect(run.ending).toMatchObject({ text: 'done', phase: 'ended', exitCode: 0, signal: null, forced: false })
  })

  test('and leaves something open that keeps its process alive says what', async () => {
    const run = start(project, mode, ['--way', 'leaves a timer', '--name', `stays-${count++}`])
    await until('a word on the process that goes on', () =>
      /The run is over\. Its process goes on, .* \(Timeout\)/.test(run.output()),
    )
    run.child.kill('SIGINT')
    await run.ended
  })

  test.each([
    ['throws', 'RangeError', undefined, 'failed in run'],
    ['throws in a timer', 'TypeError', 'uncaught exception', 'failed in run by an uncaught exception'],
    ['forgets a rejection', 'Error', 'unhandled rejection', 'failed in run by an unhandled rejection'],
    ['overflows the stack', 'RangeError', undefined, 'failed in run'],
    ['never settles', 'RunlabError', 'never settled', 'failed in run, which never settled'],
  ])('%s: is failed, its hooks are called, and everything is kept', async (way, type, origin, text) => {
    const { code, run, log } = await end(mode, way)
    expect(code).toBe(1)
    expect(run.status).toBe('failed')
    expect(run.meta.error?.type).toBe(type)
    expect(run.meta.error?.phase).toBe('run')
    expect(run.meta.error?.origin).toBe(origin)
    expect(run.ending).toMatchObject({ text, phase: 'run', exitCode: 1 })
    expect(run.values).toEqual({ before: 1, after: true })
    expect(await run.artifacts.get('kept.txt').text()).toBe('kept')
    expect(log).toContain('onError was called')
    expect(log).toContain('afterRun was called, and the run is failed')
  })

  test.each([
    ['exits with 0', 1, 0],
    ['exits with 7', 7, 7],
  ])('%s: is failed with RUN_EXITED, and the shell never sees success', async (way, code, given) => {
    const ended = await end(mode, way)
    expect(ended.code).toBe(code)
    expect(ended.run.status).toBe('failed')
    expect(ended.run.meta.error).toMatchObject({ code: 'RUN_EXITED', phase: 'run', origin: 'exit' })
    expect(ended.run.meta.error?.message).toContain(`process.exit(${given})`)
    expect(ended.run.meta.exit_code).toBe(code)
    expect(ended.run.values).toEqual({ before: 1 })
    expect(ended.log).not.toContain('afterRun was called')
    expect(ended.run.ending?.text).toBe('failed in run by process.exit()')
  })

  test('and throws in afterRun is failed in that phase', async () => {
    const { code, run } = await end(mode, 'returns', ['--failing-hook'])
    expect(code).toBe(1)
    expect(run.meta.error).toMatchObject({ phase: 'afterRun', message: 'thrown in afterRun' })
    expect(run.ending?.text).toMatch(/^failed in afterRun of \w+\.[mt]?[jt]s:\d+$/)
  })

  test('by SIGKILL is crashed', async () => {
    const { code, run } = await end(mode, 'kills itself')
    expect(code).toBe(mode === 'supervised' ? 137 : 'SIGKILL')
    expect(run.status).toBe('crashed')
    expect(run.ending?.phase).toBe('run')
    expect(run.ending?.text).toBe(
      mode === 'supervised'
        ? 'crashed in run: its process was ended by SIGKILL'
        : 'crashed in run: its process is gone, and nobody saw how it ended',
    )
    expect(await run.artifacts.get('kept.txt').text()).toBe('kept')
  })
})

describe('what only a supervisor sees', () => {
  test('an exit that no handler hears of', async () => {
    const { code, run } = await end('supervised', 'leaves without a word')
    expect(code).toBe(7)
    expect(run.status).toBe('crashed')
    expect(run.ending).toMatchObject({ text: 'crashed in run: its process exited with code 7', exitCode: 7 })
  })

  test('an abort, with what Node said of it in the log', async () => {
    const { code, run, log } = await end('supervised', 'aborts')
    expect(code).toBe(134)
    expect(run.ending).toMatchObject({ signal: 'SIGABRT', text: 'crashed in run: its process was ended by SIGABRT' })
    expect(log).toContain('Native stack trace')
  })

  test('that memory ran out, from V8 itself', async () => {
    const { code, run, log, output } = await end('supervised', 'runs out of memory', [], {
      NODE_OPTIONS: '--max-old-space-size=50',
    })
    expect(code).toBe(134)
    expect(run.status).toBe('crashed')
    expect(run.ending?.text).toBe('crashed in run: its process ran out of memory (SIGABRT)')
    expect(run.ending?.lastOutput.join('\n')).toContain('Native stack trace')
    expect(log).toContain('heap out of memory')
    expect(output).toContain('ran out of memory')
  })

  test('what was said while modules loaded, by native code and by other processes', async () => {
    const { log } = await returned.supervised()
    expect(log).toContain('said while loading')
  })
})
