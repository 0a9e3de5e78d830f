/** An experiment that ends in every way there is. `waits` and `never yields` say their process id when they have begun. */
export const ENDINGS = `import { execFileSync, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineExperiment, param } from 'runlab'

console.log('said while loading')

const WAYS: Record<string, () => unknown> = {
  returns: () => undefined,
  throws: () => { throw new RangeError('thrown in run') },
  'throws in a timer': () => { setTimeout(() => { throw new TypeError('thrown in a timer') }); return sleep(60_000) },
  'forgets a rejection': () => { void Promise.reject(new Error('nobody awaits this')); return sleep(60_000) },
  'overflows the stack': () => { const deeper = (): number => 1 + deeper(); return deeper() },
  'exits with 0': () => process.exit(0),
  'exits with 7': () => process.exit(7),
  'never settles': () => new Promise(() => {}),
  'runs out of memory': () => { const all: unknown[] = []; for (;;) all.push(new Array(1e5).fill(all.length)) },
  'kills itself': () => process.kill(process.pid, 'SIGKILL'),
  'aborts': () => process.abort(),
  'leaves without a word': () => (process as never as { reallyExit(code: number): void }).reallyExit(5),
  waits: () => { console.log('process ' + process.pid); return sleep(60_000) },
  'waits with a child': () => {
    const child = spawn('sh', ['-c', 'sleep 61 & wait'], { stdio: 'inherit' })
    console.log('child ' + child.pid)
    console.log('process ' + process.pid)
    return sleep(60_000)
  },
  'waits for its signal': () => new Promise((resolve) => setInterval(() => {}, 1000)),
  'never yields': () => { console.log('process ' + process.pid); for (;;); },
  'interrupts itself in a loop': () => { setTimeout(() => { process.kill(process.pid, 'SIGTERM'); for (;;); }, 300); return sleep(60_000) },
  'waits for a child in native code': () => execFileSync('sh', ['-c', 'echo child $$ && exec sleep 61'], { stdio: 'inherit' }),
}

export const experiment = defineExperiment(import.meta, {
  parameters: { way: param.choice(['returns', ...Object.keys(WAYS)].filter((way, i) => i !== 1)), failingHook: false, slowHook: false },
  implement: {
    onError: (e) => e.log('onError was called'),
    async afterRun(e) {
      e.log('afterRun was called, and the run is ' + e.status)
      e.set('after', true)
      if (e.params.failingHook) throw new Error('thrown in afterRun')
      if (e.params.slowHook) await sleep(60_000)
    },
  },
  async run(e) {
    e.set('before', 1)
    await e.commit('kept.txt', 'kept')
    e.signal.addEventListener('abort', () => e.log('the signal was aborted'))
    e.log('begins')
    await WAYS[e.params.way]!()
  },
})
experiment.runIfMain()
`
