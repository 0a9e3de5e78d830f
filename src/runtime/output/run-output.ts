import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log, Progress } from '../../api/run.ts'
import { LogWriter } from '../../archive/log-writer.ts'
import { FILES } from '../../format/files.ts'
import { maskSecrets } from '../../internal/mask-secrets.ts'
import { outsideScope } from '../globals.ts'
import type { RunScope, StreamName } from '../globals.ts'
import { createLog } from './log.ts'
import type { PreparedRun } from '../life/prepare-run.ts'
import { createProgress } from './progress.ts'
import { Terminal } from './terminal.ts'

/** What a run says: everything goes to its log and on to the terminal. */
export class RunOutput {
  readonly log: Log
  readonly progress: Progress
  readonly #prepared: PreparedRun
  readonly #writer: LogWriter
  readonly #terminal: Terminal
  readonly #file: string

  constructor(prepared: PreparedRun) {
    const { system, panels } = prepared.request
    const { secrets } = prepared.resolved
    this.#prepared = prepared
    this.#file = join(prepared.folder, FILES.log)
    this.#writer = new LogWriter({
      file: this.#file,
      now: () => new Date(system.now()),
      mask: (text) => maskSecrets(text, secrets), // in bytes, and put together from several writes
    })
    this.#terminal = new Terminal(panels ? system.stderr : null, system.now)
    this.log = createLog(
      (stream, text) => this.print(stream, text),
      () => system.stdout.columns || 80,
    )
    this.progress = createProgress({
      terminal: this.#terminal,
      clock: () => performance.now(),
      log: (line) => this.print('out', `${line}\n`),
    })
  }

  /** Takes what the run's code wrote to a standard stream; `echo` passes it on to the real one. */
  readonly write: RunScope['write'] = (stream, chunk, echo) => {
    const { resolved, request } = this.#prepared
    this.#writer.write(stream, typeof chunk === 'string' ? maskSecrets(chunk, resolved.secrets) : chunk)
    const target = stream === 'out' ? request.system.stdout : request.system.stderr
    return this.#terminal.print(chunk, echo, target.isTTY === true)
  }

  print(stream: StreamName, text: string): void {
    const { stdout, stderr } = this.#prepared.request.system
    const target = stream === 'out' ? stdout : stderr
    this.write(stream, text, () => outsideScope(() => target.write(text)))
  }

  async read(): Promise<string> {
    return await readFile(this.#file, 'utf8')
  }

  /** Ends the log. Gives what went wrong with it, in words, or null. */
  close(): string | null {
    this.#writer.close()
    const { error } = this.#writer
    return error === undefined ? null : `The log is incomplete: ${error instanceof Error ? error.message : String(error)}`
  }
}
