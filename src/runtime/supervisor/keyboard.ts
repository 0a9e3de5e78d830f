import { spawnSync } from 'node:child_process'
import { isForeground } from '../process/foreground.ts'
import { sendSignal } from '../process/process-tree.ts'
import type { TerminalProcess } from './pseudo-terminal.ts'

const CTRL_C = 0x03
const CTRL_Z = 0x1a
/** Milliseconds after which a supervisor in the background looks whether it still is: nothing tells it of `fg`. */
const LOOK_AGAIN = 300
/** Milliseconds after which a supervisor that nothing has stopped goes on: without a shell there is nobody who could continue it. */
const STOPPED_BY_THEN = 100
/** Milliseconds that setting the terminal may take: it waits for output that a terminal holds back. */
const LONGEST_SETTING = 2000

/** Stays, once, where one run follows another. */
const pauseInput = (): void => void process.stdin.pause()

/** Passes on what is typed, key by key, to a process in a terminal of its own, as long as the supervisor is in the foreground. */
export class Keyboard {
  readonly #process: TerminalProcess
  readonly #interrupt: () => void
  /** The terminal's settings, while it gives key by key. */
  #settings: string | null = null
  #timer: NodeJS.Timeout | undefined

  /** `interrupt` is called when Ctrl-C was a signal to the process. */
  constructor(process: TerminalProcess, interrupt: () => void) {
    this.#process = process
    this.#interrupt = interrupt
  }

  start(): void {
    process.stdin.on('data', this.#take).off('error', pauseInput).on('error', pauseInput).pause()
    process.stdout.on('resize', this.#resize)
    process.on('SIGCONT', this.#continue)
    this.#follow()
  }

  stop(): void {
    process.stdin.off('data', this.#take)
    process.stdout.off('resize', this.#resize)
    process.off('SIGCONT', this.#continue)
    this.#detach()
  }

  readonly #take = (bytes: Buffer): void => {
    const at = bytes.findIndex((byte) => byte === CTRL_C || byte === CTRL_Z)
    if (at < 0) return this.#process.write(bytes)
    this.#process.write(bytes.subarray(0, at))
    const isSignal = this.#process.takesSignals()
    if (isSignal && bytes[at] === CTRL_Z) this.#suspend()
    else this.#process.write(bytes.subarray(at, at + 1))
    if (isSignal && bytes[at] === CTRL_C) this.#interrupt()
    if (at + 1 < bytes.length) this.#take(bytes.subarray(at + 1))
  }

  readonly #resize = (): void => this.#process.resize(process.stdout.columns, process.stdout.rows)

  /** Stops the job, as the shell's user expects it. In a session of its own the experiment is not stopped by the key itself. */
  #suspend(): void {
    sendSignal(-this.#process.pid, 'SIGSTOP')
    this.#detach()
    process.kill(0, 'SIGTSTP')
    this.#timer = setTimeout(this.#continue, STOPPED_BY_THEN)
  }

  readonly #continue = (): void => {
    sendSignal(-this.#process.pid, 'SIGCONT')
    this.#follow()
  }

  /** Reads in the foreground, and else waits for it. */
  #follow(): void {
    clearTimeout(this.#timer)
    if (isForeground(process.pid)) this.#attach()
    else {
      pauseInput()
      this.#timer = setTimeout(() => this.#follow(), LOOK_AGAIN).unref()
    }
  }

  #attach(): void {
    // One who was stopped finds the terminal as the shell has left it: its settings are to be made again.
    const { stdout, status } = stty('saved=$(stty -g) && stty raw -echo && printf %s "$saved"')
    if (status === 0) this.#settings ??= stdout
    this.#resize()
    process.stdin.resume()
  }

  #detach(): void {
    clearTimeout(this.#timer)
    pauseInput()
    // A process in the background would be stopped for setting the terminal. Node sets it back at its end in any case.
    if (this.#settings !== null && isForeground(process.pid)) stty(`stty ${this.#settings}`)
    this.#settings = null
  }
}

/** Not Node's own raw mode: that still changes what is written, which two terminals would do then. */
function stty(script: string): { readonly stdout: string; readonly status: number | null } {
  return spawnSync('sh', ['-c', script], {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: LONGEST_SETTING,
  })
}
