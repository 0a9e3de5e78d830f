import { openSync, readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import type { LogStream } from '../../archive/writing/log-writer.ts'
import { ownJson } from '../../internal/own-json.ts'
import { parseProcStat } from '../../internal/proc-stat.ts'
import { readSignal, signalFileOf } from '../signals/signal-file.ts'
import type { WrittenSignal } from '../signals/signal-file.ts'
import type { Message } from '../supervisor/messages.ts'
import type { Supervision } from './child-task.ts'

/** Milliseconds that `flush` waits for the supervisor. */
const LONGEST_FLUSH = 1000
/** Milliseconds between the hangup of a supervisor's terminal, and that it is seen to be gone. */
const GOING = 100
/** Milliseconds between two looks at the file of the signal. */
const LOOK_AGAIN = 20

/** The experiment's end of its supervisor's socket. Keeps no process alive, and never throws: without the supervisor the run goes on. */
export class SupervisorLink {
  readonly #socket: Socket
  readonly #supervisor = process.ppid
  readonly #ownTerminal: boolean
  readonly #signalFile: number | null
  #nextLook = 0
  #isLost = false
  #hasBegun = false

  constructor({ socket, ownTerminal }: Pick<Supervision, 'socket' | 'ownTerminal'>) {
    this.#ownTerminal = ownTerminal
    this.#socket = new Socket().unref()
    this.#socket.on('error', () => (this.#isLost = true)).on('close', () => (this.#isLost = true))
    this.#isLost = socket === null
    // First: its folder is gone as soon as the socket is connected.
    this.#signalFile = socket === null ? null : openIfThere(signalFileOf(socket))
    if (socket !== null) this.#socket.connect(socket).resume()
  }

  /** Whether the supervisor is gone. Also true while nothing reads the socket: a process whose parent dies gets another one. */
  get isLost(): boolean {
    this.#isLost ||= process.ppid !== this.#supervisor
    return this.#isLost
  }

  /** Asked when a SIGHUP has come: whether it says no more than that the supervisor has taken the terminal with it. */
  get isHangupOfLoss(): boolean {
    if (!this.#ownTerminal) return false
    this.#isLost ||= isExiting(this.#supervisor)
    const clock = new Int32Array(new SharedArrayBuffer(4))
    // The system sends it a moment before it gives the process another parent; only Linux says in that moment that it will.
    for (let waited = 0; waited < GOING && !this.isLost; waited += 5) Atomics.wait(clock, 0, 0, 5)
    return this.isLost
  }

  /** The signal that the supervisor has got, also when this process is in a loop; null where there is none. Cheap to ask. */
  readSignal(): WrittenSignal | null {
    const now = performance.now()
    if (this.#signalFile === null || now < this.#nextLook) return null
    this.#nextLook = now + LOOK_AGAIN
    return readSignal(this.#signalFile)
  }

  /** Whether the supervisor was told of a run. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  send(message: Message): void {
    this.#hasBegun ||= message.type === 'opened'
    if (!this.isLost) this.#socket.write(`${ownJson(message)}\n`)
  }

  /** Has something shown that is not logged. */
  show(stream: LogStream, said: string | Uint8Array): void {
    this.send({ type: 'show', stream, bytes: Buffer.from(said as Uint8Array).toString('latin1') })
  }

  /** Waits until the supervisor has written what was said up to now. */
  async flush(): Promise<void> {
    if (this.isLost) return
    const answered = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LONGEST_FLUSH)
      this.#socket.once('data', () => {
        clearTimeout(timer)
        resolve()
      })
    })
    this.send({ type: 'flush' })
    await answered
  }
}

/** The supervisor may be gone by now. */
function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r')
  } catch {
    return null
  }
}

function isExiting(pid: number): boolean {
  try {
    return process.platform === 'linux' && parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8')).exiting
  } catch {
    return true // it is gone
  }
}
