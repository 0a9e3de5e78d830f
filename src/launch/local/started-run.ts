import { Writable } from 'node:stream'
import { writeStopOrder } from '../../archive/documents/stop-order.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { drawSeed } from '../../random/streams.ts'
import { childArguments } from '../../runtime/process/child-arguments.ts'
import { supervise } from '../../runtime/supervisor/supervise.ts'
import type { SupervisedRun } from '../../runtime/supervisor/supervise.ts'
import { tokensOf } from '../launch-request.ts'
import type { LaunchRequest } from '../launch-request.ts'
import type { LaunchOutcome, LaunchedRun } from '../launcher.ts'
import { outcomeOf } from '../outcome-of.ts'
import { seedOfConfig } from '../seed-of-config.ts'
import type { LocalMachine } from './local-machine.ts'

/** Milliseconds that a run which is to end has to begin first. */
const LONGEST_START = 10_000

/** What a process exits with that has refused a run. */
const REFUSED = 2

/** A run in a supervised process of its own, from when it was asked for to its end. */
export class StartedRun implements LaunchedRun {
  readonly id: string
  readonly begun: Promise<string | null>
  readonly ended: Promise<LaunchOutcome>
  readonly #request: LaunchRequest
  readonly #machine: LocalMachine
  #settleBegun: (folder: string | null) => void = () => undefined
  #settleEnded: (outcome: LaunchOutcome) => void = () => undefined
  #folder: string | null = null
  #interrupt: ((signal: NodeJS.Signals) => void) | undefined
  #reason: string | null = null
  /** Takes it out of the queue; undefined once it was started. */
  #leaveQueue: (() => void) | undefined
  #limit: NodeJS.Timeout | undefined
  /** Of asking one that has not begun. */
  #delay: NodeJS.Timeout | undefined
  #isStarted = false
  /** What it printed last, for one that does not begin. */
  #said = ''

  constructor(request: LaunchRequest, machine: LocalMachine) {
    this.id = machine.newId()
    this.#request = request
    this.#machine = machine
    this.begun = new Promise((settle) => (this.#settleBegun = settle))
    this.ended = new Promise((settle) => (this.#settleEnded = settle))
  }

  waitIn(leaveQueue: () => void): void {
    // It may have been started while it entered.
    if (!this.#isStarted) this.#leaveQueue = leaveQueue
  }

  stop(reason: string): void {
    if (this.#reason !== null) return this.#interrupt?.('SIGTERM')
    this.#reason = reason
    if (this.#leaveQueue !== undefined) {
      this.#leaveQueue()
      this.#leaveQueue = undefined
      return this.#end({ folder: null, status: 'stopped', exitCode: null, error: this.#reason })
    }
    this.#order()
    this.#askForEnd()
  }

  /** One that is about to begin is asked when it has: before, nobody would be there to write down how it ended. */
  #askForEnd(): void {
    if (this.#folder !== null) return this.#interrupt?.('SIGTERM')
    this.#delay ??= setTimeout(() => this.#interrupt?.('SIGTERM'), LONGEST_START)
  }

  /** Runs it to its end. `env` is added to the machine's. Never rejects. */
  async start(env: Readonly<Record<string, string>>): Promise<void> {
    this.#isStarted = true
    this.#leaveQueue = undefined
    try {
      this.#conclude(await this.#supervise(env))
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      this.#end({ folder: this.#folder, status: 'failed', exitCode: null, error: `its process could not be started: ${text}` })
    } finally {
      clearTimeout(this.#limit)
      clearTimeout(this.#delay)
    }
  }

  async #supervise(shared: Readonly<Record<string, string>>): Promise<SupervisedRun> {
    const { file, name = null, parameters = {}, origin = {}, env = {}, cwd } = this.#request
    const values = Object.entries(parameters).flatMap(([key, given]): [string, JsonValue][] =>
      'value' in given ? [[key, given.value]] : [],
    )
    const seed = (await seedOfConfig(file, this.#machine.env)) ?? drawSeed(this.#machine.randomInt)
    const launch = { parameters: Object.fromEntries(values), origin }
    const { program } = this.#machine
    const wanted = { file, name, seed, tokens: tokensOf(this.#request), launch, ...(program === undefined ? {} : { program }) }
    return await supervise(childArguments(wanted), {
      onBegun: ({ folder }) => this.#begin(folder),
      stdout: this.#listener(),
      apart: {
        stderr: this.#listener(),
        env: { ...this.#machine.env, ...shared, ...env },
        cwd: cwd ?? this.#machine.cwd(),
        onStarted: (interrupt) => {
          this.#interrupt = interrupt
          if (this.#reason !== null) this.#askForEnd()
        },
      },
    })
  }

  /** Takes what it prints: all of it is in its log, once there is one. */
  #listener(): Writable {
    return new Writable({
      write: (chunk: Uint8Array, _, done) => {
        if (this.#folder === null) this.#said = `${this.#said}${Buffer.from(chunk).toString()}`.slice(-LAST_CHARACTERS)
        done()
      },
    })
  }

  #begin(folder: string | null): void {
    this.#folder = folder
    clearTimeout(this.#delay)
    if (this.#reason !== null) {
      this.#order()
      this.#interrupt?.('SIGTERM')
    }
    const { timeLimit } = this.#request
    const stop = (): void => this.stop(`it took longer than its time limit, ${timeLimit} s`)
    if (timeLimit !== undefined) this.#limit = setTimeout(stop, timeLimit * 1000)
    this.#settleBegun(folder)
  }

  /** Leaves the reason where the run finds it, before it hears the signal. */
  #order(): void {
    if (this.#folder === null || this.#reason === null) return
    try {
      writeStopOrder(this.#folder, { time: this.#machine.now(), reason: this.#reason })
    } catch {
      // It ends all the same, as interrupted.
    }
  }

  #conclude({ code, folder }: SupervisedRun): void {
    if (folder !== null) return this.#end(outcomeOf(folder, code))
    const error = this.#reason ?? (this.#said.trim() || `it exited with code ${code} before a run began`)
    const status = this.#reason !== null ? 'stopped' : code === REFUSED ? 'refused' : 'failed'
    this.#end({ folder, status, exitCode: code, error })
  }

  #end(outcome: LaunchOutcome): void {
    this.#settleBegun(outcome.folder)
    this.#settleEnded(outcome)
  }
}

/** That are kept of what a process prints that begins no run. */
const LAST_CHARACTERS = 4000
