import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeProcess } from '../../src/archive/claims/liveness.ts'
import { openRun } from '../../src/archive/opening/open-run.ts'
import type { RunMeta } from '../../src/format/meta.ts'
import type { AliveRecord, EndingRecord } from '../../src/format/records.ts'
import { makeRun } from './support/make-run.ts'
import { tempFolder } from './support/temp-folder.ts'

const RUNNING: Partial<RunMeta> = { status: 'running', phase: 'run', start_time: 1000, end_time: null, duration: 0 }
const me = describeProcess()
const PROCESSES: Readonly<Record<string, AliveRecord>> = {
  alive: me,
  dead: { ...me, pid: 2 ** 22 + 1 },
  'another with its pid': { ...me, startTime: '1' },
  elsewhere: { ...me, host: 'elsewhere' },
}
const ENDING: EndingRecord = {
  time: 1_003_500,
  by: 'supervisor',
  exitCode: null,
  signal: 'SIGSEGV',
  requested: null,
  forced: false,
  why: null,
  grace: null,
  cause: null,
  lastOutput: ['the last line'],
}

interface Scene {
  readonly meta?: Partial<RunMeta>
  readonly process?: keyof typeof PROCESSES
  readonly ending?: Partial<EndingRecord>
}

function read({ meta = RUNNING, process, ending }: Scene) {
  const archive = tempFolder()
  const writer = makeRun(archive, 'run', meta)
  mkdirSync(join(writer.folder, '.runlab'), { recursive: true })
  if (process !== undefined) writer.writeAlive(PROCESSES[process] ?? me)
  if (ending !== undefined) writer.writeEnding({ ...ENDING, ...ending })
  const run = openRun(writer.folder)
  return { run, status: run.status, life: run.standing.life, text: run.ending?.text ?? null, complete: run.ending?.complete }
}

describe('a run that says running', () => {
  test.each<[string, Scene, object]>([
    ['and whose process is alive', { process: 'alive' }, { status: 'running', life: 'working', text: null }],
    ['and whose process is dead', { process: 'dead' }, { status: 'crashed', life: 'dead' }],
    ['and whose pid is another process now', { process: 'another with its pid' }, { status: 'crashed', life: 'dead' }],
    ['of another host', { process: 'elsewhere' }, { status: 'unknown', life: 'unknown', text: null }],
    ['and names no process', {}, { status: 'unknown', life: 'unknown', text: null }],
    [
      'and whose end was seen, on another host as well',
      { process: 'elsewhere', ending: {} },
      { status: 'crashed', life: 'dead', text: 'crashed in run: its process was ended by SIGSEGV', complete: false },
    ],
    [
      'and was ended by force',
      { process: 'dead', ending: { signal: 'SIGKILL', requested: 'SIGINT', forced: true } },
      {
        status: 'interrupted',
        life: 'dead',
        text: 'interrupted by SIGINT in run: it did not answer and was ended by force; its hooks did not run',
      },
    ],
    [
      'and had read its signal, and was ended by force',
      { process: 'dead', ending: { requested: 'SIGINT', forced: true, why: 'did not end', grace: 10 } },
      {
        status: 'interrupted',
        text: 'interrupted by SIGINT in run: it had read e.signal but did not end within 10 s, and was ended by force; its hooks did not run',
      },
    ],
    [
      'and was ended by a second signal',
      { process: 'dead', ending: { requested: 'SIGINT', forced: true, why: 'second signal' } },
      { status: 'interrupted', text: 'interrupted by SIGINT in run: a second SIGINT ended it by force; its hooks did not run' },
    ],
    [
      'and whose process is alive beside an ending that is not its own',
      { process: 'alive', ending: {} },
      { status: 'running', life: 'working', text: null },
    ],
    [
      'and ran out of memory',
      { process: 'dead', ending: { signal: 'SIGABRT', cause: 'out of memory' } },
      { status: 'crashed', text: 'crashed in run: its process ran out of memory (SIGABRT)' },
    ],
  ])('%s', (_what, scene, expected) => {
    expect(read(scene)).toMatchObject(expected)
  })

  test('gets its end from who saw it, and else has none', () => {
    expect(read({ process: 'dead', ending: {} }).run.meta).toMatchObject({ status: 'running', end_time: 1003.5, duration: 3.5 })
    expect(read({ process: 'dead', ending: {} }).run.ending).toMatchObject({ time: 1_003_500, lastOutput: ['the last line'] })
    expect(read({ process: 'dead' }).run.meta).toMatchObject({ end_time: null, duration: 0 })
    expect(read({ process: 'alive' }).run.meta).toMatchObject({ end_time: null, duration: 0 })
  })

  test('and crashed without a witness shows the end of its log', () => {
    const { run } = read({ process: 'dead' })
    const lines = Array.from({ length: 500 }, (_, i) => `2026-11-23 15:24:12.345  line ${i}`)
    writeFileSync(join(run.folder, 'experiment_out.log'), `${lines.join('\n')}\n`)
    expect(openRun(run.folder).ending?.lastOutput).toEqual(lines.slice(-20))
  })

  test('of another host says when it last gave a sign of life', () => {
    const { run } = read({ process: 'elsewhere' })
    utimesSync(join(run.folder, '.runlab/alive.json'), 5000, 5000)
    expect(openRun(run.folder).standing.lastSign).toBe(5_000_000)
  })
})

describe('a run with a final status', () => {
  const done: Partial<RunMeta> = { status: 'done', phase: 'afterRun' }
  const failed: Partial<RunMeta> = { status: 'failed', phase: 'run', has_error: true, error_type: 'TypeError' }
  const error = { type: 'TypeError', message: 'no', stack: null, phase: 'run' } as const

  test.each<[string, Scene, object]>([
    ['that wrote everything', { meta: { status: 'done' } }, { status: 'done', life: 'ended', text: 'done', complete: true }],
    ['that is still finalising', { meta: done, process: 'alive' }, { status: 'done', life: 'working', text: null }],
    [
      'whose process was killed in a hook',
      { meta: done, process: 'dead', ending: { signal: 'SIGKILL' } },
      {
        status: 'done',
        life: 'dead',
        complete: false,
        text: 'done, but its process was ended by SIGKILL in afterRun, before all was written: runlab recover completes it',
      },
    ],
    [
      'whose process exited in finalising, which is not written down when it begins',
      { meta: { ...failed, error }, process: 'dead', ending: { signal: null, exitCode: 3 } },
      {
        status: 'failed',
        text: 'failed in run, but its process exited with code 3 in finalise, before all was written: runlab recover completes it',
      },
    ],
    [
      'that answered a signal, and was ended by force after',
      {
        meta: { status: 'interrupted', phase: 'afterRun', signal: 'SIGINT', signal_phase: 'run' },
        process: 'dead',
        ending: { signal: 'SIGKILL', requested: 'SIGINT', forced: true },
      },
      {
        status: 'interrupted',
        text: 'interrupted by SIGINT in run, but its process was ended by force after SIGINT in afterRun, before all was written: runlab recover completes it',
      },
    ],
    [
      'that was recovered',
      { meta: { ...done, recovered: 2000 } },
      {
        status: 'done',
        life: 'ended',
        complete: false,
        text: 'done, but its process died in afterRun, before all was written; its record was completed later',
      },
    ],
    [
      'that recover has written',
      { meta: { status: 'crashed', phase: 'run', recovered: 2000 } },
      { status: 'crashed', life: 'ended', text: 'crashed in run: its process is gone, and nobody saw how it ended' },
    ],
    [
      'that called process.exit()',
      { meta: { ...failed, error: { ...error, origin: 'exit' } }, process: 'dead', ending: { signal: null, exitCode: 1 } },
      { status: 'failed', life: 'dead', text: 'failed in run by process.exit()', complete: false },
    ],
  ])('%s', (_what, scene, expected) => {
    expect(read(scene)).toMatchObject(expected)
  })
})
