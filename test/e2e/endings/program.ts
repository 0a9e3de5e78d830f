/** An experiment that ends in every way there is. `waits` and `never yields` say their process id when they have begun. */
export const ENDINGS = `import { execFileSync, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'
import type { RunCore } from 'runlab'

console.log('said while loading')

const forEver = () => sleep(2 ** 30)
/** A loop that never yields to the event loop, and leaves the processor to others. */
const loop = (): never => { for (const cell = new Int32Array(new SharedArrayBuffer(4)); ; ) Atomics.wait(cell, 0, 0, 20) }

/** Says that the signal was aborted, and stops by it. */
const untilAborted = async (e: RunCore) => {
  e.signal.addEventListener('abort', () => e.log('the signal was aborted'))
  await sleep(2 ** 30, undefined, { signal: e.signal })
}

const WAYS: Record<string, (e: RunCore) => unknown> = {
  returns: () => undefined,
  'leaves a timer': () => void setInterval(() => {}, 2 ** 30),
  throws: () => { throw new RangeError('thrown in run') },
  'throws in a timer': () => { setTimeout(() => { throw new TypeError('thrown in a timer') }); return forEver() },
  'forgets a rejection': () => { void Promise.reject(new Error('nobody awaits this')); return forEver() },
  'overflows the stack': () => { const deeper = (): number => 1 + deeper(); return deeper() },
  'exits with 0': () => process.exit(0),
  'exits with 7': () => process.exit(7),
  'never settles': () => new Promise(() => {}),
  'runs out of memory': () => { const all: unknown[] = []; for (;;) all.push(new Array(1e5).fill(all.length)) },
  'kills itself': () => process.kill(process.pid, 'SIGKILL'),
  'aborts': () => process.abort(),
  'leaves without a word': () => {
    process.on('uncaughtException', () => { throw new Error('thrown by the listener') })
    setTimeout(() => { throw new Error('late') }, 1)
    return forEver()
  },
  waits: (e) => { process.on('SIGHUP', () => console.log('hangup came')); console.log('process ' + process.pid); return untilAborted(e) },
  'counts until it is told': async (e) => {
    let count = 0
    void sleep(2 ** 30, undefined, { signal: e.signal }) // stopped by the signal, and awaited by nobody
    while (!e.signal.aborted) { if (++count === 2) console.log('process ' + process.pid); await sleep(5) }
    e.set('stoppedAt', count)
    e.track('late', count)
    e.log('saved')
  },
  'fails when it is told': async (e) => {
    console.log('process ' + process.pid)
    await untilAborted(e).catch(() => { throw new RangeError('thrown while stopping') })
  },
  'looks, and goes on': (e) => { if (!e.signal.aborted) console.log('process ' + process.pid); return forEver() },
  'waits without looking': () => { console.log('process ' + process.pid); return forEver() },
  'waits with a child': (e) => {
    const child = spawn('sh', ['-c', 'sleep 1000000 & wait'], { stdio: 'inherit' })
    console.log('child ' + child.pid)
    console.log('process ' + process.pid)
    return untilAborted(e)
  },
  'never yields': () => { console.log('process ' + process.pid); loop() },
  'never yields, and computes': () => { console.log('process ' + process.pid); for (;;); },
  'interrupts itself in a loop': () => { setImmediate(() => { process.kill(process.pid, 'SIGTERM'); loop() }); return forEver() },
  'waits for a child in native code': () => execFileSync('sh', ['-c', 'echo child $$ && exec sleep 1000000'], { stdio: 'inherit' }),
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(['returns', ...Object.keys(WAYS)].filter((way, i) => i !== 1)), failingHook: false, slowHook: false },
  implement: {
    onError: (e) => e.log('onError was called'),
    async afterRun(e) {
      e.log('afterRun was called, and the run is ' + e.status)
      e.set('after', true)
      if (e.params.failingHook) throw new Error('thrown in afterRun')
      if (e.params.slowHook) await forEver()
    },
  },
  async run(e) {
    e.set('before', 1)
    await e.commit('kept.txt', 'kept')
    e.log('begins')
    await WAYS[e.params.way]!(e)
  },
})
experiment.runIfMain()
`
