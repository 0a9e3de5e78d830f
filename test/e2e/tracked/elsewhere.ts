/** Runs of which threads and other processes track; each part is told by \`--way\` what becomes of it. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'shared.ts': `import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { defineExperiment, openTracker, param } from 'runlab'

const worker = (e: any, how: string, n = 0) => {
  const file = how === 'CommonJS' ? './thread.cjs' : './thread.js'
  return new Worker(new URL(file, import.meta.url), { execArgv: [], workerData: { tracker: e.tracker, how, n } }).on('error', () => {})
}
const child = (e: any, how: string, n = 0) => {
  const started = fork('child.js', [how, String(n)], { execArgv: [] })
  started.send(e.tracker)
  return started
}
const ended = (...all: any[]) => Promise.all(all.map((one) => once(one, 'exit').catch(() => {})))

/** Whether the test goes on: one that has failed leaves no process behind that waits for ever. */
const isOn = () => existsSync('package.json')

/** Points of a series that are there by now. */
const count = (e: any, name: string, context: unknown = null): number => {
  try { return e.series(name, { context }).length } catch { return 0 }
}

const WAYS: Record<string, (e: any) => unknown> = {
  'senders that are ended in the middle': async (e) => {
    const threads = ['goes on', 'goes on', 'throws', 'ends'].map((how, n) => worker(e, how, n))
    const children = [4, 5].map((n) => child(e, 'goes on', n))
    const over = ended(...threads, ...children)
    for (let i = 0; i < 5000; i++) e.track('loss', i, { context: { sender: 'main' } })
    const seen = () => [0, 1, 4, 5].map((sender) => count(e, 'loss', { sender }))
    while (isOn() && (count(e, 'dot') < 8 || seen().some((points) => points <= 1000))) await sleep(50)
    e.set('seen', seen())
    for (const one of children) one.kill('SIGKILL')
    await Promise.all(threads.slice(0, 2).map((one) => one.terminate()))
    await over
  },
  'all at once': async (e) => {
    const other = await openTracker(e.tracker)
    const strict = worker(e, 'refuses strictly')
    const codes = once(strict, 'message')
    const others = [worker(e, 'CommonJS'), strict, worker(e, 'refuses', 11), child(e, 'refuses', 12), child(e, 'starts a thread', 5)]
    const over = ended(...others, ...[0, 1, 2, 3].map((n) => child(e, 'ends', n)))
    for (let i = 0; i < 100; i++) { e.track('of the run', i); other.track('of the run', 1000 + i) }
    e.set('settled', other.settle())
    e.set('length', e.series('of the run').length)
    e.set('closed', await other.close())
    try { other.track('of the run', 1) } catch (error: any) { e.set('late', error.code) }
    e.set('codes', (await codes)[0])
    await over
  },
  'a process that outlives the run': async (e) => {
    const one = child(e, 'goes on')
    await once(one, 'message')
    console.log('child ' + one.pid)
    process.stdout.write('process ' + process.pid + '\\n')
    await sleep(2 ** 30)
  },
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(Object.keys(WAYS)) },
  run: (e) => WAYS[e.params.way]!(e),
})
experiment.runIfMain()
`,
  // What tracks is JavaScript, and started without a loader: there are many of them.
  'tracks.js': `import { threadId, Worker } from 'node:worker_threads'
import { openTracker } from 'runlab'

class Pair { pair = [1, 2] }
const pair = { name: 'pair', accepts: (value) => value instanceof Pair, write: (value) => ({ data: value.pair }), read: (data) => data }

/** Says 'tracked' when it has begun, where it is to be ended by others. */
export async function go(tracker, how, n, say) {
  if (how === 'refuses strictly') {
    const { track } = await openTracker(tracker, { strict: true })
    track('strict', 1)
    return say([['strict', 'a text'], ['', 1], ['x', () => 1]].map(([name, value]) => {
      try { track(name, value) } catch (error) { return error.code }
    }))
  }
  const { track, close } = await openTracker(tracker, { kinds: [pair] })
  track('pair', new Pair())
  if (how === 'refuses') for (let i = 0; i < 5; i++) track('pair', 'a text')
  if (how === 'starts a thread') await new Promise((done) => new Worker(new URL('./thread.js', import.meta.url), { workerData: { tracker, how: 'ends', n: 7 } }).on('exit', done))
  const context = { sender: n }
  for (let i = 0; i < 1000 || how === 'goes on'; i++) {
    track('loss', i, { context })
    if (i % 100 === 0) track('note', 'at ' + i, { context })
    if (i % 500 === 0) track('dot', { data: new Uint8Array(4).fill(i), width: 2, height: 2 }, { step: i })
    if (i === 1000) say('tracked')
    if (i % 100 === 0 && how === 'goes on') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5) // as one that computes
    if (how === 'goes on' && i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  if (how === 'throws') throw new Error('thrown in thread ' + threadId)
  await close()
}
`,
  'thread.js': `import { parentPort, workerData } from 'node:worker_threads'
import { go } from './tracks.js'
await go(workerData.tracker, workerData.how, workerData.n, (message) => parentPort.postMessage(message))
`,
  'thread.cjs': `const { workerData } = require('node:worker_threads')
const { openTracker } = require('runlab')
openTracker(workerData.tracker).then(({ track }) => {
  for (let i = 0; i < 1000; i++) track('in CommonJS', i)
})
`,
  'child.js': `import { go } from './tracks.js'
const [how = '', n] = process.argv.slice(2)
process.on('message', async (tracker) => {
  await go(tracker, how, Number(n), (message) => process.send?.(message))
  process.disconnect?.()
})
process.on('disconnect', () => {}) // goes on without who has started it
`,
}
