import { describe, expect, test } from 'vitest'
import { until, untilGone, withLimit } from '../../support/waiting.ts'
import { Project } from '../project.ts'
import { readEnded, signalAgain, start } from './ended-run.ts'
import type { StartedRun } from './ended-run.ts'
import { ENDINGS } from './program.ts'

const project = new Project({ 'package.json': '{ "type": "module" }', 'endings.ts': ENDINGS })
const CODES = { SIGINT: 130, SIGTERM: 143 } as const
/** Longer than a test may take: a hook that does not end must not end by this. */
const LONG_GRACE = ['--grace', '10000']

async function hasNoted(name: string): Promise<boolean> {
  return (await (await readEnded(project, name)).readLog()).includes('[runlab] SIGHUP was ignored')
}

async function expectInterrupted(run: StartedRun, name: string, signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  expect(await run.ended).toBe(CODES[signal])
  const ended = await readEnded(project, name)
  expect(ended.status).toBe('interrupted')
  expect(ended.meta).toMatchObject({ signal, signal_phase: 'run', exit_code: CODES[signal], phase: 'ended', has_error: false })
  expect(ended.values).toEqual({ before: 1, after: true })
  expect(ended.ending).toMatchObject({
    text: `interrupted by ${signal} in run, which had read e.signal and ended by itself`,
    signal,
    forced: false,
    exitCode: CODES[signal],
  })
  const log = await ended.readLog()
  expect(log).toContain('the signal was aborted')
  expect(log).toContain('afterRun was called, and the run is interrupted')
  expect(log).not.toContain('onError was called')
}

// Beside each other: each test has a run of its own, and waits for it most of the time.
describe.concurrent.each(['supervised', 'in process'] as const)('a signal to a run that can answer, %s', (mode) => {
  test('SIGINT interrupts it, its hooks run, everything is kept; a SIGHUP before was noted and ignored', async () => {
    const name = `${mode.slice(0, 2)}-SIGINT`
    const run = start(project, mode, ['--way', 'waits', '--name', name])
    const pid = Number(await run.said('process'))
    // There is no terminal that this one could come from. Its listener in the experiment is the last to hear it.
    run.child.kill('SIGHUP')
    process.kill(pid, 'SIGHUP')
    await run.said('hangup')
    if (mode === 'supervised') await until('the note of the supervisor', async () => await hasNoted(name))
    run.child.kill('SIGINT')
    await expectInterrupted(run, name, 'SIGINT')
    expect((await readEnded(project, name)).meta.warnings.join()).toContain('SIGHUP was ignored')
  })

  test('SIGTERM does the same, and leaves no process behind that the experiment has started', async () => {
    const name = `${mode.slice(0, 2)}-SIGTERM`
    const run = start(project, mode, ['--way', 'waits with a child', '--name', name])
    const child = Number(await run.said('child'))
    await run.said('process')
    run.child.kill('SIGTERM')
    await expectInterrupted(run, name, 'SIGTERM')
    await untilGone(child)
  })

  test('gives hooks the time that --grace says, and names what did not end', async () => {
    await withLimit(async (milliseconds) => {
      const grace = String(milliseconds / 1000)
      const name = `${mode.slice(0, 2)}-grace-${grace}`
      const run = start(project, mode, ['--way', 'waits', '--slow-hook', '--grace', grace, '--name', name])
      await run.said('process')
      run.child.kill('SIGINT')
      expect(await run.ended).toBe(130)
      const { meta, status } = await readEnded(project, name)
      expect(status).toBe('interrupted')
      expect(meta.warnings.join()).toContain(`afterRun failed: RunlabError: It did not end within the ${grace} s`) // GRACE_OVER
      expect(meta.phase).toBe('ended')
    })
  })
})

describe.concurrent.each(['supervised', 'in process'] as const)('a run that looks at its signal, %s', (mode) => {
  const interrupted = async (way: string, flags: readonly string[]) => {
    const name = `${mode.slice(0, 2)}-${way.replaceAll(/\W+/g, '-')}-${flags.at(-1)}`
    const run = start(project, mode, ['--way', way, '--name', name, ...flags])
    await run.said('process')
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(130)
    const ended = await readEnded(project, name)
    expect(ended.status).toBe('interrupted')
    expect(ended.meta).toMatchObject({ signal: 'SIGINT', signal_phase: 'run', phase: 'ended' })
    expect(ended.values).toMatchObject({ before: 1, after: true }) // the hooks have run
    return { ended, log: await ended.readLog(), output: run.output() }
  }

  test('ends by itself, and what it sets, tracks and logs meanwhile is kept', async () => {
    const { ended, log, output } = await interrupted('counts until it is told', LONG_GRACE)
    const { stoppedAt } = ended.values
    expect(stoppedAt).toBeGreaterThan(0)
    expect([...ended.series('late').values]).toEqual([stoppedAt])
    expect(log).toContain('saved')
    expect(log.indexOf('saved')).toBeLessThan(log.indexOf('afterRun was called'))
    expect(ended.meta.warnings).toEqual([])
    expect(output).toContain('run has 10000 s to end; a second one ends it at once')
  })

  test('that does not end within its time is given up, which the record says', async () => {
    await withLimit(async (milliseconds) => {
      const grace = String(milliseconds / 1000)
      const { ended, output } = await interrupted('looks, and goes on', ['--grace', grace])
      const said = `run had read e.signal but did not end within ${grace} s after SIGINT, and was given up.`
      expect(ended.meta.warnings).toEqual([said])
      expect(output).toContain(said)
      expect(ended.meta.signal_outcome).toBe('did not end')
      expect(ended.ending?.text).toBe('interrupted by SIGINT in run, which had read e.signal but did not end in time')
    })
  })

  test('that throws then is interrupted, and what it threw is in the record and in the log', async () => {
    const { ended, log } = await interrupted('fails when it is told', LONG_GRACE)
    expect(ended.meta.warnings).toEqual(['run threw after SIGINT: RangeError: thrown while stopping'])
    expect(log).toContain('RangeError: thrown while stopping')
    expect(ended.meta.has_error).toBe(false)
    expect(ended.ending?.text).toBe('interrupted by SIGINT in run, which had read e.signal and then threw')
  })
})

test.concurrent('a run that never looks at its signal is given up at once', async () => {
  const run = start(project, 'supervised', ['--way', 'waits without looking', '--name', 'no-look', ...LONG_GRACE])
  await run.said('process')
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(130)
  const ended = await readEnded(project, 'no-look')
  expect(ended.values).toEqual({ before: 1, after: true })
  expect(ended.meta.signal_outcome).toBe('given up')
  expect(ended.ending?.text).toBe('interrupted by SIGINT in run')
})

describe.concurrent('a signal to a run that cannot answer', () => {
  test('ends it by force, with all that it has started', async () => {
    const run = start(project, 'supervised', ['--way', 'never yields', '--name', 'forced'])
    const pid = Number(await run.said('process'))
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(130)
    await untilGone(pid)
    const ended = await readEnded(project, 'forced')
    expect(ended.status).toBe('interrupted')
    expect(ended.ending).toMatchObject({ forced: true, signal: 'SIGINT', phase: 'run' })
    expect(ended.ending?.text).toMatch(
      /^interrupted by SIGINT in run: it did not answer and was ended by force; its hooks did not run$/,
    )
    expect(run.output()).toContain('its hooks did not run')
  })

  test('the second one ends it at once', async () => {
    const run = start(project, 'supervised', ['--way', 'waits', '--slow-hook', '--name', 'second', ...LONG_GRACE])
    const pid = Number(await run.said('process'))
    run.child.kill('SIGINT')
    await run.said('afterRun was called, and the run is')
    await signalAgain(run, 'SIGINT', pid)
    expect(await run.ended).toBe(130)
    const ended = await readEnded(project, 'second')
    expect(ended.status).toBe('interrupted')
    expect(ended.meta.phase).toBe('afterRun')
    expect(ended.ending?.forced).toBe(true)
    expect(ended.values).toMatchObject({ before: 1 })
  })
})

describe.concurrent('a supervisor that dies', () => {
  test('does not take the run with it, which goes on with its log and says so', async () => {
    const run = start(project, 'supervised', ['--way', 'waits', '--name', 'lost'])
    const pid = Number(await run.said('process'))
    run.child.kill('SIGKILL')
    expect(await run.ended).toBe('SIGKILL')
    expect((await readEnded(project, 'lost')).status).toBe('running')
    process.kill(pid, 'SIGINT')
    await untilGone(pid)
    const ended = await readEnded(project, 'lost')
    expect(ended.status).toBe('interrupted')
    expect(ended.meta.supervisor).toBe('lost')
    const log = await ended.readLog()
    expect(log).toContain('begins')
    expect(log).toContain('The supervisor of this run is gone')
    expect(log).toContain('afterRun was called, and the run is interrupted')
  })

  test('together with the experiment leaves a run that reads crashed', async () => {
    const run = start(project, 'supervised', ['--way', 'waits', '--name', 'both'])
    const pid = Number(await run.said('process'))
    run.child.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await untilGone(pid)
    expect((await readEnded(project, 'both')).status).toBe('crashed')
  })
})
