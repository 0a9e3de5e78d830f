import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseMessage } from './messages.ts'
import type { Message } from './messages.ts'
import { signalFileOf, signalLine } from '../signals/signal-file.ts'

/** The supervisor's end of the socket. Its folder is private, and gone as soon as the experiment's process has connected. */
export class Channel {
  readonly path: string
  readonly #folder: string
  readonly #server: Server
  readonly #receive: (message: Message) => void
  #socket: Socket | undefined
  #signalFile: number | undefined
  /** Settles when the other end is gone. */
  readonly ended: Promise<void>
  #end = (): void => {}

  constructor(receive: (message: Message) => void) {
    this.#receive = receive
    this.#folder = mkdtempSync(join(tmpdir(), 'runlab-'))
    this.path = join(this.#folder, 'run')
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.#server = createServer((socket) => this.#accept(socket)).unref()
  }

  /** To be called before the other end connects. Throws when there is no place for a socket. */
  listen(): void {
    this.#signalFile = openSync(signalFileOf(this.path), 'wx', 0o600)
    this.#server.listen(this.path)
  }

  /** Lets the other end see a signal in the middle of a loop, which hears none. */
  noteSignal(signal: NodeJS.Signals): void {
    try {
      if (this.#signalFile !== undefined) writeSync(this.#signalFile, signalLine({ signal, time: Date.now() }))
    } catch {
      // A full disk: the process hears the signal all the same when it comes out of its loop.
    }
  }

  /** Answers a `flush`. */
  answer(): void {
    this.#socket?.write('\n')
  }

  close(): void {
    this.#socket?.destroy()
    this.#release()
    if (this.#signalFile !== undefined) closeSync(this.#signalFile)
    this.#signalFile = undefined
  }

  #accept(socket: Socket): void {
    this.#socket = socket
    this.#release()
    let rest = ''
    socket
      .setEncoding('utf8')
      .on('data', (text: string) => {
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const message = parseMessage(line)
          if (message !== null) this.#receive(message)
        }
      })
      .on('error', () => this.#end()) // as good as its end
      .on('close', () => this.#end())
  }

  #release(): void {
    this.#server.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
