import workerThreads from 'node:worker_threads'
import type { Worker } from 'node:worker_threads'
import { packageFile } from '../loading/package-files.ts'
import type { DrawTask, FromDrawThread } from './messages.ts'

// As Node has it: the one that a run's code finds gives out random streams, and notes what is started.
const { Worker: PlainWorker } = workerThreads

export interface Drawn {
  /** Things that were drawn. */
  readonly count: number
  /** What could not be drawn, in sentences. */
  readonly failed: readonly string[]
}

export interface DrawingOptions {
  readonly onProgress: (share: number, title: string) => void
  /** Ends the drawing; what is drawn up to then is listed. */
  readonly signal: AbortSignal
}

/**
 * Draws a run in a thread of its own, so that a run that has ended well is not ended by what draws it: a library that crashes,
 * a heap that is full, a picture that takes for ever. Never rejects.
 */
export async function drawInThread(task: DrawTask, { onProgress, signal }: DrawingOptions): Promise<Drawn> {
  const worker = start()
  if (worker === null) return { count: 0, failed: ['Nothing was drawn: no thread can be started here.'] }
  try {
    return await new Promise<Drawn>((resolve) => {
      const fail = (reason: string): void => resolve({ count: 0, failed: [`Drawing ended early: ${reason}`] })
      worker
        .on('message', (message: FromDrawThread) => {
          if (message.type === 'progress') onProgress(message.share, message.title)
          else if (message.type === 'failed') fail(message.reason)
          else resolve({ count: message.count, failed: message.failed })
        })
        .on('error', (error) => fail(error.message))
        .on('exit', (code) => fail(`the thread that draws ended with ${code}`))
      const abort = (): void => fail('it was given up')
      signal.addEventListener('abort', abort, { once: true })
      if (signal.aborted) abort()
      else post(worker, task, fail)
    })
  } finally {
    void worker.terminate()
  }
}

function start(): Worker | null {
  try {
    const env = { PATH: process.env['PATH'] } // where ffmpeg may be
    return new PlainWorker(new URL(packageFile('draw-thread')), { name: 'runlab-draw', execArgv: [], env, stdin: false })
  } catch {
    return null // a process that may have no threads goes without pictures
  }
}

/** What a kind of the experiment's own has compiled may hold what cannot be sent. */
function post(worker: Worker, task: DrawTask, fail: (reason: string) => void): void {
  try {
    worker.postMessage(task)
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
  }
}
