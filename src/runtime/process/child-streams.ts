import type { fork as Fork, ForkOptions } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import type { Worker as NodeWorker, WorkerOptions } from 'node:worker_threads'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { isControlled } from '../loading/loader-state.ts'

/** Which random stream a worker thread or a forked process has. */
export interface ChildStream {
  readonly seed: number
  /** The stream's place: `worker`, `0`, …; that of a worker's worker begins with the worker's. */
  readonly path: readonly string[]
  /** The file in which the run is told what the child loads. */
  readonly reports?: string | undefined
}

export interface ChildOptions {
  readonly onStart?: (file: string) => void
  readonly secrets?: readonly string[]
  readonly reports?: () => string | undefined
}

/** Gives each worker and fork of a run a stream of its own: told by name where it has one, else by order of creation. */
export class ChildStreams {
  readonly #seed: number
  readonly #path: readonly string[]
  /** The module to preload, so that the stream is in place before the child's own code. */
  readonly preload: string
  /** Is told which file a child starts with. */
  readonly onStart: (file: string) => void
  /** What the run must not write: its threads track for it, and mask these as well. */
  readonly secrets: readonly string[]
  readonly #reports: () => string | undefined
  readonly #created = new Map<string, number>()

  constructor(stream: ChildStream, preload: string, { onStart = () => undefined, secrets = [], reports }: ChildOptions = {}) {
    this.#seed = stream.seed
    this.#path = stream.path
    this.preload = preload
    this.onStart = onStart
    this.secrets = secrets
    this.#reports = reports ?? (() => stream.reports)
  }

  next(kind: 'worker' | 'fork', name: string | undefined): ChildStream {
    const key = name ? `${kind}:${name}` : kind
    const count = this.#created.get(key) ?? 0
    this.#created.set(key, count + 1)
    return { seed: this.#seed, path: [...this.#path, key, String(count)], reports: this.#reports() }
  }
}

const WORKER_KEY = 'runlab:stream'
const FORK_KEY = 'RUNLAB_STREAM'
/** Threads inherit it; a process does not: its environment can be read by others. */
const SECRETS_KEY = 'runlab:secrets'

/** What the run must not write whose thread this is; in another process nothing is known of it. */
export function inheritedSecrets(): readonly string[] {
  const secrets = getEnvironmentData(SECRETS_KEY)
  return Array.isArray(secrets) ? secrets.map(String) : []
}

/** A `Worker` that finds its stream in its environment data. */
export function seededWorker(Worker: typeof NodeWorker, streams: () => ChildStreams | undefined): typeof NodeWorker {
  const Seeded = class extends Worker {
    // oxlint-disable-next-line constructor-super -- the second call is for the case that the first one threw
    constructor(file: string | URL, options?: WorkerOptions) {
      const children = streams()
      // A thread inherits Node's own flags; but the loader of `runlab run` is none of them.
      if (children === undefined && !isControlled()) {
        super(file, options)
        return
      }
      const execArgv = [...(options?.execArgv ?? process.execArgv)]
      const before = getEnvironmentData(WORKER_KEY)
      const secretsBefore = getEnvironmentData(SECRETS_KEY)
      if (children !== undefined) {
        if (options?.eval !== true) children.onStart(file instanceof URL ? file.href : resolve(file))
        execArgv.push(...preloadFlags(children.preload, options?.eval === true))
        setEnvironmentData(WORKER_KEY, JSON.stringify(children.next('worker', options?.name)))
        if (children.secrets.length > 0) setEnvironmentData(SECRETS_KEY, [...children.secrets])
      }
      try {
        super(file, { ...options, execArgv })
      } catch (error) {
        const refused = refusedFlags(error)
        if (options?.execArgv !== undefined || refused.length === 0) throw error
        super(file, { ...options, execArgv: execArgv.filter((flag) => !refused.includes(flag)) })
      } finally {
        setEnvironmentData(WORKER_KEY, before)
        setEnvironmentData(SECRETS_KEY, secretsBefore)
      }
    }
  }
  Object.defineProperty(Seeded, 'name', { value: 'Worker' })
  return Seeded
}

/** The flags of the whole process that a thread refuses, as Node names them. */
function refusedFlags(error: unknown): readonly string[] {
  const isRefusal = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_INVALID_EXEC_ARGV'
  return isRefusal ? (/flags: (.+)$/.exec(error.message)?.[1]?.split(', ') ?? []) : []
}

/** A `fork` whose children find their stream in an environment variable. */
export function seededFork(fork: typeof Fork, streams: () => ChildStreams | undefined): typeof Fork {
  const seeded = (modulePath: string | URL, ...rest: readonly unknown[]): ReturnType<typeof Fork> => {
    const children = streams()
    const args = Array.isArray(rest[0]) ? (rest[0] as string[]) : undefined
    const given = (args === undefined && isPlainObject(rest[0]) ? rest[0] : rest[1]) as ForkOptions | undefined
    if (children === undefined) return fork(modulePath, args ?? [], given)
    children.onStart(modulePath instanceof URL ? modulePath.href : resolve(String(given?.cwd ?? '.'), modulePath))
    const env = { ...(given?.env ?? process.env), [FORK_KEY]: JSON.stringify(children.next('fork', undefined)) }
    const execArgv = [...(given?.execArgv ?? process.execArgv), ...preloadFlags(children.preload, false)]
    return fork(modulePath, args ?? [], { ...given, env, execArgv })
  }
  return seeded as typeof Fork
}

/** The stream this thread or process was given, if it is a worker or fork of a run. Taken once: children do not inherit it. */
export function takeChildStream(isMainThread: boolean): ChildStream | undefined {
  const stream = childStream(isMainThread)
  if (isMainThread) delete process.env[FORK_KEY]
  else setEnvironmentData(WORKER_KEY, undefined as never)
  return stream
}

/** The same, before it is taken. */
export function childStream(isMainThread: boolean): ChildStream | undefined {
  const text = isMainThread ? process.env[FORK_KEY] : getEnvironmentData(WORKER_KEY)
  if (typeof text !== 'string') return undefined
  const stream: unknown = JSON.parse(text)
  if (!isPlainObject(stream) || typeof stream['seed'] !== 'number' || !Array.isArray(stream['path'])) return undefined
  const { seed, path, reports } = stream
  return { seed, path: path.map(String), ...(typeof reports === 'string' ? { reports } : {}) }
}

/** A thread that is given as text is evaluated before Node imports anything, but not before it requires. */
function preloadFlags(preload: string, isText: boolean): readonly string[] {
  return isText ? ['--require', fileURLToPath(preload)] : ['--import', preload]
}
