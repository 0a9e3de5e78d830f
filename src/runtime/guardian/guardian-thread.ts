/** The thread that ends a process whose main thread does not answer a signal, as the supervisor of `runlab run` does. */
import { constants } from 'node:os'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { Sampling } from '../system-series/sampling.ts'
import { UNINTERRUPTED, afterEvent } from '../signals/interruption.ts'
import type { Interruption, InterruptionEvent } from '../signals/interruption.ts'
import { openSignals } from './signal-handles.ts'
import { HEARD, HEARD_AT, LISTENING, WANTED } from './shared-state.ts'
import type { GuardianTask, ToGuardian } from './shared-state.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

type Forced = Extract<Interruption, { readonly kind: 'forced' }>
type Watched = Extract<ToGuardian, { readonly type: 'watch' }>

class GuardianThread {
  readonly #port: MessagePort
  readonly #shared: Int32Array
  readonly #times: Float64Array
  readonly #runs = new Map<string, Watched>()
  readonly #sampled = new Map<string, Sampling>()
  #close: (() => void) | undefined
  #state: Interruption = UNINTERRUPTED
  #timer: NodeJS.Timeout | undefined

  constructor(port: MessagePort, { state, signInterval }: GuardianTask) {
    this.#port = port
    this.#shared = new Int32Array(state)
    this.#times = new Float64Array(state)
    setInterval(() => void this.#giveSign(), signInterval).unref()
  }

  /** Takes a message, and all that follow it. */
  receive(message: ToGuardian): void {
    this.#take(message)
    this.#drain()
    if (this.#runs.size > 0 && this.#close === undefined) this.#listen()
    else if (this.#runs.size === 0) this.#stopListening()
  }

  #drain(): void {
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port))
      this.#take(next.message as ToGuardian)
  }

  #take(message: ToGuardian): void {
    if (message.type === 'watch') this.#watch(message)
    else if (message.type === 'pulse') this.#sampled.get(message.folder)?.receive(message.pulse)
    else if (message.type === 'sealing') this.#stopSampling(message.folder)
    else if (message.type === 'release') {
      this.#runs.delete(message.folder)
      this.#stopSampling(message.folder)
      if (this.#runs.size === 0) this.#follow({ kind: 'over' })
    } else if (message.type === 'read signal') this.#follow({ kind: 'read', grace: message.grace })
    else this.#follow({ ...message, kind: 'answer', at: performance.now() })
  }

  #watch(run: Watched): void {
    const { folder, sampled } = run
    this.#runs.set(folder, run)
    if (sampled !== null) this.#sampled.set(folder, new Sampling({ run: folder, pid: process.pid, every: sampled }))
  }

  #stopSampling(folder: string): void {
    this.#sampled.get(folder)?.stop()
    this.#sampled.delete(folder)
  }

  /** The main thread says that nothing is wanted, then looks whether this listens; this says that it does, then looks whether it is wanted. */
  #listen(): void {
    Atomics.store(this.#shared, LISTENING, 1)
    if (Atomics.load(this.#shared, WANTED) === 1) this.#close = openSignals(SIGNALS, (signal) => this.#hear(signal))
    if (this.#close === undefined) this.#stopListening()
    this.#port.postMessage('heard') // what `ready` waits for
  }

  #stopListening(): void {
    this.#close?.()
    this.#close = undefined
    Atomics.store(this.#shared, LISTENING, 0)
    Atomics.notify(this.#shared, LISTENING)
  }

  #hear(signal: NodeJS.Signals): void {
    if (signal === 'SIGHUP' && [...this.#runs.values()].every(({ ignoresHangup }) => ignoresHangup)) return
    if (this.#follow({ kind: 'signal', signal, at: performance.now() }) !== 'interrupt') return
    this.#times[HEARD_AT] = Date.now()
    Atomics.store(this.#shared, HEARD, constants.signals[signal])
  }

  #follow(event: InterruptionEvent): 'nothing' | 'interrupt' | 'force' {
    const next = afterEvent(this.#state, event)
    this.#state = next.state
    clearTimeout(this.#timer)
    if ('until' in next.state) this.#wait(next.state.until)
    if (next.do === 'force' && next.state.kind === 'forced') void this.#end(next.state)
    return next.do
  }

  /** The main thread may have said something in the moment in which its time ends. */
  #wait(until: number): void {
    const expire = (): void => {
      this.#drain()
      this.#follow({ kind: 'time', at: performance.now() })
    }
    this.#timer = setTimeout(expire, Math.ceil(Math.max(0, until - performance.now())))
  }

  async #end(forced: Forced): Promise<void> {
    const { endByForce } = await import('./end-by-force.ts')
    await endByForce({
      forced,
      runs: () => {
        this.#drain()
        return [...this.#runs.values()]
      },
      release: () => this.#stopListening(),
    })
  }

  async #giveSign(): Promise<void> {
    if (this.#runs.size === 0) return
    const { RunWriter } = await import('../../archive/writing/run-writer.ts')
    for (const { folder, identity } of this.#runs.values()) {
      try {
        new RunWriter(folder, undefined, identity).touchAlive(Date.now())
      } catch {
        // The main thread gives signs as well, and says what it cannot write.
      }
    }
  }
}

if (parentPort !== null) {
  const thread = new GuardianThread(parentPort, workerData as GuardianTask)
  parentPort.on('message', (message: ToGuardian) => thread.receive(message))
}
