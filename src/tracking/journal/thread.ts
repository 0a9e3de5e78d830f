import workerThreads from 'node:worker_threads'
import type { Worker } from 'node:worker_threads'
import type { ToThread } from './shared-state.ts'

// As Node has it: the one that a run's code finds gives out random streams, and notes what is started.
const { Worker: PlainWorker } = workerThreads

/** The thread that writes the journals of all runs of this process. Starts with what it is sent first; keeps no process alive. */
export class JournalThread {
  readonly #program: string
  #worker: Worker | undefined
  #isDead = false

  /** `program` is the URL of the built `journal-thread`. */
  constructor(program: string) {
    this.#program = program
  }

  /** It could not be started, or has ended: who sends has to write itself. */
  get isDead(): boolean {
    return this.#isDead
  }

  send(message: ToThread): void {
    if (this.#isDead) return
    this.#worker ??= this.#start()
    this.#worker.postMessage(message)
  }

  #start(): Worker {
    const worker = new PlainWorker(new URL(this.#program), { name: 'runlab-journal', execArgv: [], env: {}, stdin: false })
    worker.unref()
    return worker.on('error', () => (this.#isDead = true)).on('exit', () => (this.#isDead = true))
  }
}
