import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
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

/** Milliseconds that the process waits for another run to draw: it holds tens of megabytes. */
const IDLE = 10_000
/** Visuals of a run that may each end the process. */
const MOST_LOST = 3
/** Characters of what the process said last that are kept. */
const LAST_WORDS = 4000

interface Job {
  readonly task: DrawTask
  readonly onProgress: DrawingOptions['onProgress']
  readonly resolve: (drawn: DrawnRun) => void
  readonly reject: (error: Error) => void
  /** Visuals that have ended the process, and how. */
  readonly lost: Map<number, string>
  /** The one that is being drawn. */
  visual: number | null
}

/**
 * Draws runs in a process of its own, so that nothing that draws can end a run that has ended well: native code that crashes, a
 * heap that is full, a picture that takes for ever. The visual that has ended the process is left out with a note, and the rest drawn.
 * One process for all runs, which it draws one after the other.
 */
class DrawProcess {
  readonly #program: string
  /** The first one is being drawn. */
  readonly #jobs: Job[] = []
  #child: ChildProcess | undefined
  #idle: NodeJS.Timeout | undefined

  /** `program` is the path of the built `draw-program`. */
  constructor(program: string) {
    this.#program = program
  }

  /** Starts the process ahead of the first run that it is to draw: it takes a moment to load what draws. */
  begin(): void {
    if (this.#child !== undefined) return
    this.#child = this.#start()
    this.#rest(false)
  }

  /** Rejects when it is given up, with what `drawRun` throws, and with the reason why nothing, or no more, can be drawn. */
  async draw(task: DrawTask, { onProgress, signal, isLast = false }: DrawingOptions): Promise<DrawnRun> {
    const { promise, resolve, reject } = withResolvers<DrawnRun>()
    const job: Job = { task, onProgress, resolve, reject, lost: new Map(), visual: null }
    const abort = (): void => this.#giveUp(job)
    signal?.addEventListener('abort', abort, { once: true })
    try {
      this.#jobs.push(job)
      if (this.#jobs.length === 1) this.#send(job)
      return await promise
    } finally {
      signal?.removeEventListener('abort', abort)
      if (this.#jobs.length === 0) this.#rest(isLast)
    }
  }

  #send(job: Job): void {
    clearTimeout(this.#idle)
    job.visual = null
    try {
      this.#child ??= this.#start()
      this.#child.ref()
      this.#child.channel?.ref()
      this.#child.send({ ...job.task, lost: job.lost } satisfies DrawTask)
    } catch (error) {
      // What a kind of the experiment's own has compiled may hold what cannot be sent.
      this.#finish(job, () => job.reject(error instanceof Error ? error : new Error(String(error))))
    }
  }

  #start(): ChildProcess {
    const { PATH, SystemRoot } = process.env // where ffmpeg may be
    const child = spawn(process.execPath, [this.#program], {
      env: { PATH, SystemRoot },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      detached: true, // Ctrl-C is for the run
    })
    let lastWords = ''
    const said = child.stderr as Socket // which alone must keep nothing alive
    said.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-LAST_WORDS)))
    said.unref()
    child
      .on('message', (message: FromDrawProcess) => this.#child === child && this.#receive(message))
      .on('error', (error) => this.#lose(child, error.message))
      .on('close', (code, signal) => this.#lose(child, sayEnd(code, signal, lastWords)))
    return child
  }

  #receive(message: FromDrawProcess): void {
    const [job] = this.#jobs
    if (job === undefined) return
    if (message.type === 'progress') {
      job.visual = message.visual
      job.onProgress(message)
    } else if (message.type === 'done') this.#finish(job, () => job.resolve(message.drawn))
    else this.#finish(job, () => job.reject(message.error === null ? new Error(message.reason) : errorFrom(message.error)))
  }

  /** The process has ended by itself: what it was drawing is left out from now on. */
  #lose(child: ChildProcess, reason: string): void {
    if (this.#child !== child) return
    this.#child = undefined
    const [job] = this.#jobs
    if (job === undefined) return
    if (job.visual === null || job.lost.size === MOST_LOST) return this.#finish(job, () => job.reject(new Error(reason)))
    job.lost.set(job.visual, reason)
    this.#send(job)
  }

  #giveUp(job: Job): void {
    if (!this.#jobs.includes(job)) return
    if (this.#jobs[0] === job) this.#end()
    this.#finish(job, () => job.reject(new Error('it was given up')))
  }

  #finish(job: Job, settle: () => void): void {
    const wasFirst = this.#jobs[0] === job
    this.#jobs.splice(this.#jobs.indexOf(job), 1)
    settle()
    const [next] = this.#jobs
    if (wasFirst && next !== undefined) this.#send(next)
  }

  /** Keeps no process alive any more, and ends where no other run comes. */
  #rest(isLast: boolean): void {
    this.#child?.unref()
    this.#child?.channel?.unref()
    if (isLast) this.#end()
    else this.#idle = setTimeout(() => this.#end(), IDLE).unref()
  }

  #end(): void {
    const child = this.#child
    this.#child = undefined
    child?.kill('SIGKILL')
  }
}

function sayEnd(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  if (/heap out of memory/i.test(lastWords)) return 'it takes more memory than there is'
  return `it ended the process that draws with ${signal ?? `exit code ${code}`}`
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
