import { rmSync } from 'node:fs'
import { constants } from 'node:os'
import { basename } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { isatty } from 'node:tty'
import { writeChecksums } from '../../archive/status/checksums.ts'
import { readMetaIfThere } from '../../archive/status/read-status.ts'
import { RunWriter } from '../../archive/writing/run-writer.ts'
import type { LogStream } from '../../archive/writing/log-writer.ts'
import { RunlabError } from '../../errors.ts'
import { folderIdentity } from '../../internal/folder-identity.ts'
import { systemErrorReason } from '../../internal/system-error-reason.ts'
import { SIGN_INTERVAL } from '../process/sign-interval.ts'
import { endProcesses } from '../process/process-tree.ts'
import type { Supervision } from '../process/child-task.ts'
import { surviveLostTerminal } from '../output/standard-streams.ts'
import { Channel } from './channel.ts'
import type { LeftRun } from './complete-record.ts'
import { echo } from './echo.ts'
import { Interruption } from './interruption.ts'
import { Keyboard } from './keyboard.ts'
import { LogRecorder } from './log-recorder.ts'
import type { Message } from './messages.ts'
import { Sampling } from '../system-series/sampling.ts'
import { forcedFacts, forcedText } from '../signals/forced.ts'
import { startInTerminal } from './pseudo-terminal.ts'
import { startWithPipes } from './started-process.ts'
import type { Exit, Output, ProcessPlace, StartedProcess } from './started-process.ts'

/** How a run that was supervised ended. */
export interface SupervisedRun {
  /** For the shell. */
  readonly code: number
  /** Null where no run began, and where it went with its process. */
  readonly folder: string | null
  /** It was that of a rank that keeps no archive. */
  readonly isScratch: boolean
  /** Somebody asked for the end. */
  readonly isInterrupted: boolean
}

/** What a supervisor does for a program that drives it. */
export interface SuperviseOptions {
  /** Is told when the run has begun; `folder` as in `SupervisedRun`. */
  readonly onBegun?: (run: { readonly folder: string | null; readonly pid: number }) => void
  /** Where standard output of the experiment's process goes; the supervisor's own when left out. */
  readonly stdout?: Writable
  /** For a run beside others. */
  readonly apart?: Apart
}

/** A run that has nothing to do with the supervisor's own terminal, keyboard and signals, and lives on when it dies. */
export interface Apart extends ProcessPlace {
  readonly stderr: Writable
  /** Is given what asks the run for its end, by a signal; a second time by force. */
  readonly onStarted: (interrupt: (signal: NodeJS.Signals) => void) => void
}

type ArgumentsFor = (supervision: Supervision) => readonly string[]

/** Milliseconds without output after which nobody waits for more from a process that has ended: others may keep its pipes open. */
const QUIET = 200
/** Milliseconds that a process of the experiment has to end after SIGTERM. */
const GRACE = 1000

/**
 * Runs the experiment's process: passes its output on and keeps it as the run's log, passes signals on and ends it by force
 * where it does not answer, and writes how it ended.
 */
export async function supervise(argumentsFor: ArgumentsFor, options: SuperviseOptions = {}): Promise<SupervisedRun> {
  if (/--inspect/.test(`${process.execArgv.join(' ')} ${process.env['NODE_OPTIONS'] ?? ''}`)) {
    const { close } = await import('node:inspector')
    close() // so that the experiment's process gets the port
  }
  const supervisor = new Supervisor(options)
  return await supervisor.run(argumentsFor)
}

class Supervisor {
  readonly #options: SuperviseOptions
  readonly #log = new LogRecorder()
  readonly #channel = new Channel((message) => this.#receive(message))
  #interruption: Interruption | undefined
  #keyboard: Keyboard | undefined
  #folder: string | null = null
  #scratch: string | null = null
  #writer: RunWriter | undefined
  #opened: Pick<LeftRun, 'identity' | 'secrets' | 'visuals'> | undefined
  /** What is given up by a signal when the process has ended. */
  #completing: AbortController | undefined
  #lastOutput = 0
  /** Ctrl-C was pressed, and its ^C has not come from the terminal. */
  #isKeyPressed = false
  #pid: number | undefined
  #sampling: Sampling | undefined
  /** Settles when the report is written of a run that has come to its end by itself. */
  #reported: Promise<void> | undefined

  constructor(options: SuperviseOptions) {
    this.#options = options
  }

  async run(argumentsFor: ArgumentsFor): Promise<SupervisedRun> {
    const { apart } = this.#options
    const terminals = [0, 1, 2].map((descriptor) => apart === undefined && isatty(descriptor))
    const ignoresHangup = !terminals.includes(true)
    surviveLostTerminal()
    // First of all: what else the supervisor needs is made while the process starts.
    const child = this.#start(terminals, (given) => argumentsFor({ socket: this.#channel.path, ignoresHangup, ...given }))
    this.#pid = child.pid
    this.#channel.listen()
    void loadReport().catch(() => undefined) // while Node starts there, and needs one processor only
    this.#interruption = new Interruption(child.pid, (signal) => this.#channel.noteSignal(signal))
    for (const output of child.outputs) this.#passOn(output)
    const stopListening = this.#listen(this.#interruption, ignoresHangup)
    const signs = setInterval(() => this.#giveSign(), SIGN_INTERVAL)
    try {
      this.#keyboard?.start()
      const exit = await child.exited
      this.#sampling?.stop()
      this.#interruption.stop()
      await this.#drain(child.outputs.map(({ source }) => source))
      if (this.#interruption.requested !== null) await endProcesses(this.#interruption.stragglers, GRACE)
      this.#log.close()
      this.#keyboard?.stop() // the last words need the terminal as it was
      const code = this.#conclude(exit)
      await this.#reported
      // A process that has ended in another way than it thought has more to tell.
      if (this.#reported === undefined || exit.signal !== null || this.#interruption.forced !== null) await this.#complete()
      else await this.#sum()
      const isScratch = this.#scratch !== null
      const folder = isScratch ? null : this.#folder
      return { code, folder, isScratch, isInterrupted: this.#interruption.requested !== null }
    } finally {
      clearInterval(signs)
      stopListening()
      this.#keyboard?.stop()
      this.#channel.close()
      if (this.#scratch !== null) rmSync(this.#scratch, { recursive: true, force: true })
    }
  }

  /** In a terminal of its own where there are nothing but terminals, else with pipes. */
  #start(
    terminals: readonly boolean[],
    argumentsFor: (given: Pick<Supervision, 'columns' | 'ownTerminal'>) => readonly string[],
  ): StartedProcess {
    if (!terminals.includes(false)) {
      const args = [...process.execArgv, ...argumentsFor({ columns: null, ownTerminal: true })]
      const child = startInTerminal(args, async (source) => await this.#quiet([source]))
      if (child !== null) {
        this.#keyboard = new Keyboard(child, () => {
          this.#isKeyPressed = true
          this.#interruption?.receive('SIGINT', true)
        })
        return child
      }
    }
    const columns = terminals[1] === true && terminals[2] === true ? process.stdout.columns || 80 : null
    const args = [...process.execArgv, ...argumentsFor({ columns, ownTerminal: false })]
    return startWithPipes(args, columns, this.#options.apart)
  }

  #passOn({ stream, source, target }: Output): void {
    echo(source, stream === 'out' ? (this.#options.stdout ?? target) : (this.#options.apart?.stderr ?? target), (bytes) => {
      this.#lastOutput = performance.now()
      const said = this.#isKeyPressed ? this.#endLineOfKey(bytes) : bytes
      this.#log.write(stream, said)
      return said
    })
  }

  /** What follows the ^C that a terminal makes of the key begins a line, in the log as well. */
  #endLineOfKey(bytes: Uint8Array): Uint8Array {
    this.#isKeyPressed = false // it comes before all else, or not at all
    const at = Buffer.from(bytes).indexOf('^C')
    if (at < 0) return bytes
    return Buffer.concat([bytes.subarray(0, at + 2), Buffer.from('\r\n'), bytes.subarray(at + 2)])
  }

  #listen(interruption: Interruption, ignoresHangup: boolean): () => void {
    const receive = (signal: NodeJS.Signals): void =>
      this.#completing === undefined ? interruption.receive(signal) : this.#completing.abort()
    if (this.#options.apart !== undefined) {
      this.#options.apart.onStarted(receive)
      return () => undefined
    }
    const note = (): void =>
      this.#log.write('runlab', Buffer.from('[runlab] SIGHUP was ignored: there is no terminal that it could come from.\n'))
    const listeners = { SIGINT: receive, SIGTERM: receive, SIGHUP: ignoresHangup ? note : receive }
    for (const [signal, listener] of Object.entries(listeners)) process.on(signal, listener)
    return () => {
      for (const [signal, listener] of Object.entries(listeners)) process.off(signal, listener)
    }
  }

  #receive(message: Message): void {
    if (message.type === 'opened') {
      this.#folder = message.folder
      this.#scratch = message.scratch
      this.#opened = message
      this.#writer = new RunWriter(message.folder, undefined, message.identity)
      this.#log.open(this.#writer, message.secrets)
      this.#options.onBegun?.({ folder: message.scratch === null ? message.folder : null, pid: this.#pid ?? 0 })
      const { sampled } = message
      if (sampled !== null && this.#pid !== undefined)
        this.#sampling = new Sampling({ run: message.folder, pid: this.#pid, every: sampled })
    } else if (message.type === 'interrupting') {
      const { step, signal, deadline } = message
      this.#interruption?.acknowledge(step, signal as NodeJS.Signals, Math.max(0, deadline - Date.now()))
    } else if (message.type === 'read signal') this.#interruption?.noteRead(message.grace)
    else if (message.type === 'pulse') this.#sampling?.receive(message.pulse)
    else if (message.type === 'note') this.#log.write('runlab', Buffer.from(message.lines))
    else if (message.type === 'show') this.#show(message.stream, message.bytes)
    else if (message.type === 'sealing') this.#sampling?.stop()
    else if (message.type === 'closed') {
      this.#interruption?.collect()
      this.#reported = this.#settle().then(async () => await this.#report()) // while the process exits
    } else void this.#settle().then(() => this.#channel.answer())
  }

  /** Behind a terminal of its own nobody makes the ends of lines. */
  #show(stream: LogStream, bytes: string): void {
    const stdout = this.#options.stdout ?? process.stdout
    if (this.#keyboard !== undefined) stdout.write(Buffer.from(bytes.replaceAll(/\r?\n/g, '\r\n'), 'latin1'))
    else (stream === 'out' ? stdout : this.#stderr).write(Buffer.from(bytes, 'latin1'))
  }

  get #stderr(): Writable {
    return this.#options.apart?.stderr ?? process.stderr
  }

  #giveSign(): void {
    try {
      this.#writer?.touchAlive(Date.now())
    } catch {
      // The experiment's process gives signs as well, and says what it cannot write.
    }
  }

  /** Waits until nothing comes that was on its way. */
  async #settle(): Promise<void> {
    let before
    do {
      before = this.#lastOutput
      await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setImmediate(resolve))
    } while (before !== this.#lastOutput)
  }

  /** Reads the rest of the output and of the messages. */
  async #drain(sources: readonly Readable[]): Promise<void> {
    const over = Promise.all(sources.map((source) => source.closed || new Promise((resolve) => source.once('close', resolve))))
    await Promise.race([Promise.all([over, this.#channel.ended]), this.#quiet(sources)])
    for (const source of sources) source.destroy()
  }

  /** Settles when nothing has come for a while, and nothing is held back by a slow terminal. */
  async #quiet(sources: readonly Readable[]): Promise<void> {
    this.#lastOutput = performance.now()
    while (performance.now() - this.#lastOutput < QUIET || sources.some((source) => source.isPaused()))
      await sleep(QUIET / 4, undefined, { ref: false })
  }

  /** Does what the process has left to be done, and the report in any case. */
  async #complete(): Promise<void> {
    const { signal } = (this.#completing = new AbortController())
    if (this.#folder === null || this.#scratch !== null || this.#opened === undefined) return
    const isForced = (this.#interruption?.forced ?? null) !== null
    try {
      const { completeRecord } = await loadCompletion()
      if (await completeRecord({ ...this.#opened, folder: this.#folder, isForced, signal, say: this.#stderr })) return
    } catch (error) {
      this.#say(`Its record is not complete (${reasonOf(error)}): runlab recover ${basename(this.#folder)} tries it again.`)
    }
    await this.#report()
  }

  /** Writes the page that tells the run, however it ended. Without it nothing is lost: `runlab draw` writes it, too. */
  async #report(): Promise<void> {
    if (this.#folder === null || this.#scratch !== null) return
    try {
      const { writeReport } = await loadReport()
      await writeReport(this.#folder)
    } catch (error) {
      this.#stderr.write(`The report could not be written: ${reasonOf(error)}\n`)
    }
  }

  /** Of the log, too, which nobody writes any more. Without it nothing is lost. */
  async #sum(): Promise<void> {
    if (this.#folder === null || this.#scratch !== null || folderIdentity(this.#folder) !== this.#opened?.identity) return
    try {
      await writeChecksums(this.#folder)
    } catch (error) {
      process.stderr.write(`The checksums could not be written: ${reasonOf(error)}\n`)
    }
  }

  /** Writes how the process ended and says what was out of the ordinary. Gives the exit code. */
  #conclude({ code, signal }: Exit): number {
    const { requested = null, forced = null } = this.#interruption ?? {}
    const isForced = forced !== null
    const shellCode = isForced && requested !== null ? codeOf(requested) : (code ?? codeOf(signal ?? 'SIGKILL'))
    if (this.#folder === null) {
      if (signal !== null && !isForced) this.#stderr.write(`The process was ended by ${signal} before a run began.\n`)
      return shellCode
    }
    const { ranOutOfMemory } = this.#log
    if (forced !== null) this.#say(forcedText(forced))
    else if (signal !== null) this.#say(`The run's process ${ranOutOfMemory ? 'ran out of memory' : 'was ended'} (${signal}).`)
    const missing = this.#log.error === undefined ? [] : [`a part of the log (${reasonOf(this.#log.error)})`]
    try {
      this.#writer?.writeEnding({
        time: Date.now(),
        by: 'supervisor',
        exitCode: code,
        signal,
        requested,
        forced: isForced,
        ...forcedFacts(forced),
        cause: ranOutOfMemory && signal !== null ? 'out of memory' : null,
        lastOutput: this.#log.lastLines,
      })
    } catch (error) {
      missing.push(`how the run ended (${reasonOf(error)})`)
    }
    if (missing.length > 0) this.#say(`Could not be written: ${missing.join(', ')}.`)
    if (shellCode !== 0) return shellCode
    return missing.length > 0 ? 3 : this.#codeOfRecord()
  }

  /** For a process that says that all is well: a run that did not come to its end, or failed, is no success. */
  #codeOfRecord(): number {
    try {
      const meta = this.#folder === null ? undefined : readMetaIfThere(this.#folder)
      return meta === undefined || (meta.status === 'done' && meta.phase === 'ended') ? 0 : meta.exit_code || 1
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      return 1
    }
  }

  #say(text: string): void {
    this.#stderr.write(`${text}${this.#scratch === null ? ` What it left: runlab show ${this.#folder}` : ''}\n`)
  }
}

const loadReport = async (): Promise<{ readonly writeReport: (folder: string) => Promise<string> }> =>
  await import('../../report/write-report.ts')

const loadCompletion = async (): Promise<{ readonly completeRecord: (run: LeftRun) => Promise<boolean> }> =>
  await import('./complete-record.ts')

function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}

function reasonOf(error: unknown): string {
  if (error instanceof RunlabError && error.code === 'ARCHIVE_UNWRITABLE') return String(error.details['reason'])
  return systemErrorReason(error) ?? (error instanceof Error ? error.message : String(error))
}
