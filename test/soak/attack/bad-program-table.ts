/** What the guide promises for a program. */
export interface Promised {
  readonly status: string
  readonly code: number
  /** Nothing of it can be read where it lay: its folder is gone. */
  readonly isGone?: true
  /** It has ended before it set or tracked anything. */
  readonly isEmpty?: true
  /** A part of how it ended, as `runlab show` says it. */
  readonly says?: string
}

/** A program that does something bad in its `run`. */
export interface BadProgram {
  readonly what: string
  /** The body of `run`, or of the hook; it has `e`, `fs`, `path`, `os`, `child_process`, `worker_threads` and `sleep`. */
  readonly body: string
  /** In which hook, in place of `run`. */
  readonly hook?: 'beforeRun' | 'afterRun' | 'onError'
  readonly promised: Promised
  /** Where it is another one without a supervisor; null where there is nothing to try. */
  readonly inProcess?: Promised | null
}

const done: Promised = { status: 'done', code: 0 }
const failed: Promised = { status: 'failed', code: 1, says: 'failed in run' }
const exited: Promised = { status: 'failed', code: 1, says: 'by process.exit()' }
/** A rejection that nobody handles; Node itself stumbles over a hostile one. */
const unhandled: Promised = { status: 'failed', code: 1, says: 'failed in run by an un' }
const gone: Promised = { status: 'done', code: 3, isGone: true }
const nobodySaw = 'nobody saw how it ended'
const ownSignal = `child_process.spawn('sh', ['-c', 'sleep 1; kill -INT ' + (process.env['SUPERVISED'] ? process.ppid : process.pid)], { detached: true, stdio: 'ignore' }).unref()`

const throwing = (what: string, thrown: string): BadProgram => ({
  what: `throws ${what}`,
  body: `throw ${thrown}`,
  promised: failed,
})
const rejecting = (what: string, value: string): BadProgram => ({
  what: `rejects ${what}, and nobody catches it`,
  body: `Promise.reject(${value}); await sleep(2 ** 30)`,
  promised: unhandled,
})
/** Changes something that everybody relies on, and returns. */
const patching = (what: string, body: string): BadProgram => ({ what, body, promised: done })

const HOSTILE = `new Proxy({}, new Proxy({}, { get: () => () => { throw new Error('looked at') } }))`
const REVOKED = `(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()`
const BAD = (name: string): string =>
  `Object.defineProperty(new Error('bad'), '${name}', { get() { throw new Error('looked at') } })`

export const BAD_PROGRAMS: readonly BadProgram[] = [
  { what: 'returns', body: '', promised: done },
  throwing('null', 'null'),
  throwing('undefined', 'undefined'),
  throwing('a symbol', `Symbol('odd')`),
  throwing('a Proxy that throws when it is looked at', HOSTILE),
  throwing('a Proxy that was revoked', REVOKED),
  throwing('a frozen error', `Object.freeze(new Error('frozen'))`),
  throwing('an error without a prototype', `Object.setPrototypeOf(new Error('bare'), null)`),
  throwing('an error that is its own cause', `Object.assign(new Error('round'), { get cause() { return this } })`),
  ...['message', 'stack', 'name', 'cause', 'code', 'constructor'].map((name) =>
    throwing(`an error whose ${name} throws when it is read`, BAD(name)),
  ),
  throwing('a thousand errors in one', `new AggregateError(Array.from({ length: 1000 }, (_, i) => new Error('one ' + i)))`),
  rejecting('null', 'null'),
  rejecting('a symbol', `Symbol('odd')`),
  rejecting('a hostile Proxy', HOSTILE),
  rejecting('a frozen error', `Object.freeze(new Error('frozen'))`),
  { what: 'recurses without an end', body: 'const deeper = () => 1 + deeper(); deeper()', promised: failed },
  {
    what: 'throws in a timer',
    body: `setTimeout(() => { throw new Error('late') }, 1); await sleep(2 ** 30)`,
    promised: { ...failed, says: 'uncaught exception' },
  },
  {
    what: 'throws in a thread',
    body: `new worker_threads.Worker('throw new Error("in a thread")', { eval: true }); await sleep(2 ** 30)`,
    promised: { ...failed, says: 'uncaught exception' },
  },
  {
    what: 'throws in its listener to uncaught exceptions',
    body: `await sleep(500); process.on('uncaughtException', () => { throw new Error('again') }); setTimeout(() => { throw new Error('late') }, 1); await sleep(2 ** 30)`,
    promised: { status: 'crashed', code: 7, says: 'exited with code 7' },
    inProcess: { status: 'crashed', code: 7, says: nobodySaw },
  },
  { what: 'process.exit(0)', body: 'process.exit(0)', promised: exited },
  { what: 'process.exit(0) in beforeRun', hook: 'beforeRun', body: 'process.exit(0)', promised: { ...exited, isEmpty: true } },
  { what: 'process.exit(0) in afterRun', hook: 'afterRun', body: 'process.exit(0)', promised: exited },
  { what: 'process.exit(0) in onError', hook: 'onError', body: 'process.exit(0)', promised: failed },
  {
    what: 'process.exit(0) when nothing is left to do',
    body: `process.on('beforeExit', () => process.exit(0)); await new Promise(() => {})`,
    promised: failed,
  },
  { what: 'process.reallyExit(0)', body: 'process.reallyExit(0)', promised: exited },
  { what: 'process.reallyExit(5)', body: 'process.reallyExit(5)', promised: { ...exited, code: 5 } },
  {
    what: 'throws, and makes the exit code 0 at the exit',
    body: `process.on('exit', () => { process.exitCode = 0 }); throw new Error('bad')`,
    promised: failed,
  },
  {
    what: 'throws at the exit',
    body: `process.on('exit', () => { throw new Error('at the exit') })`,
    promised: { status: 'done', code: 1 },
  },
  {
    what: 'throws after run has returned',
    body: `setInterval(() => { if (!fs.existsSync(path.join(e.folder, '.runlab/alive.json'))) throw new Error('late') }, 20)`,
    promised: { status: 'done', code: 1 },
  },
  {
    what: 'process.abort()',
    body: 'await sleep(500); process.abort()',
    promised: { status: 'crashed', code: 134, says: 'SIGABRT' },
    inProcess: { status: 'crashed', code: 134, says: nobodySaw },
  },
  {
    what: 'SIGKILL of itself',
    body: `await sleep(500); process.kill(process.pid, 'SIGKILL'); await sleep(2 ** 30)`,
    promised: { status: 'crashed', code: 137, says: 'SIGKILL' },
    inProcess: { status: 'crashed', code: 137, says: nobodySaw },
  },
  {
    what: 'SIGSTOP of itself, and SIGCONT',
    body: `child_process.spawn('sh', ['-c', 'sleep 1; kill -CONT ' + process.pid], { detached: true, stdio: 'ignore' }).unref(); process.kill(process.pid, 'SIGSTOP')`,
    promised: done,
  },
  {
    what: 'SIGKILL of its supervisor',
    body: `process.kill(process.ppid, 'SIGKILL')`,
    promised: { status: 'done', code: 137 },
    inProcess: null,
  },
  {
    what: 'SIGINT in microtasks without an end',
    body: `${ownSignal}; const more = () => Promise.resolve().then(more); await more()`,
    promised: { status: 'interrupted', code: 130, says: 'SIGINT' },
  },
  {
    what: 'SIGINT in a loop without an end',
    body: `${ownSignal}; for (;;);`,
    promised: { status: 'interrupted', code: 130, says: 'SIGINT' },
  },
  { what: 'closes its standard output', body: `fs.closeSync(1); console.log('lost')`, promised: done },
  { what: 'closes its standard error', body: `fs.closeSync(2); console.error('lost')`, promised: done },
  {
    what: 'goes into a folder that it removes',
    body: `const gone = fs.mkdtempSync(path.join(os.tmpdir(), 'gone-')); process.chdir(gone); fs.rmSync(gone, { recursive: true })`,
    promised: done,
  },
  { what: 'goes elsewhere', body: `process.chdir('/')`, promised: done },
  { what: 'removes its folder', body: `fs.rmSync(e.folder, { recursive: true })`, promised: gone },
  { what: 'renames its folder', body: `fs.renameSync(e.folder, e.folder + '-elsewhere')`, promised: gone },
  {
    what: 'puts a file in the place of its folder',
    body: `fs.renameSync(e.folder, e.folder + '-elsewhere'); fs.writeFileSync(e.folder, 'mine')`,
    promised: gone,
  },
  { what: 'takes all rights from new files', body: `process.umask(0o777)`, promised: done },
  { what: 'removes .runlab', body: `fs.rmSync(path.join(e.folder, '.runlab'), { recursive: true })`, promised: done },
  {
    what: 'puts a folder in the place of the metadata',
    body: `const f = path.join(e.folder, 'experiment_meta.json'); fs.rmSync(f); fs.mkdirSync(f)`,
    promised: gone,
  },
  patching('Object.prototype.toJSON', `Object.prototype.toJSON = () => 'mine'`),
  patching('Array.prototype.toJSON', `Array.prototype.toJSON = () => 'mine'`),
  patching('String.prototype.toJSON and Date.prototype.toJSON', `String.prototype.toJSON = Date.prototype.toJSON = () => 'mine'`),
  patching('JSON.stringify that gives nothing', `JSON.stringify = () => undefined`),
  patching('JSON.stringify and JSON.parse that throw', `JSON.stringify = JSON.parse = () => { throw new Error('mine') }`),
  patching(
    'Object.prototype with get, set and value',
    `Object.assign(Object.prototype, { get: 1, set: 1, value: 1, status: 'x', path: 'y', recursive: false })`,
  ),
  patching(
    'Array.prototype without its methods',
    `for (const name of ['map', 'filter', 'some', 'every', 'join', 'includes', 'flatMap', 'reduce', 'push', 'slice']) delete Array.prototype[name]`,
  ),
  patching(
    'String.prototype that throws',
    `for (const name of ['split', 'replace', 'replaceAll', 'slice', 'startsWith', 'includes', 'match']) String.prototype[name] = () => { throw new Error('mine') }`,
  ),
  patching(
    'Map.prototype and Set.prototype that throw',
    `Map.prototype.set = Map.prototype.get = Set.prototype.has = Set.prototype.add = () => { throw new Error('mine') }`,
  ),
  patching('Promise.prototype.then that never calls back', `Promise.prototype.then = function () { return this }`),
  patching(
    'Promise.race and Promise.all that throw',
    `Promise.race = Promise.all = Promise.resolve = () => { throw new Error('mine') }`,
  ),
  patching(
    'timers that never fire',
    `globalThis.setTimeout = globalThis.setInterval = globalThis.setImmediate = () => ({ unref() { return this }, ref() { return this } })`,
  ),
  patching('a clock that stands', `Date.now = () => Number.NaN; globalThis.Date = class {}; performance.now = () => Number.NaN`),
  patching('Math.random that throws', `Math.random = () => { throw new Error('mine') }`),
  patching(
    'globals that are gone',
    `for (const name of ['JSON', 'Buffer', 'Date', 'setTimeout', 'clearTimeout', 'performance', 'URL', 'queueMicrotask', 'Uint8Array']) delete globalThis[name]`,
  ),
  patching(
    'process.exit, process.on and process.cwd that throw',
    `process.exit = process.on = process.off = process.cwd = process.kill = () => { throw new Error('mine') }`,
  ),
  patching(
    'fs that throws',
    `for (const name of ['writeFileSync', 'openSync', 'renameSync', 'writeSync', 'closeSync', 'mkdirSync', 'statSync', 'rmSync']) { const own = fs[name]; fs[name] = () => { throw new Error('mine') } } require('node:module').syncBuiltinESMExports()`,
  ),
  patching(
    'console and streams that throw',
    `console.log = console.error = process.stdout.write = process.stderr.write = () => { throw new Error('mine') }`,
  ),
  {
    what: 'JSON.stringify that throws, and an error',
    body: `JSON.stringify = String.prototype.split = () => { throw new Error('mine') }; throw new RangeError('bad')`,
    promised: { ...failed, says: 'failed in run' },
  },
  {
    what: 'sets and tracks a hostile Proxy',
    body: `for (const f of [() => e.set('odd', ${HOSTILE}), () => e.track('odd', ${HOSTILE}), () => e.log(${HOSTILE}), () => e.set('x', ${REVOKED}), () => e.track('x', ${REVOKED})]) { try { f() } catch {} }`,
    promised: { ...done },
  },
  { what: 'prints a hostile Proxy', body: `try { console.log(${HOSTILE}) } catch {}`, promised: done },
  {
    what: 'aborts with a listener that throws',
    body: `e.signal.addEventListener('abort', () => { throw new Error('told') }); process.kill(process.pid, 'SIGTERM'); await sleep(2 ** 30)`,
    promised: { status: 'interrupted', code: 143, says: 'SIGTERM' },
  },
  { what: 'removes all listeners of the process', body: `process.removeAllListeners(); process.exit(0)`, promised: exited },
  { what: 'leaves a timer', body: `setTimeout(() => console.log('late'), 1000)`, promised: done },
]
