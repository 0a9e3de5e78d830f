import { constants } from 'node:os'
import workerThreads from 'node:worker_threads'
import type { Worker } from 'node:worker_threads'
import type { Pulse } from '../system-series/pulse.ts'
import type { WrittenSignal } from '../signals/signal-file.ts'
import { HEARD, HEARD_AT, LISTENING, STATE_BYTES, WANTED } from './shared-state.ts'
import type { GuardianTask, ToGuardian } from './shared-state.ts'

// As Node has it: the one that a run's code finds gives out random streams, and notes what is started.
const { Worker: PlainWorker } = workerThreads

/** Milliseconds that the main thread waits for the guardian to begin and to stop hearing signals. */
const LONGEST_WAIT = 1000

export interface WatchedRun {
  readonly folder: string
  /** What tells the folder from one that takes its place. */
  readonly identity: string | null
  readonly ignoresHangup: boolean
  readonly sampled: number | null
}

/**
 * The thread that ends a process of which the main thread does not answer a signal, and gives signs of life while that
 * computes. Hears signals only while runs are under way; keeps no process alive.
 */
export class Guardian {
  readonly #program: string
  readonly #signInterval: number
  readonly #state = new SharedArrayBuffer(STATE_BYTES)
  readonly #shared = new Int32Array(this.#state)
  readonly #times = new Float64Array(this.#state)
  readonly #folders = new Set<string>()
  #worker: Worker | undefined
  /** Settles when the thread has begun to listen for the first time, or cannot. */
  #begun: Promise<unknown> | undefined
  #isDead = false

  /** `program` is the URL of the built `guardian-thread`, `signInterval` the milliseconds between two signs of life. */
  constructor(program: string, { signInterval }: { readonly signInterval: number }) {
    this.#program = program
    this.#signInterval = signInterval
  }

  /** Whether it ends the process when a signal is not answered. False where this Node does not let a thread hear signals. */
  get isListening(): boolean {
    return !this.#isDead && Atomics.load(this.#shared, LISTENING) === 1
  }

  /** Begins to start the thread, which takes longer than anything else here. */
  start(): void {
    if (this.#worker !== undefined || this.#isDead) return
    try {
      this.#worker = this.#startThread()
    } catch {
      this.#isDead = true // a process that may have no threads goes without
    }
  }

  /** `sampled` is every how many milliseconds the process is sampled for the run. */
  watch({ folder, identity, ignoresHangup, sampled }: WatchedRun): void {
    this.#folders.add(folder)
    Atomics.store(this.#shared, WANTED, 1)
    this.#send({ type: 'watch', folder, identity, ignoresHangup, sampled })
  }

  /** Waits until signals are heard: a loop without end may come next. */
  async ready(): Promise<void> {
    const worker = this.#worker
    if (this.#begun === undefined || worker === undefined) return
    let timer: NodeJS.Timeout | undefined
    worker.ref()
    await Promise.race([this.#begun, new Promise((resolve) => (timer = setTimeout(resolve, LONGEST_WAIT)))])
    clearTimeout(timer)
    worker.unref()
  }

  /** A run is over. After the last one signals do again what they did before. */
  release(folder: string): void {
    this.#folders.delete(folder)
    const isLast = this.#folders.size === 0
    if (isLast) Atomics.store(this.#shared, WANTED, 0)
    this.#send({ type: 'release', folder })
    if (!isLast) return
    if (this.isListening) Atomics.wait(this.#shared, LISTENING, 1, LONGEST_WAIT)
    Atomics.store(this.#shared, HEARD, 0)
  }

  /** The signal that the thread has heard, also when the main thread is in a loop; null where there is none. Cheap to ask. */
  readSignal(): WrittenSignal | null {
    const number = Atomics.load(this.#shared, HEARD)
    if (number === 0) return null
    const [signal] = Object.entries(constants.signals).find(([, other]) => other === number) ?? []
    return signal === undefined ? null : { signal: signal as NodeJS.Signals, time: this.#times[HEARD_AT] ?? 0 }
  }

  /** How the main thread does. */
  pulse(folder: string, pulse: Pulse): void {
    this.#send({ type: 'pulse', folder, pulse })
  }

  /** From now on nothing is sampled for a run. */
  stopSampling(folder: string): void {
    this.#send({ type: 'sealing', folder })
  }

  /** A run has read `e.signal`: after a signal it is to be given so many milliseconds. */
  noteRead(grace: number): void {
    this.#send({ type: 'read signal', grace })
  }

  /** Because of a signal a run ends by itself, or hooks and finalising do, and that may take so many milliseconds. */
  answer(step: 'settling' | 'finishing', signal: NodeJS.Signals, time: number): void {
    this.#send({ type: 'answered', step, signal, time })
  }

  #send(message: ToGuardian): void {
    this.start()
    this.#worker?.postMessage(message)
  }

  #startThread(): Worker {
    const workerData: GuardianTask = { state: this.#state, signInterval: this.#signInterval }
    const worker = new PlainWorker(new URL(this.#program), {
      name: 'runlab-guardian',
      workerData,
      // Signals are the main thread's in Node; what hears them is reached by its internals only, of which it warns.
      execArgv: ['--expose-internals', '--no-warnings'],
      env: { PATH: process.env['PATH'] },
      stdin: false,
    })
    this.#begun = new Promise<void>((resolve) => {
      const settle = (): void => {
        this.#begun = undefined
        resolve()
      }
      const die = (): void => {
        this.#isDead = true
        settle()
      }
      worker.once('message', settle).on('error', die).on('exit', die)
    })
    worker.unref() // after that: to listen to its messages keeps the process alive
    return worker
  }
}
