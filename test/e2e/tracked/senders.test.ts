import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun, openTracker } from '../../../src/index.ts'
import type { RunReader, TrackerHandle } from '../../../src/index.ts'
import { once } from '../../../src/internal/once.ts'
import { SEGMENT_POINTS } from '../../../src/tracking/journal/point-segments.ts'
import { BIN, Project, REGISTER } from '../project.ts'

/** More points than two segments of the journal hold. */
const MANY = 2 * SEGMENT_POINTS + 100_000

/** A process that exits waits for its journal to be sealed for as long as a signal would leave it. */
const PATIENT = ['--grace', '200']

const project = new Project({
  'package.json': '{ "type": "module" }',
  'shared.ts': `import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { BroadcastChannel, Worker } from 'node:worker_threads'
import { defineExperiment, loadRun, param } from 'runlab'

const worker = (tracker: unknown, how: string) => new Worker(new URL('./worker.ts', import.meta.url), { workerData: { tracker, how } })
const WAYS: Record<string, (e: any) => unknown> = {
  workers: async (e) => {
    const all = [worker(e.tracker, 'ends'), worker(e.tracker, 'ends')]
    for (let i = 0; i < 100; i++) e.track('loss', i)
    await Promise.all(all.map((one) => once(one, 'exit')))
    e.set('live', [e.series('loss').length, e.tracked.map(({ name }: any) => name)])
  },
  'a worker alone': async (e) => { await once(worker(e.tracker, 'ends'), 'exit') },
  'a worker that outlives the journal thread': async (e) => {
    const threads: Worker[] = []
    process.on('worker', (thread) => threads.push(thread))
    const { tracker } = e // starts the thread that writes the journal
    await sleep(0)
    const [writer] = threads
    const over = new Promise((resolve) => writer!.on('exit', resolve))
    const one = worker(tracker, 'does it twice')
    while (isOn() && (count(e, 'loss') < 1000 || count(e, 'note') < 1 || count(e, 'dots') < 1)) await sleep(20)
    const channel = new BroadcastChannel(tracker.channel)
    channel.postMessage({ type: 'attach', run: 'none', key: 'none', label: 'none', ring: null }) // it stumbles over that
    await over
    one.postMessage('again')
    await once(one, 'exit')
    channel.close()
  },
  'a worker, before the process exits': async (e) => {
    await once(worker(e.tracker, 'ends'), 'exit')
    for (let i = 0; i < ${MANY}; i++) e.track('many', i)
    process.exit(7)
  },
  'processes alone': async (e) => {
    const child = fork('process.ts', ['ends', 'fork'])
    child.send(e.tracker)
    const env = { ...process.env, TRACKER: JSON.stringify(e.tracker) }
    const other = spawn(process.execPath, [...process.execArgv, 'process.ts', 'ends', 'JSON'], { env, stdio: 'inherit' })
    await Promise.all([once(child, 'exit'), once(other, 'exit')])
  },
  'a fork that goes on after the end': async (e) => {
    const child = fork('process.ts', [e.params.stays ? 'stays' : 'goes on', 'fork'])
    child.send(e.tracker)
    await once(child, 'message')
    while (isOn() && count(e, 'loss', { by: 'fork' }) < 1000) await sleep(20)
    child.disconnect()
    child.unref()
    const heard = e.folder + '.heard'
    // The run has ended by then; its process has not before the other has said so.
    process.on('exit', () => { while (isOn() && !existsSync(heard)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20) })
  },
}

/** Whether the test goes on: one that has failed leaves no process behind that waits for ever. */
const isOn = () => existsSync('package.json')

/** Points of a series that are there by now. */
const count = (e: any, name: string, context: unknown = null): number => {
  try { return e.series(name, { context }).length } catch { return 0 }
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS)), stays: false },
  run: (e) => WAYS[e.params.way]!(e),
})
experiment.runIfMain()
`,
  'worker.ts': `import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { openTracker } from 'runlab'
const { tracker, how } = workerData
const { track } = await openTracker(tracker)
const trackAll = () => {
  for (let i = 0; i < 1000; i++) track('loss', i + 0.5)
  track('note', 'from a thread')
  track('dots', { data: new Uint8Array(4), width: 2, height: 2 })
}
trackAll()
if (how === 'does it twice') {
  await once(parentPort!, 'message')
  trackAll()
}
`,
  'process.ts': `import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTracker } from 'runlab'
const [how, by] = process.argv.slice(2)
const context = { by }
const go = async (handle: any) => {
  const { track, close } = await openTracker(handle)
  for (let i = 0; i < 1000; i++) track('loss', i + 0.25, { context })
  track('note', 'from a process', { context })
  track('dots', { data: new Uint8Array(4), width: 2, height: 2 }, { context })
  if (how === 'ends') { await close(); process.exit() }
  process.send!('tracked')
  let late = 0
  while (!isTold && existsSync('package.json')) { track('loss', -1, { context }); late++; await sleep(5) }
  writeFileSync(handle.run + '.heard', '')
  while (how === 'stays' && existsSync('package.json')) await sleep(20)
  console.error('settled: ' + await close() + ', tracked: ' + (1000 + late))
  process.exit()
}

// Whether runlab has said here that the run has ended.
let isTold = false
const write = process.stderr.write.bind(process.stderr) as (...args: any[]) => boolean
process.stderr.write = (...args: any[]) => {
  const isWritten = write(...args)
  isTold ||= String(args[0]).includes('the run has ended')
  return isWritten
}

if (process.env.TRACKER) void go(JSON.parse(process.env.TRACKER))
else process.on('message', go)
`,
})

let names = 0

async function run(
  way: string,
  command: readonly string[],
  ...flags: readonly string[]
): Promise<{ run: RunReader; stderr: string }> {
  const name = `${way}-${names++}`.replaceAll(/\W+/g, '-')
  const { code, stderr } = await project.node(...command, '--way', way, '--name', name, ...flags)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return { run: await loadRun(project.path(join('results/shared', name))), stderr }
}

const countsOf = ({ tracked }: RunReader): Record<string, number> =>
  Object.fromEntries(tracked.map(({ name, count }) => [name, count]))

function expectTracked(found: RunReader, context: { readonly by: string } | null, note: string): void {
  expect(Array.from(found.series('note', { context }), ({ value }) => value)).toEqual([note])
  expect([...found.series('loss', { context }).steps]).toEqual(Array.from({ length: 1000 }, (_, i) => i))
}

const SUPERVISED = [BIN, 'run', 'shared.ts']
const IN_PROCESS = ['--import', REGISTER, 'shared.ts']

describe.each([
  ['supervised', SUPERVISED],
  ['in process', IN_PROCESS],
])('what is tracked elsewhere, %s', (_, command) => {
  test('comes together from all threads, by time', async () => {
    const { run: found } = await run('workers', command)
    expect(countsOf(found)).toEqual({ loss: 2100, note: 2, dots: 2 })
    const { times, values } = found.series('loss')
    expect([...times]).toEqual([...times].toSorted((a, b) => a - b))
    expect([...values].toSorted((a, b) => a - b)).toEqual(
      [
        ...Array.from({ length: 100 }, (__, i) => i),
        ...[0, 1].flatMap(() => Array.from({ length: 1000 }, (__, i) => i + 0.5)),
      ].toSorted((a, b) => a - b),
    )
    expect(found.get('live')).toEqual(
      [2100, ['loss', 'note', 'dots']].map((part) => (Array.isArray(part) ? expect.arrayContaining(part) : part)),
    )
    const files = readdirSync(join(found.folder, 'tracked/dots'))
    expect(files.toSorted()).toEqual(['000000.png', '000000_2.png'])
    expect(Object.values(found.follow('loss').next as object).toSorted((a: number, b: number) => a - b)).toEqual([
      100, 1000, 1000,
    ])
  })

  test('of processes alone, a fork and one that got the handle as JSON, is sealed with the run', async () => {
    const { run: found } = await run('processes alone', command)
    expect(found.tracked.map(({ name, context, count }) => [context?.['by'], name, count]).toSorted()).toEqual(
      ['JSON', 'fork'].flatMap((by) => [
        [by, 'dots', 1],
        [by, 'loss', 1000],
        [by, 'note', 1],
      ]),
    )
    for (const by of ['fork', 'JSON']) expectTracked(found, { by }, 'from a process')
  })

  test('after the run has ended is lost with a warning, and spoils nothing', async () => {
    // What goes on for ever does not hold up a supervisor.
    const flags = command[0] === BIN ? ['--stays'] : []
    const { run: found, stderr } = await run('a fork that goes on after the end', command, ...flags)
    expect(stderr).toContain('the run has ended: what is tracked now is lost')
    const { values } = found.series('loss', { context: { by: 'fork' } })
    const [, settled, tracked] = /settled: (\w+), tracked: (\d+)/.exec(stderr) ?? []
    const lost = /(\d+) tracked points are lost/.exec(stderr)?.[1]
    expect(settled).toBe(command[0] === BIN ? undefined : 'false')
    if (settled !== undefined) expect(values.length + Number(lost)).toBeGreaterThanOrEqual(Number(tracked))
    expect([...values.subarray(0, 1000)]).toEqual(Array.from({ length: 1000 }, (__, i) => i + 0.25))
    expect(readdirSync(join(found.folder, '.runlab'))).not.toContain('tracking')
  })
})

const workerAlone = once(async () => await run('a worker alone', IN_PROCESS))

describe('what is tracked elsewhere', () => {
  test('of a worker alone is sealed with the run', async () => {
    const { run: found } = await workerAlone()
    expect(countsOf(found)).toEqual({ loss: 1000, note: 1, dots: 1 })
    expectTracked(found, null, 'from a thread')
  })

  test('of a worker is there also where the thread that writes for it has ended meanwhile', async () => {
    const { run: found } = await run('a worker that outlives the journal thread', IN_PROCESS)
    expect(countsOf(found)).toEqual({ loss: 2000, note: 2, dots: 2 })
    expect([...found.series('loss').values].filter((value) => value === 7.5)).toHaveLength(2)
  })

  test('of a worker is counted in the record of a run that ends by process.exit()', async () => {
    const name = `exits-${names++}`
    const { code } = await project.node(...SUPERVISED, '--way', 'a worker, before the process exits', '--name', name, ...PATIENT)
    expect(code).toBe(7)
    const { meta, folder } = await loadRun(project.path(join('results/shared', name)))
    expect(meta).toMatchObject({ status: 'failed', counts: { series: 4, points: MANY + 1002 }, lost_points: 0 })
    expect(meta).toMatchObject({ __track__: expect.arrayContaining(['many', 'loss', 'note', 'dots']) as string[] })
    expect(readdirSync(join(folder, '.runlab'))).not.toContain('tracking')
  })
})

describe('a handle is refused with TRACK_HANDLE', () => {
  const wrong = (reason: string): unknown =>
    expect.objectContaining({ code: 'TRACK_HANDLE', message: expect.stringContaining(reason) })
  const handle = (changes: object): TrackerHandle => ({
    runlab: 'tracker',
    run: project.folder,
    channel: 'c',
    pid: 1,
    host: 'h',
    ...changes,
  })

  test.each([
    ['that is none', 'text', 'it is not what e.tracker is'],
    ['of which a part is missing', { runlab: 'tracker', run: '/x' }, 'parts of it are missing'],
    ['that leads to no run', handle({}), 'there is no run at'],
  ])('%s', async (_, given, reason) => {
    await expect(openTracker(given as TrackerHandle)).rejects.toThrow(wrong(reason) as Error)
  })

  test('of a run that has ended', async () => {
    const { run: ended } = await workerAlone()
    await expect(openTracker(handle({ run: ended.folder }))).rejects.toThrow(wrong('has ended') as Error)
  })
})
