/** Runs of which threads and other processes track; each part is told by \`--way\` what becomes of it. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'shared.ts': `import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { defineExperiment, openTracker, param } from 'runlab'

const worker = (e: any, how: string, n = 0) => {
  const file = how === 'CommonJS' ? './thread.cjs' : './thread.ts'
  return new Worker(new URL(file, import.meta.url), { workerData: { tracker: e.tracker, how, n } }).on('error', () => {})
}
const child = (e: any, how: string, n = 0) => {
  const started = fork('child.ts', [how, String(n)])
  started.send(e.tracker)
  return started
}
const ended = (...all: any[]) => Promise.all(all.map((one) => once(one, 'exit').catch(() => {})))

/** Images that are there by now, of all. */
const dots = (e: any): number => {
  try { return e.series('dot').length } catch { return 0 }
}

const WAYS: Record<string, (e: any) => unknown> = {
  'CommonJS': async (e) => await ended(worker(e, 'CommonJS')),
  'threads that are terminated in the middle': async (e) => {
    const all = [0, 1, 2, 3].map((n) => worker(e, ['goes on', 'goes on', 'throws', 'ends'][n]!, n))
    const over = ended(...all)
    await Promise.all(all.slice(0, 2).map((one) => once(one, 'message')))
    for (let i = 0; i < 5000; i++) e.track('loss', i, { context: { sender: 'main' } })
    while (dots(e) < 4) await sleep(20)
    await sleep(300)
    await Promise.all(all.slice(0, 2).map((one) => one.terminate()))
    await over
  },
  'processes that are killed in the middle': async (e) => {
    const all = [0, 1].map((n) => child(e, 'goes on', n))
    const over = ended(...all)
    await Promise.all(all.map((one) => once(one, 'message')))
    for (let i = 0; i < 5000; i++) e.track('loss', i, { context: { sender: 'main' } })
    while (dots(e) < 4) await sleep(20)
    await sleep(300)
    for (const one of all) one.kill('SIGKILL')
    await over
  },
  'a thread of a fork': async (e) => await ended(child(e, 'starts a thread')),
  'four processes at once': async (e) => await ended(...Array.from({ length: 4 }, (_, n) => child(e, 'ends', n))),
  'the run itself': async (e) => {
    const other = await openTracker(e.tracker)
    for (let i = 0; i < 100; i++) { e.track('loss', i); other.track('loss', 1000 + i) }
    e.set('settled', other.settle())
    e.set('length', e.series('loss').length)
    e.set('closed', await other.close())
    try { other.track('loss', 1) } catch (error: any) { e.set('late', error.code) }
  },
  'a process that outlives the run': async (e) => {
    const one = child(e, 'goes on')
    await once(one, 'message')
    console.log('child ' + one.pid)
    process.stdout.write('process ' + process.pid + '\\n')
    await sleep(60_000)
  },
  'refusals': async (e) => { await ended(worker(e, 'refuses'), child(e, 'refuses')); },
  'in strict mode': async (e) => {
    const one = worker(e, 'refuses strictly')
    const [codes] = await once(one, 'message')
    e.set('codes', codes)
    await ended(one)
  },
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS)) },
  run: (e) => WAYS[e.params.way]!(e),
})
experiment.runIfMain()
`,
  'tracks.ts': `import { threadId, Worker } from 'node:worker_threads'
import { openTracker } from 'runlab'

class Pair { readonly pair = [1, 2] }
const pair = { name: 'pair', accepts: (value: unknown) => value instanceof Pair, write: (value: any) => ({ data: value.pair }), read: (data: unknown) => data }

/** Says 'tracked' when it has begun, where it is to be ended by others. */
export async function go(tracker: any, how: string, n: number, say: (message: unknown) => void): Promise<unknown> {
  if (how === 'refuses strictly') {
    const { track } = await openTracker(tracker, { strict: true })
    track('loss', 1)
    return say([['loss', 'a text'], ['', 1], ['x', () => 1]].map(([name, value]: any) => {
      try { track(name, value) } catch (error: any) { return error.code }
    }))
  }
  const { track, close } = await openTracker(tracker, { kinds: [pair] })
  track('pair', new Pair())
  if (how === 'refuses') for (let i = 0; i < 5; i++) track('pair', 'a text')
  if (how === 'starts a thread') await new Promise((done) => new Worker(new URL('./thread.ts', import.meta.url), { workerData: { tracker, how: 'ends', n: 7 } }).on('exit', done))
  const context = { sender: n }
  for (let i = 0; i < 1000 || how === 'goes on'; i++) {
    track('loss', i, { context })
    if (i % 100 === 0) track('note', 'at ' + i, { context })
    if (i % 500 === 0) track('dot', { data: new Uint8Array(4).fill(i), width: 2, height: 2 }, { step: i })
    if (i === 1000) say('tracked')
    if (i % 100 === 0 && how === 'goes on') for (const until = performance.now() + 1; performance.now() < until;);
    if (how === 'goes on' && i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  if (how === 'throws') throw new Error('thrown in thread ' + threadId)
  await close()
}
`,
  'thread.ts': `import { parentPort, workerData } from 'node:worker_threads'
import { go } from './tracks.ts'
await go(workerData.tracker, workerData.how, workerData.n, (message) => parentPort!.postMessage(message))
`,
  'thread.cjs': `const { workerData } = require('node:worker_threads')
const { openTracker } = require('runlab')
openTracker(workerData.tracker).then(({ track }) => {
  for (let i = 0; i < 1000; i++) track('loss', i)
})
`,
  'child.ts': `import { go } from './tracks.ts'
const [how = '', n] = process.argv.slice(2)
process.on('message', async (tracker) => {
  await go(tracker, how, Number(n), (message) => process.send?.(message))
  process.disconnect?.()
})
process.on('disconnect', () => {}) // goes on without who has started it
`,
}
