import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Message } from '../supervisor/messages.ts'

/** Milliseconds that `flush` waits for the supervisor. */
const LONGEST_FLUSH = 1000

/** The experiment's end of its supervisor's socket. Keeps no process alive, and never throws: without the supervisor the run goes on. */
export class SupervisorLink {
  readonly #socket: Socket
  readonly #supervisor = process.ppid
  #isLost = false

  constructor(path: string) {
    this.#socket = connect(path)
    this.#socket.unref()
    this.#socket.on('error', () => (this.#isLost = true)).on('close', () => (this.#isLost = true))
    this.#socket.resume()
  }

  /** Whether the supervisor is gone. Also true while nothing reads the socket: a process whose parent dies gets another one. */
  get isLost(): boolean {
    this.#isLost ||= process.ppid !== this.#supervisor
    return this.#isLost
  }

  send(message: Message): void {
    if (!this.isLost) this.#socket.write(`${JSON.stringify(message)}\n`)
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
