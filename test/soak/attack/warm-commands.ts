import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The most memory of the process so far. */
  readonly kilobytes: number
}

const PROGRAM = fileURLToPath(new URL('warm-process.mjs', import.meta.url))
/** Kilobytes after which another process takes over. */
const WORN = 500_000

/** Commands without the start of a process for each; it is started anew when it has ended, hung or grown. */
export class WarmCommands {
  readonly #cwd: string
  readonly #limit: number
  #child: ChildProcess | undefined

  constructor({ cwd, limit }: { readonly cwd: string; readonly limit: number }) {
    this.#cwd = cwd
    this.#limit = limit
  }

  /** Null where the process has not answered: it hung for the limit, in milliseconds, or has ended. */
  async run(args: readonly string[]): Promise<Said | null> {
    const child = (this.#child ??= await this.#start())
    const said = await this.#answer(child, () => child.send(args))
    if (said === null || (said as Said).kilobytes > WORN) this.stop()
    return said as Said | null
  }

  stop(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  async #start(): Promise<ChildProcess> {
    const env = { ...process.env, NO_COLOR: '1' }
    const child = fork(PROGRAM, {
      cwd: this.#cwd,
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--import', import.meta.resolve('@oxc-node/core/register')],
    })
    if ((await this.#answer(child, () => undefined)) === null) throw new Error('The process for commands does not start.')
    return child
  }

  async #answer(child: ChildProcess, ask: () => void): Promise<unknown> {
    return await new Promise((resolve) => {
      const done = (said: unknown): void => {
        clearTimeout(timer)
        child.off('message', done).off('exit', gone)
        resolve(said)
      }
      const gone = (): void => done(null)
      const timer = setTimeout(gone, this.#limit)
      child.on('message', done).on('exit', gone)
      ask()
    })
  }
}
