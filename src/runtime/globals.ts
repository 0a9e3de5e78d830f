/**
 * The one place that patches globals: `Math.random`, the standard streams, `Worker` and `fork`, `process.reallyExit`, and
 * `process.exit` while modules load.
 * The first ones are patched when the first run of the process starts and restored when the last one has ended; `runlab/register`
 * patches `Worker` and `fork` for good, before a module can take them. What is called outside of any run behaves as if
 * nothing had been patched.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import workerThreads from 'node:worker_threads'
import { writeIfOpen } from './output/standard-streams.ts'
import type { RunSignal } from './life/run-signal.ts'
import type { StreamName } from './output/standard-streams.ts'
import { seededFork, seededWorker } from './process/child-streams.ts'
import type { ChildStreams } from './process/child-streams.ts'

export type { StreamName }

/** What the patched globals ask of a run, and what runs within it are told. */
export interface RunScope {
  /** The next number of the run's `Math.random`. */
  readonly nextRandom: () => number
  /** Takes what the run's code wrote to a standard stream; `echo` passes it on to the real one. */
  readonly write: (stream: StreamName, chunk: string | Uint8Array, echo: () => boolean) => boolean
  /** Shows what is said on the terminal of the run without it getting into its log; undefined where no supervisor stands between the two. */
  readonly aside?: ((stream: StreamName, chunk: string | Uint8Array) => void) | undefined
  /** Where runs within it go; undefined where its own archive goes with the process. */
  readonly archive?: string | undefined
  /** What runs within it make awaited after a signal; a worker thread or fork has none. */
  readonly signal?: RunSignal | undefined
  /** Hands out random streams to worker threads and forked processes. */
  readonly children: ChildStreams
}

const storage = new AsyncLocalStorage<RunScope>()
const active = new Set<RunScope>()
/** The process's only run, where the process exists for it. */
let sole: RunScope | undefined
/** The run that the process exists for. */
let exclusive: RunScope | undefined
/** What a worker thread or fork of a run belongs to for all its life. */
let adopted: RunScope | undefined
let restore: (() => void) | undefined
/** Whether `Worker` and `fork` stay patched. */
let childrenPatched = false

/** The run that the calling code belongs to. */
export function currentScope(): RunScope | undefined {
  return sole ?? storage.getStore() ?? adopted
}

/** How a run within the one that this process exists for reaches the terminal. */
export function asideOfProcess(): RunScope['aside'] {
  return exclusive?.aside
}

export interface ScopeOptions {
  /** The process exists for this run: code that has lost its async context belongs to it, too. */
  readonly exclusive: boolean
}

/** Runs `body` as part of a run: what it and everything it starts draws and prints is the run's. */
export async function withScope<T>(scope: RunScope, options: ScopeOptions, body: () => Promise<T>): Promise<T> {
  active.add(scope)
  restore ??= patch()
  if (options.exclusive) exclusive = scope
  sole = soleScope()
  try {
    return await storage.run(scope, body)
  } finally {
    active.delete(scope)
    if (exclusive === scope) exclusive = undefined
    sole = soleScope()
    if (active.size === 0) {
      restore()
      restore = undefined
    }
  }
}

function soleScope(): RunScope | undefined {
  return exclusive !== undefined && active.size === 1 && active.has(exclusive) ? exclusive : undefined
}

/** Runs `body` outside of any run: what it prints goes to the terminal only. */
export function outsideScope<T>(body: () => T): T {
  const before = sole
  sole = undefined
  try {
    return storage.exit(body)
  } finally {
    sole = before
  }
}

/** Makes this thread or process one scope for the rest of its life; for workers and forks of a run. */
export function adoptScope(scope: RunScope): void {
  active.add(scope)
  adopted = scope
  restore ??= patch()
}

/**
 * Patches `Worker` and `fork` for the rest of the process's life: `const { Worker } = require('worker_threads')`, evaluated
 * before the first run, would otherwise keep the one that gives all threads the same random numbers.
 */
export function keepChildrenPatched(): void {
  if (childrenPatched) return
  childrenPatched = true
  patchChildren()
}

function patch(): () => void {
  const undo = [patchRandom(), patchStream('out', process.stdout), patchStream('err', process.stderr)]
  if (!childrenPatched) undo.push(patchChildren())
  return () => {
    for (const step of undo.reverse()) step()
  }
}

function patchRandom(): () => void {
  const original = Math.random
  const random = (): number => {
    const scope = currentScope()
    return scope === undefined ? original() : scope.nextRandom()
  }
  Math.random = random
  return () => {
    if (Math.random === random) Math.random = original
  }
}

function patchStream(name: StreamName, stream: NodeJS.WriteStream): () => void {
  const own = Object.hasOwn(stream, 'write')
  const original = stream.write
  const write = function (this: NodeJS.WriteStream, ...args: unknown[]): boolean {
    let isPassed = false
    const echo = (): boolean => {
      isPassed = true
      return writeIfOpen(
        name,
        () => Reflect.apply(original, stream, args) as boolean,
        () => settle(args),
      )
    }
    // Whoever waits until it is written hears of it also where it went another way.
    const inScope = (pass: () => boolean): boolean => {
      const accepted = pass()
      if (!isPassed) settle(args)
      return accepted
    }
    const scope = currentScope()
    if (scope === undefined) return echo()
    const [chunk, encoding] = args
    if (chunk instanceof Uint8Array) return inScope(() => scope.write(name, chunk, echo))
    if (typeof chunk !== 'string') return echo()
    const isText = typeof encoding !== 'string' || /^utf-?8$/i.test(encoding)
    return inScope(() => scope.write(name, isText ? chunk : Buffer.from(chunk, encoding as BufferEncoding), echo))
  }
  stream.write = write as typeof stream.write
  return () => {
    if (stream.write !== write) return
    if (own) stream.write = original
    else Reflect.deleteProperty(stream, 'write')
  }
}

/** Calls back whoever gave `write` a function to call. */
function settle(args: readonly unknown[]): void {
  const done = args.findLast((arg) => typeof arg === 'function')
  if (typeof done === 'function') queueMicrotask(() => void Reflect.apply(done, undefined, []))
}

function patchChildren(): () => void {
  const { Worker } = workerThreads
  const { fork } = childProcess
  const PatchedWorker = seededWorker(Worker, () => currentScope()?.children)
  const patchedFork = seededFork(fork, () => currentScope()?.children)
  workerThreads.Worker = PatchedWorker
  childProcess.fork = patchedFork
  syncBuiltinESMExports()
  return () => {
    if (workerThreads.Worker === PatchedWorker) workerThreads.Worker = Worker
    if (childProcess.fork === patchedFork) childProcess.fork = fork
    syncBuiltinESMExports()
  }
}

/**
 * Has `process.reallyExit()`, by which `process.exit()` ends the process in the end, ask `onExit` first for the code. Gives what
 * undoes that.
 */
export function patchReallyExit(onExit: (code: number) => number): () => void {
  const holder: { reallyExit?: (code?: number) => never } = process as never
  const { reallyExit } = holder
  if (reallyExit === undefined) return () => undefined
  const patched = (code?: number): never => Reflect.apply(reallyExit, process, [onExit(code ?? 0)])
  holder.reallyExit = patched
  return () => {
    if (holder.reallyExit === patched) holder.reallyExit = reallyExit
  }
}

/** Puts on standard error what code prints meanwhile, so that standard output holds nothing but an answer. */
export async function withOutputOnStderr<T>(during: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process
  const write = stdout.write
  stdout.write = stderr.write.bind(stderr)
  try {
    return await during()
  } finally {
    stdout.write = write
  }
}

/** A call of `process.exit()` where nobody may end the process. */
export class ExitCall extends Error {
  constructor(code: unknown) {
    super(`it calls process.exit(${code === undefined || code === null ? '' : String(code)})`)
  }
}

/** Fails with an `ExitCall`, which it also throws at the call, where code ends the process meanwhile. */
export async function withoutExit<T>(during: () => Promise<T>): Promise<T> {
  const { exit } = process
  let isOver = false
  let refuse = (_: ExitCall): void => {}
  const refused = new Promise<never>((_resolve, reject) => (refuse = reject))
  refused.catch(() => undefined) // it may come when nobody waits any more
  process.exit = (code) => {
    if (isOver) return exit(code) // of code that has taken it
    const call = new ExitCall(code)
    refuse(call)
    throw call
  }
  syncBuiltinESMExports()
  try {
    return await Promise.race([during(), refused])
  } finally {
    isOver = true
    process.exit = exit
    syncBuiltinESMExports()
  }
}
