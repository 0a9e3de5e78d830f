import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRun, openTracker } from '../../../src/index.ts'
import type { RunReader, TrackerHandle } from '../../../src/index.ts'
import { BIN, Project, REGISTER } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'shared.ts': `import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
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
    const one = worker(e.tracker, 'does it twice')
    await once(one, 'message')
    await sleep(250) // what is promised
    const channel = new BroadcastChannel(e.tracker.channel)
    channel.postMessage({ type: 'attach', run: 'none', key: 'none', label: 'none', ring: null }) // it stumbles over that
    await once(one, 'exit')
    channel.close()
  },
  'a worker, before the process exits': async (e) => {
    await once(worker(e.tracker, 'ends'), 'exit')
    for (let i = 0; i < 600_000; i++) e.track('many', i) // more than a segment holds
    process.exit(7)
  },
  'a fork': async (e) => { const child = fork('process.ts', ['ends']); child.send(e.tracker); await once(child, 'exit') },
  'a process that got it as JSON': async (e) => {
    const child = spawn(process.execPath, [...process.execArgv, 'process.ts', 'ends'], { env: { ...process.env, TRACKER: JSON.stringify(e.tracker) }, stdio: 'inherit' })
    await once(child, 'exit')
  },
  'a fork that goes on after the end': async (e) => {
    const child = fork('process.ts', ['goes on for two seconds'])
    child.send(e.tracker)
    await once(child, 'message')
    await sleep(250)
    child.disconnect()
    child.unref()
  },
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS)) },
  run: (e) => WAYS[e.params.way]!(e),
})
experiment.runIfMain()
`,
  'worker.ts': `import { parentPort, workerData } from 'node:worker_threads'
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
  parentPort!.postMessage('tracked')
  await new Promise((resolve) => setTimeout(resolve, 1000))
  trackAll()
}
`,
  'process.ts': `import { openTracker } from 'runlab'
const go = async (handle: any) => {
  const { track, close } = await openTracker(handle)
  for (let i = 0; i < 1000; i++) track('loss', i + 0.25)
  track('note', 'from a process')
  track('dots', { data: new Uint8Array(4), width: 2, height: 2 })
  const [how] = process.argv.slice(2)
  if (how === 'ends') { await close(); process.exit() }
  process.send?.('tracked')
  if (how === 'goes on for two seconds') {
    let late = 0
    const timer = setInterval(() => { track('loss', -1); late++ }, 5)
    setTimeout(async () => { clearInterval(timer); console.error('settled: ' + await close() + ', tracked: ' + (1000 + late)); process.exit() }, 2000)
  }
}
if (process.env.TRACKER) void go(JSON.parse(process.env.TRACKER))
else process.on('message', go)
`,
})

let names = 0

async function run(way: string, command: readonly string[]): Promise<{ run: RunReader; stderr: string }> {
  const name = `${way}-${names++}`.replaceAll(/\W+/g, '-')
  const { code, stderr } = await project.node(...command, '--way', way, '--name', name)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return { run: await loadRun(project.path(join('results/shared', name))), stderr }
}

const countsOf = ({ tracked }: RunReader): Record<string, number> =>
  Object.fromEntries(tracked.map(({ name, count }) => [name, count]))

describe.each([
  ['supervised', [BIN, 'run', 'shared.ts']],
  ['in process', ['--import', REGISTER, 'shared.ts']],
] as const)('what is tracked elsewhere, %s', (_, command) => {
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

  test.each([
    ['a worker alone', 'from a thread'],
    ['a fork', 'from a process'],
    ['a process that got it as JSON', 'from a process'],
  ])('of %s is sealed with the run', async (way, note) => {
    const { run: found } = await run(way, command)
    expect(countsOf(found)).toEqual({ loss: 1000, note: 1, dots: 1 })
    expect(Array.from(found.series('note'), ({ value }) => value)).toEqual([note])
    expect([...found.series('loss').steps]).toEqual(Array.from({ length: 1000 }, (__, i) => i))
  })

  test('of a worker is there also where the thread that writes for it has ended meanwhile', async () => {
    const { run: found } = await run('a worker that outlives the journal thread', command)
    expect(countsOf(found)).toEqual({ loss: 2000, note: 2, dots: 2 })
    expect([...found.series('loss').values].filter((value) => value === 7.5)).toHaveLength(2)
  })

  test('of a worker is counted in the record of a run that ends by process.exit()', async () => {
    const name = `exits-${names++}`
    const { code } = await project.node(...command, '--way', 'a worker, before the process exits', '--name', name)
    expect(code).toBe(7)
    const { meta, folder } = await loadRun(project.path(join('results/shared', name)))
    expect(meta).toMatchObject({ status: 'failed', counts: { series: 4, points: 601_002 }, lost_points: 0 })
    expect(meta).toMatchObject({ __track__: expect.arrayContaining(['many', 'loss', 'note', 'dots']) as string[] })
    expect(readdirSync(join(folder, '.runlab'))).not.toContain('tracking')
  })

  test('after the run has ended is lost with a warning, and spoils nothing', async () => {
    const { run: found, stderr } = await run('a fork that goes on after the end', command)
    expect(stderr).toContain('the run has ended: what is tracked now is lost')
    const { values } = found.series('loss')
    const [, settled, tracked] = /settled: (\w+), tracked: (\d+)/.exec(stderr) ?? []
    const lost = /(\d+) tracked points are lost/.exec(stderr)?.[1]
    // A supervisor ends what the run has left before that can say what it has lost.
    expect(settled).toBe(command[0] === BIN ? undefined : 'false')
    if (settled !== undefined) expect(values.length + Number(lost)).toBeGreaterThanOrEqual(Number(tracked))
    expect([...values.subarray(0, 1000)]).toEqual(Array.from({ length: 1000 }, (__, i) => i + 0.25))
    expect(readdirSync(join(found.folder, '.runlab'))).not.toContain('tracking')
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
    const { run: ended } = await run('a worker alone', [BIN, 'run', 'shared.ts'])
    await expect(openTracker(handle({ run: ended.folder }))).rejects.toThrow(wrong('has ended') as Error)
  })
})
