import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log, Progress } from '../../api/run.ts'
import { LogWriter } from '../../archive/writing/log-writer.ts'
import { FILES } from '../../format/files.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { asideOfProcess, outsideScope } from '../globals.ts'
import type { RunScope, StreamName } from '../globals.ts'
import { createLog } from './log.ts'
import type { PreparedRun } from '../life/prepare-run.ts'
import { createProgress } from './progress.ts'
import { reasonOfBroken, surviveLostTerminal, withstandBrokenStreams } from './standard-streams.ts'
import type { OutputStream } from '../system.ts'
import { Terminal } from './terminal.ts'

/** What a run says: everything goes to its log and on to the terminal. Where there is a supervisor, that writes the log. */
export class RunOutput {
  readonly log: Log
  readonly progress: Progress
  readonly #prepared: PreparedRun
  readonly #terminal: Terminal
  readonly #file: string
  /** Where the process exists for another run: the way to the terminal that does not lead through its log. */
  readonly #aside: RunScope['aside']
  /** Streams of which the log says that they take nothing more. */
  readonly #noted = new Set<StreamName>()
  #release: (() => void) | undefined
  /** There once this process writes the log itself. */
  #writer: LogWriter | undefined

  constructor(prepared: PreparedRun) {
    const { system, panels, supervisor, exclusive } = prepared.request
    this.#aside = exclusive ? undefined : asideOfProcess()
    this.#prepared = prepared
    this.#file = join(prepared.folder, FILES.log)
    if (supervisor === undefined) {
      this.#writer = this.#openLog()
      this.#release = withstandBrokenStreams()
      if (exclusive) surviveLostTerminal()
    }
    this.#terminal = new Terminal(panels ? system.stderr : null, system.now)
    this.log = createLog(
      (stream, text) => this.print(stream, text),
      () => system.stdout.columns || 80,
    )
    this.progress = createProgress({
      terminal: this.#terminal,
      clock: () => performance.now(),
      log: (line) => (panels ? this.print('out', `${line}\n`) : this.#note(`${line}\n`)),
    })
  }

  /** Takes what the run's code wrote to a standard stream; `echo` passes it on to the real one. */
  readonly write: RunScope['write'] = (stream, chunk, echo) => {
    const { request } = this.#prepared
    if (this.#writer === undefined && request.supervisor?.isLost === true) this.#takeOver()
    this.#noteBroken(stream)
    this.#writer?.write(stream, chunk)
    // Nobody reads the pipes of a supervisor that is gone.
    if (this.#writer !== undefined && request.supervisor !== undefined) return true
    const target = stream === 'out' ? request.system.stdout : request.system.stderr
    return this.#terminal.print(chunk, this.#echoFor(stream, chunk) ?? echo, target.isTTY === true)
  }

  #echoFor(stream: StreamName, chunk: string | Uint8Array): (() => boolean) | undefined {
    const aside = this.#aside
    if (aside === undefined) return undefined
    return () => {
      aside(stream, chunk)
      return true
    }
  }

  /** Into the log alone. */
  #note(text: string): void {
    if (this.#writer !== undefined) this.#writer.write('runlab', text)
    else this.#prepared.request.supervisor?.send({ type: 'note', lines: text })
  }

  /** Shows on a terminal how far something is that comes after the experiment's code; an empty label removes it. */
  showProgress(label: string, share: number): void {
    if (label === '') this.#terminal.show('')
    else if (this.#terminal.isDue) {
      const percent = `${Math.floor(share * 100)}%`.padStart(4)
      const room = this.#terminal.columns - percent.length - 2
      this.#terminal.show(`${percent} ${label.length > room ? `${label.slice(0, room - 1)}…` : label}`)
    }
  }

  print(stream: StreamName, text: string): void {
    const { stdout, stderr } = this.#prepared.request.system
    const target = stream === 'out' ? stdout : stderr
    this.write(stream, text, () => outsideScope(() => tryToWrite(target, text)))
  }

  async read(): Promise<string> {
    await this.#prepared.request.supervisor?.flush()
    return await readFile(this.#file, 'utf8')
  }

  #noteBroken(stream: StreamName): void {
    const reason = reasonOfBroken(stream)
    if (reason === undefined || this.#noted.has(stream)) return
    this.#noted.add(stream)
    const name = stream === 'out' ? 'output' : 'error'
    this.#writer?.write(
      'runlab',
      `[runlab] Standard ${name} takes nothing more (${reason}): from here on this log alone has it.\n`,
    )
  }

  /** Ends the log, where it is this process's. Gives what went wrong with it, in words, or null. */
  close(): string | null {
    this.#terminal.leave()
    if (this.#writer === undefined && this.#prepared.request.supervisor?.isLost === true) this.#takeOver()
    this.#writer?.close()
    // A process that exists for the run has more to say after it.
    if (!this.#prepared.request.exclusive) this.#release?.()
    this.#release = undefined
    const error = this.#writer?.error
    return error === undefined ? null : (systemErrorReason(error) ?? (error instanceof Error ? error.message : String(error)))
  }

  #takeOver(): void {
    this.#writer = this.#openLog()
    this.#writer.write('err', `\n${SUPERVISOR_LOST}\n`)
    this.#prepared.record.warn(SUPERVISOR_LOST)
  }

  #openLog(): LogWriter {
    const { request, redactor } = this.#prepared
    return new LogWriter({
      file: this.#file,
      now: () => new Date(request.system.now()),
      mask: (line) => redactor.mask(line),
    })
  }
}

/** The program may have put a stream of its own in the place, and it may throw: what runlab says must not fail the run. */
function tryToWrite(target: OutputStream, text: string): boolean {
  try {
    return target.write(text)
  } catch {
    return false
  }
}

const SUPERVISOR_LOST =
  'The supervisor of this run is gone: from here on the log holds what the experiment says itself, without native code and child processes.'
