import workerThreads from 'node:worker_threads'
import type { Worker } from 'node:worker_threads'
import { once } from '../../internal/once.ts'
import { packageFile } from '../loading/package-files.ts'
import type { Drawn, DrawTask, FromDrawThread } from './messages.ts'

// As Node has it: the one that a run's code finds gives out random streams, and notes what is started.
const { Worker: PlainWorker } = workerThreads

export interface DrawingOptions {
  readonly onProgress: (share: number, title: string) => void
  /** Ends the drawing of all runs of the process; what is drawn up to then is listed. */
  readonly signal: AbortSignal
}

/** Milliseconds that the thread waits for another run to draw: it holds tens of megabytes. */
const IDLE = 10_000

type Receive = (message: FromDrawThread) => void

/**
 * Draws runs in a thread of its own, so that a run that has ended well is not ended by what draws it: a library that crashes,
 * a heap that is full, a picture that takes for ever. One for all runs of the process, which it draws one after the other.
 */
class DrawThread {
  readonly #program: string
  readonly #waiting = new Map<string, Receive>()
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined

  /** `program` is the URL of the built `draw-thread`. */
  constructor(program: string) {
    this.#program = program
  }

  /** Never rejects. */
  async draw(task: DrawTask, { onProgress, signal }: DrawingOptions): Promise<Drawn> {
    const { run } = task
    const abort = (): void => this.#end('it was given up')
    signal.addEventListener('abort', abort, { once: true })
    try {
      return await new Promise<Drawn>((resolve) => {
        const fail = (reason: string): void => resolve({ drawn: null, warnings: [`Drawing ended early: ${reason}`] })
        this.#waiting.set(run, (message) => {
          if (message.type === 'progress') onProgress(message.share, message.title)
          else if (message.type === 'failed') fail(message.reason)
          else resolve({ drawn: message.drawn, warnings: message.warnings })
        })
        this.#send(task, fail)
      })
    } finally {
      signal.removeEventListener('abort', abort)
      this.#waiting.delete(run)
      if (this.#waiting.size === 0) this.#rest()
    }
  }

  /** What a kind of the experiment's own has compiled may hold what cannot be sent. */
  #send(task: DrawTask, fail: (reason: string) => void): void {
    clearTimeout(this.#idle)
    try {
      this.#worker ??= this.#start()
      this.#worker.ref()
      this.#worker.postMessage(task)
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error))
    }
  }

  #start(): Worker {
    const env = { PATH: process.env['PATH'] } // where ffmpeg may be
    const worker = new PlainWorker(new URL(this.#program), { name: 'runlab-draw', execArgv: [], env, stdin: false })
    worker
      .on('message', (message: FromDrawThread) => this.#waiting.get(message.run)?.(message))
      .on('error', (error) => this.#end(error.message))
      .on('exit', (code) => this.#worker === worker && this.#end(`the thread that draws ended with ${code}`))
    return worker
  }

  /** Keeps no process alive any more, and ends where no other run comes. */
  #rest(): void {
    this.#worker?.unref()
    this.#idle = setTimeout(() => this.#end('nothing was left to draw'), IDLE).unref()
  }

  #end(reason: string): void {
    const worker = this.#worker
    this.#worker = undefined
    for (const [run, receive] of this.#waiting) receive({ type: 'failed', run, reason })
    void worker?.terminate()
  }
}

export const drawThread = once(() => new DrawThread(packageFile('draw-thread')))
