import { closeSync, constants, openSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { ReadStream } from 'node:tty'
import { spawn } from '@lydell/node-pty'
import { afterAll } from 'vitest'
import { once } from '../../../src/internal/once.ts'
import { descendantsOf, killProcesses } from '../../../src/runtime/process/process-tree.ts'
import { isGone, until } from '../../support/waiting.ts'
import type { Project } from '../project.ts'
import { stateOf } from './process-state.ts'

const sessions: TerminalSession[] = []
// A test that fails must not leave a run behind that goes on for ever.
afterAll(() => {
  for (const { hasEnded, pid } of sessions) if (!hasEnded) killProcesses([...descendantsOf(pid), pid])
})

/** A command in a terminal, as a user has one: what is typed into it, and what it shows. */
export class TerminalSession {
  readonly #terminal: ReturnType<typeof spawn>
  readonly #close: () => void
  #output = ''
  /** The exit code, or the number of the signal, once everything is read that was shown. */
  readonly ended: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>
  #hasEnded = false

  constructor(project: Project, command: readonly string[], size = { cols: 90, rows: 30 }) {
    const { NODE_OPTIONS: _, VITEST: __, FORCE_COLOR: ___, NO_COLOR: ____, COLUMNS: _____, CI: ______, ...env } = process.env // Node gives CI services fewer colours
    const [file = '', ...args] = command
    this.#terminal = spawn(file, args, { cwd: project.folder, env: { ...env, TERM: 'xterm-256color', PS1: '$ ' }, ...size })
    sessions.push(this)
    this.#close = keepOpen(this.#terminal, () => this.#output.length)
    this.#terminal.onData((text) => void (this.#output += text))
    this.ended = new Promise((resolve) => {
      this.#terminal.onExit((end) => {
        this.#hasEnded = true
        resolve(end)
      })
    })
  }

  get pid(): number {
    return this.#terminal.pid
  }

  /** All that was shown, codes included. */
  get output(): string {
    return this.#output
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  type(text: string): void {
    this.#terminal.write(text)
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows)
  }

  /** The window is closed. */
  close(): void {
    this.#close()
  }

  /** Waits until something is shown, after what was shown up to `from`, and gives what its first group holds. */
  async shows(pattern: RegExp, from = 0): Promise<string> {
    try {
      const found = await until(`${pattern} in the terminal`, () => {
        const match = pattern.exec(this.#output.slice(from))
        if (match === null && this.#hasEnded) throw new Error(`It ended without showing ${pattern}`)
        return match
      })
      return found[1] ?? found[0]
    } catch (error) {
      const states = [this.pid, ...descendantsOf(this.pid)]
        .map((pid) => `${pid} ${isGone(pid) ? 'gone' : stateOf(pid)}`)
        .join(', ')
      throw new Error(`${String(error)}. Processes: ${states}. It has shown:\n${this.#output}`, { cause: error })
    }
  }
}

/**
 * Keeps the terminal open until everything is read: Node takes it for ended as soon as no process has it open, and drops what is
 * left; the package closes it 200 ms after the end of the process, read or not. Gives what closes it at once.
 */
function keepOpen(terminal: object, length: () => number): () => void {
  const socket = Reflect.get(terminal, '_socket') as ReadStream
  const held = openSync(String(Reflect.get(terminal, 'ptsName')), constants.O_RDWR | constants.O_NOCTTY)
  const destroy = socket.destroy.bind(socket)
  const close = once(() => {
    closeSync(held)
    destroy()
  })
  const closeWhenRead = async (): Promise<void> => {
    let before
    do {
      before = length()
      await setImmediate()
      await setImmediate()
    } while (before !== length())
    close()
  }
  socket.destroy = () => {
    void closeWhenRead()
    return socket
  }
  return close
}
