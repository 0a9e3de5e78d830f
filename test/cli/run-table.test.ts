import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openRun } from '../../src/archive/opening/open-run.ts'
import { describeProcess } from '../../src/archive/claims/liveness.ts'
import { listRuns } from '../../src/archive/listing/list-runs.ts'
import { damagedText } from '../../src/cli/damaged-text.ts'
import { runTable } from '../../src/cli/run-table.ts'
import type { RunMeta } from '../../src/format/meta.ts'
import type { EndingRecord } from '../../src/format/records.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

const start = new Date(2026, 10, 23, 15, 24, 12).getTime() / 1000
const now = (start + 125) * 1000
const ENDING: EndingRecord = {
  time: now,
  by: 'supervisor',
  exitCode: null,
  signal: null,
  requested: null,
  forced: false,
  why: null,
  grace: null,
  cause: null,
  lastOutput: [],
}
const me = describeProcess()
const DEAD = { ...me, pid: 2 ** 22 + 1 }
const running = { status: 'running', phase: 'run', end_time: null, duration: 0 } as const
const given: Partial<RunMeta> = {
  parameters: { numWords: { value: 20, type: 'number', description: null, usable: true, default: 5, source: 'command line' } },
}

/** An archive with a run of every status. Newest first: the first one here. */
function everyStatus(namespace: string, changes: Partial<RunMeta> = {}): string {
  const archive = tempFolder()
  let age = 0
  const make = (name: string, meta: Partial<RunMeta>) =>
    makeRun(archive, `${namespace}/${name}`, { start_time: start - age++, ...meta, ...changes })
  make('a', { status: 'done', duration: 3.377 })
  make('b', { status: 'done', phase: 'afterRun' }).writeAlive(me)
  make('c', { status: 'done', phase: 'afterRun' }).writeAlive(DEAD)
  make('d', running).writeAlive(me)
  const error = { type: 'TypeError', message: 'no', stack: null, phase: 'afterRun' } as const
  make('e', { status: 'failed', error_type: 'TypeError', error })
  make('x', { status: 'failed', error_type: 'RunlabError', error: { ...error, phase: 'run', origin: 'exit' } })
  make('f', { status: 'interrupted', signal: 'SIGTERM', signal_phase: 'run' })
  for (const [name, seen] of [
    ['g', { requested: 'SIGINT', signal: 'SIGKILL', forced: true }],
    ['h', { signal: 'SIGSEGV' }],
    ['i', { signal: 'SIGABRT', cause: 'out of memory' }],
    ['j', { exitCode: 5 }],
  ] as const) {
    const writer = make(name, running)
    writer.writeAlive(DEAD)
    writer.writeEnding({ ...ENDING, ...seen })
  }
  make('k', running).writeAlive(DEAD)
  const unknown = make('l', running)
  unknown.writeAlive({ ...me, host: 'elsewhere' })
  const sign = now / 1000 - 3 * 3600
  utimesSync(join(unknown.folder, '.runlab/alive.json'), sign, sign)
  return archive
}

const linesOf = (archive: string, width: number): string[] => [...runTable(listRuns(archive), { width, now }).lines]

describe('a list of runs', () => {
  test('says beside every status why a run has it', () => {
    const [heading, ...lines] = linesOf(everyStatus('n'), 120)
    expect(heading).toBe('status       took                       when       run  seed')
    expect(lines.map((line) => line.replace('2 min ago  ', '').replace(/ +42$/, ''))).toEqual([
      'done         3.38 s                     n/a',
      'done         finalising                 n/b',
      'done         cut short                  n/c',
      'running      for 2 min 8 s              n/d',
      'failed       TypeError in afterRun      n/e',
      'failed       process.exit() in run      n/x',
      'interrupted  SIGTERM                    n/f',
      'interrupted  SIGINT, forced             n/g',
      'crashed      SIGSEGV in run             n/h',
      'crashed      out of memory in run       n/i',
      'crashed      exit code 5 in run         n/j',
      'crashed      in run                     n/k',
      'unknown      last sign of life 3 h ago  n/l',
    ])
  })

  test.each(['n', 'examples/02_penguins', 'a_long_namespace/2026-11-23_15-24-12'])('fits into 80 columns: %s', (namespace) => {
    const lines = linesOf(everyStatus(namespace, given), 80)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines[9]).toMatch(new RegExp(`^crashed +SIGSEGV.* ${namespace}/h`))
    expect(lines[13]).toMatch(new RegExp(`^unknown +(last sign of life|seen) 3 h ago .*${namespace}/l`))
  })

  test('has the time and what was given where there is room', () => {
    const [, wide] = linesOf(everyStatus('n', given), 120)
    expect(wide).toMatch(/^done +3\.38 s +2 min ago {2}n\/a {4}42 {2}numWords=20$/)
    const [, middle] = linesOf(everyStatus('some/longer/namespace', given), 80)
    expect(middle).toMatch(/^done +3\.38 s +some\/longer\/namespace\/a {4}42 {2}numWords=…$/)
    const [, narrow] = linesOf(everyStatus('a_namespace/2026-11-23_15-24-12', given), 60)
    expect(narrow).toMatch(/^done +3\.38 s +a_namespace\/2026-11-23_15-24-12\/a {4}42$/)
  })
})

test('results have columns before what was given; where the terminal is narrow, the last of them give way', () => {
  const archive = everyStatus('a', given)
  const column = (heading: string) => ({ heading, cells: listRuns(archive).map((_, i) => (i === 0 ? '0.25' : '')) })
  const results = ['loss (nats)', 'metrics/accuracy', 'a third one'].map(column)
  const table = (width: number): readonly string[] => runTable(listRuns(archive), { width, now, results }).lines
  const left = (width: number): readonly string[] => runTable(listRuns(archive), { width, now, results }).left
  expect(table(120)[0]).toMatch(/  run  seed  loss \(nats\)  metrics\/accuracy  a third one  given$/)
  expect(table(120)[1]).toMatch(/  a\/a    42         0\.25              0\.25         0\.25  numWords=20/)
  expect(table(80).filter((line) => line.length > 80)).toEqual([])
  expect(table(90)[0]).toMatch(/  run  seed  loss \(nats\)  metrics\/accuracy  a third one$/)
  expect(left(120)).toEqual([])
  expect(left(60)).toEqual(['when', 'metrics/accuracy', 'a third one', 'given'])
  expect(table(60)[0]).toMatch(/  run  seed  loss \(nats\)$/)
})

test('a run of which something cannot be read is damaged, in a word', () => {
  const archive = everyStatus('n')
  const runs = listRuns(archive)
  const damaged = new Set([runs[0]?.folder ?? ''])
  expect(runTable(runs, { width: 120, now, damaged }).lines[1]).toMatch(/^done +3\.38 s, damaged /)
  expect(runTable(runs, { width: 40, now, damaged }).lines[1]).toMatch(/^done +damaged /)
  expect(damagedText([])).toBe(null)
  expect(damagedText(runs.slice(0, 1))).toBe('1 run is damaged: runlab verify a says what is wrong')
  expect(damagedText(runs.slice(0, 2))).toBe('2 runs are damaged: runlab verify --all says what is wrong')
})

test('names have no time in them, unless that would make two equal', () => {
  const archive = tempFolder()
  const names = [
    '2026-11-23_15-24-12_k3f9',
    'try_2026-11-23_15-24-12_x8qa',
    '2026-11-22_15-24-12_aaaa',
    '2026-11-21_15-24-12_aaaa',
    'mine',
  ]
  for (const [index, name] of names.entries())
    makeRun(archive, `n/${name}`, { start_time: start - index, status: 'done', seed_source: 'drawn' })
  expect(linesOf(archive, 120).map((line) => line.split(/ {2,}/)[3])).toEqual([
    'run',
    'n/k3f9',
    'n/try_x8qa',
    'n/2026-11-22_15-24-12_aaaa',
    'n/2026-11-21_15-24-12_aaaa',
    'n/mine',
  ])
})

test('the run that a list shows is the one that is loaded', () => {
  for (const run of listRuns(everyStatus('n'))) expect(openRun(run.folder).status).toBe('status' in run ? run.status : null)
})
