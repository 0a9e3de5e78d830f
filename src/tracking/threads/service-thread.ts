import workerThreads from 'node:worker_threads'
import type { Transferable, Worker } from 'node:worker_threads'

// As Node has it: the one that a run's code finds gives out random streams, and notes what is started.
const { Worker: PlainWorker } = workerThreads

export interface ServiceOptions {
  /** URL of the built program. */
  readonly program: string
  readonly name: string
  /** What the program finds as its `workerData`. */
  readonly data?: unknown
  /** Is told when it has ended. */
  readonly onEnd?: () => void
}

/** What a thread says to who waits for it. */
export interface Reply<Answer> {
  /** What was given to `ask`. */
  readonly about: string
  readonly answer: Answer
}

/** A thread that writes for all runs of this process. Starts with what it is sent first; keeps no process alive. */
export class ServiceThread<Message, Answer> {
  readonly #options: ServiceOptions
  #worker: Worker | undefined
  #isDead = false
  /** Who waits for an answer, by what about. */
  readonly #waiting = new Map<string, (answer: Answer | null) => void>()

  constructor(options: ServiceOptions) {
    this.#options = options
  }

  /** It could not be started, or has ended: who sends has to write itself. */
  get isDead(): boolean {
    return this.#isDead
  }

  send(message: Message, transfer: readonly Transferable[] = []): void {
    if (this.#isDead) return
    this.#worker ??= this.#start()
    this.#worker.postMessage(message, transfer)
  }

  get isStarted(): boolean {
    return this.#worker !== undefined
  }

  /**
   * Sends what is answered; `about` tells it from all that is under way. The process lives until the answer has come; null
   * where the thread has ended.
   */
  async ask(about: string, message: Message, transfer: readonly Transferable[] = []): Promise<Answer | null> {
    this.send(message, transfer)
    if (this.#isDead) return null
    this.#worker?.ref()
    const answer = await new Promise<Answer | null>((resolve) => this.#waiting.set(about, resolve))
    this.#waiting.delete(about)
    if (this.#waiting.size === 0) this.#worker?.unref()
    return answer
  }

  #start(): Worker {
    const { program, name, data } = this.#options
    const worker = new PlainWorker(new URL(program), { name, execArgv: [], env: {}, stdin: false, workerData: data })
    worker.on('message', ({ about, answer }: Reply<Answer>) => this.#waiting.get(about)?.(answer))
    worker.on('error', () => this.#end()).on('exit', () => this.#end())
    worker.unref() // last: listening makes it count
    return worker
  }

  #end(): void {
    this.#isDead = true
    this.#options.onEnd?.()
    for (const resolve of this.#waiting.values()) resolve(null)
  }
}
