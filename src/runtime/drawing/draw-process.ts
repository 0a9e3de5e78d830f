import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DrawnRun, DrawProgress } from '../../drawing/draw-run.ts'
import { RunlabError } from '../../errors.ts'
import type { ErrorCode } from '../../errors.ts'
import { once } from '../../internal/once.ts'
import { packageFile } from '../loading/package-files.ts'
import type { DrawTask, FromDrawProcess, KnownError } from './messages.ts'

export interface DrawingOptions {
  readonly onProgress: (progress: DrawProgress) => void
  /** Gives the drawing up; what is drawn up to then is listed. */
  readonly signal?: AbortSignal
  /** Nothing else will be drawn. */
  readonly isLast?: boolean
}

export interface Limits {
  /** Milliseconds that the process waits for another run to draw: it holds tens of megabytes. */
  readonly idle: number
  /** Milliseconds without progress, after which what is drawn will never be. */
  readonly patience: number
  /** Visuals of a run that may each end the process. */
  readonly lost: number
}

const LIMITS: Limits = { idle: 10_000, patience: 300_000, lost: 10 }
/** Times that the process is started again for a run that it had not begun to draw. */
const MOST_RESTARTS = 2
/** Characters of what the process said last that are kept. */
const LAST_WORDS = 4000

interface Job {
  readonly task: DrawTask
  readonly onProgress: DrawingOptions['onProgress']
  readonly resolve: (drawn: DrawnRun) => void
  readonly reject: (error: Error) => void
  /** Visuals that have ended the process, and how. */
  readonly lost: Map<string, string>
  /** The one that is being drawn. */
  visual: string | null
  restarts: number
}

/**
 * Draws runs in a process of its own, so that nothing that draws can end a run that has ended well: native code that crashes, a
 * heap that is full, a picture that takes for ever. The visual that has ended the process is left out with a note, and the rest drawn.
 * One process for all runs, which it draws one after the other.
 */
export class DrawProcess {
  readonly #program: string
  readonly #limits: Limits
  /** The first one is being drawn. */
  readonly #jobs: Job[] = []
  #child: ChildProcess | undefined
  #idle: NodeJS.Timeout | undefined
  #patience: NodeJS.Timeout | undefined

  /** `program` is the path of the built `draw-program`. */
  constructor(program: string, limits: Partial<Limits> = {}) {
    this.#program = program
    this.#limits = { ...LIMITS, ...limits }
  }

  /** Rejects when it is given up, with what `drawRun` throws, and with the reason why nothing, or no more, can be drawn. */
  async draw(task: DrawTask, { onProgress, signal, isLast = false }: DrawingOptions): Promise<DrawnRun> {
    const { promise, resolve, reject } = withResolvers<DrawnRun>()
    const job: Job = { task, onProgress, resolve, reject, lost: new Map(), visual: null, restarts: 0 }
    const abort = (): void => this.#giveUp(job)
    signal?.addEventListener('abort', abort, { once: true })
    try {
      this.#jobs.push(job)
      if (signal?.aborted === true) this.#giveUp(job)
      else if (this.#jobs.length === 1) this.#send(job)
      return await promise
    } finally {
      signal?.removeEventListener('abort', abort)
      if (this.#jobs.length === 0) this.#rest(isLast)
    }
  }

  /** Ends it, whatever it does: a run that is being drawn is left as it is. */
  end(): void {
    clearTimeout(this.#idle)
    clearTimeout(this.#patience)
    const child = this.#child
    this.#child = undefined
    child?.kill('SIGKILL')
  }

  #send(job: Job): void {
    clearTimeout(this.#idle)
    job.visual = null
    try {
      const child = (this.#child ??= this.#start())
      child.ref()
      child.channel?.ref()
      this.#wait()
      // What goes wrong while it is sent is told when the process ends.
      child.send({ ...job.task, lost: job.lost } satisfies DrawTask, () => undefined)
    } catch (error) {
      // What a kind of the experiment's own has compiled may hold what cannot be sent.
      this.#finish(job, () => job.reject(error instanceof Error ? error : new Error(String(error))))
    }
  }

  #start(): ChildProcess {
    const { NODE_OPTIONS: _, ...env } = process.env // loaders, inspectors: the experiment's
    const child = spawn(process.execPath, [...memoryFlags(), this.#program], {
      env,
      cwd: dirname(this.#program), // the experiment's own may be gone
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      detached: true, // Ctrl-C is for the run
    })
    let lastWords = ''
    child
      .on('message', (message: FromDrawProcess) => this.#child === child && this.#receive(message))
      .on('error', (error) => this.#lose(child, `it cannot be started: ${error.message}`, null))
      .on('close', (code, signal) => this.#lose(child, sayEnd(code, signal, lastWords), signal))
    const said = child.stderr as Socket | null // none where the process could not be started
    said?.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-LAST_WORDS)))
    said?.unref()
    return child
  }

  #receive(message: FromDrawProcess): void {
    const [job] = this.#jobs
    if (job === undefined) return
    if (message.type === 'progress') {
      job.visual = message.visual
      this.#wait()
      job.onProgress(message)
    } else if (message.type === 'done') this.#finish(job, () => job.resolve(message.drawn))
    else this.#finish(job, () => job.reject(message.error === null ? new Error(message.reason) : errorFrom(message.error)))
  }

  /** For the next sign of progress. */
  #wait(): void {
    clearTimeout(this.#patience)
    const { patience } = this.#limits
    this.#patience = setTimeout(() => {
      const child = this.#child
      if (child === undefined) return
      child.kill('SIGKILL')
      this.#lose(child, `it takes longer than ${Math.round(patience / 1000)} s`, null)
    }, patience).unref()
  }

  /** The process has ended, and not because it was asked to: what it was drawing is left out from now on. */
  #lose(child: ChildProcess, reason: string, signal: NodeJS.Signals | null): void {
    if (this.#child !== child) return
    this.#child = undefined
    clearTimeout(this.#patience)
    const [job] = this.#jobs
    if (job === undefined) return
    // A job's manager tells all of its processes to end; what is drawn is not to blame.
    const isAsked = signal === 'SIGTERM' || signal === 'SIGHUP'
    if (job.visual === null || isAsked) {
      if (job.restarts++ < MOST_RESTARTS) return this.#send(job)
      return this.#finish(job, () => job.reject(new Error(reason)))
    }
    job.lost.set(job.visual, reason)
    if (job.lost.size <= this.#limits.lost) return this.#send(job)
    const said = `more than ${this.#limits.lost} pictures cannot be drawn, the last one because ${reason}`
    this.#finish(job, () => job.reject(new Error(said)))
  }

  #giveUp(job: Job): void {
    if (!this.#jobs.includes(job)) return
    if (this.#jobs[0] === job) this.end()
    this.#finish(job, () => job.reject(new Error('it was given up')))
  }

  #finish(job: Job, settle: () => void): void {
    const wasFirst = this.#jobs[0] === job
    this.#jobs.splice(this.#jobs.indexOf(job), 1)
    settle()
    if (!wasFirst) return
    clearTimeout(this.#patience)
    const [next] = this.#jobs
    if (next !== undefined) this.#send(next)
  }

  /** Keeps no process alive any more, and ends where no other run comes. */
  #rest(isLast: boolean): void {
    clearTimeout(this.#idle)
    this.#child?.unref()
    this.#child?.channel?.unref()
    if (isLast) this.end()
    else this.#idle = setTimeout(() => this.end(), this.#limits.idle).unref()
  }
}

function sayEnd(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  if (/heap out of memory/i.test(lastWords)) return 'it takes more memory than Node has (--max-old-space-size)'
  return `it ended the process that draws with ${signal ?? `exit code ${code}`}`
}

/** How much memory the experiment may have is what its pictures may have, too. */
function memoryFlags(): readonly string[] {
  const given = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)]
  return given.filter((flag) => /^--max[-_]old[-_]space[-_]size=/.test(flag))
}

function errorFrom({ code, message, hint, details }: KnownError): RunlabError {
  return new RunlabError(code as ErrorCode, hint === undefined ? { message } : { message, hint }, details)
}

interface Resolvers<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (error: Error) => void
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers<T>(): Resolvers<T> {
  let resolve: Resolvers<T>['resolve'] = () => undefined
  let reject: Resolvers<T>['reject'] = () => undefined
  const promise = new Promise<T>((...settle) => ([resolve, reject] = settle))
  return { promise, resolve, reject }
}

export const drawProcess = once(() => new DrawProcess(fileURLToPath(packageFile('draw-program'))))
