import { setTimeout as sleep } from 'node:timers/promises'
import type { ErrorOrigin } from '../format/meta.ts'
import { failCallOf } from '../internal/late-errors.ts'
import { withBuiltIns } from '../internal/built-ins.ts'
import { patchReallyExit } from './globals.ts'
import { UNINTERRUPTED, afterEvent } from './signals/interruption.ts'
import type { Interruption } from './signals/interruption.ts'

/** What ends a process at once. */
export type SuddenEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'error'; readonly error: unknown; readonly origin: ErrorOrigin }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }

/** A run that is under way, as the process's events see it. */
export interface WatchedRun {
  /** The process exists for this run. */
  readonly exclusive: boolean
  /** Whether somebody else ends the process when a signal is not answered or comes again: its supervisor, or the guardian. */
  readonly isGuarded: () => boolean
  readonly ignoresHangup: boolean
  /** The signal that somebody else has seen come, and how many milliseconds ago; null where there is none. */
  readonly seenSignal: () => SeenSignal | null
  /** A signal came so many milliseconds ago: the run is to be finalised. */
  interrupt(signal: NodeJS.Signals, age: number): void
  noteHangup(): void
  /** Something was thrown that nobody catches, and the process goes on. */
  giveUp(error: unknown, origin: ErrorOrigin): void
  /** A library threw that was called for a drawing which is done. */
  noteLate(error: unknown): void
  /** The process ends as soon as this returns. */
  endNow(end: SuddenEnd): void
}

/** A signal that was seen come where this thread may not have heard it. */
export interface SeenSignal {
  readonly signal: NodeJS.Signals
  /** Milliseconds since it came. */
  readonly age: number
}

/** Milliseconds in which a thread that is in no loop hears a signal that others have heard. */
const LONGEST_DELIVERY = 1000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Tells the runs under way what happens to the process: signals, errors that nobody catches, its exit. Listens only while
 * there are runs, so that a program that runs experiments from code is as it was before and after.
 */
class ProcessWatch {
  readonly #runs = new Set<WatchedRun>()
  #state: Interruption = UNINTERRUPTED
  /** The signal that was let in before this thread heard it: when that comes, it is no other one. */
  #seen: NodeJS.Signals | undefined
  #restoreExit: (() => void) | undefined
  /** The exit was heard: `process.exit()` calls `process.reallyExit()` after that. */
  #isExiting = false

  /** Begins to watch for a run. Gives what ends that. */
  add(run: WatchedRun): () => void {
    if (this.#runs.size === 0) this.#listen()
    this.#runs.add(run)
    // What begins after the signal, while others end by it, is not to run.
    if (this.#state.kind !== 'none') run.interrupt(this.#state.signal, 0)
    if (run.exclusive && process.listenerCount('uncaughtException') === 0) process.on('uncaughtException', this.#onUncaught)
    return () => {
      this.#runs.delete(run)
      if (this.#runs.size === 0) this.#unlisten(run.exclusive)
    }
  }

  #listen(): void {
    this.#restoreExit = patchReallyExit((code) => this.#onReallyExit(code))
    for (const signal of SIGNALS) process.on(signal, this.#onSignal)
    process.on('uncaughtExceptionMonitor', this.#onMonitor).on('exit', this.#onExit)
    process.on('newListener', this.#onNewListener)
  }

  #unlisten(exclusive: boolean): void {
    this.#restoreExit?.()
    for (const signal of SIGNALS) process.off(signal, this.#onSignal)
    process.off('uncaughtExceptionMonitor', this.#onMonitor).off('exit', this.#onExit)
    process.off('uncaughtException', this.#onUncaught).off('newListener', this.#onNewListener)
    const state = this.#state
    this.#state = UNINTERRUPTED
    // A program that does not handle the signal itself ends by it, as it would have without a run.
    if (state.kind !== 'none' && !exclusive && process.listenerCount(state.signal) === 0) process.kill(process.pid, state.signal)
  }

  /** The experiment has a listener of its own: then it decides. */
  readonly #onNewListener = (event: string | symbol, listener: unknown): void => {
    if (event === 'uncaughtException' && listener !== this.#onUncaught) process.off('uncaughtException', this.#onUncaught)
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    const runs = [...this.#runs]
    if (signal === 'SIGHUP' && runs.every(({ ignoresHangup }) => ignoresHangup)) {
      for (const run of runs) run.noteHangup()
      return
    }
    const isSeen = this.#seen === signal
    this.#seen = undefined
    if (isSeen) return
    // Who guards the process has counted it, and ends the process where it is the second one.
    if (this.#state.kind !== 'none' && runs.some((run) => run.isGuarded())) return
    const seen = runs.map((run) => run.seenSignal()).find((one) => one?.signal === signal)
    this.#hear(signal, seen?.age ?? 0)
  }

  /** Lets in a signal that somebody else has seen come: this thread may be in a loop, and hear none. */
  see({ signal, age }: SeenSignal): void {
    if (this.#state.kind !== 'none') return
    this.#seen = signal
    this.#hear(signal, age)
  }

  /** Waits for the signal that was let in: in a run that comes after this one it would be another one. */
  async heard(): Promise<void> {
    const end = performance.now() + LONGEST_DELIVERY
    while (this.#seen !== undefined && performance.now() < end) await sleep(1)
    this.#seen = undefined
  }

  #hear(signal: NodeJS.Signals, age: number): void {
    const next = afterEvent(this.#state, { kind: 'signal', signal, at: performance.now() - age })
    this.#state = next.state
    if (next.do === 'interrupt') for (const run of [...this.#runs]) run.interrupt(signal, age)
    if (next.do !== 'force' || next.state.kind !== 'forced') return
    for (const run of [...this.#runs]) run.endNow({ kind: 'signal', signal: next.state.signal })
    this.#dieOf(next.state.signal)
  }

  #dieOf(signal: NodeJS.Signals): void {
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  }

  readonly #onUncaught = (error: unknown, origin: string): void => {
    withBuiltIns(() => {
      const belongs = failCallOf(error)
      if (belongs === 'told') return
      if (belongs === 'late') {
        for (const run of this.#runs) run.noteLate(error)
        return
      }
      for (const run of this.#runs) if (run.exclusive) run.giveUp(error, originOf(origin))
    })
  }

  readonly #onMonitor = (error: unknown, origin: string): void => {
    if (process.listenerCount('uncaughtException') > 0) return
    withBuiltIns(() => {
      for (const run of this.#runs) run.endNow({ kind: 'error', error, origin: originOf(origin) })
    })
  }

  readonly #onExit = (code: number): void => {
    process.exitCode = this.#endAll(code)
  }

  /** Where the event was not given, as `process.reallyExit()` has it. Gives the code to exit with. */
  #onReallyExit(code: number): number {
    return this.#isExiting ? code : this.#endAll(code)
  }

  /** A run that did not come to its end is no success, whatever it says. Gives the code to exit with. */
  #endAll(code: number): number {
    this.#isExiting = true
    return withBuiltIns(() => {
      const runs = [...this.#runs]
      for (const run of runs) run.endNow({ kind: 'exit', code })
      return code === 0 && runs.some(({ exclusive }) => exclusive) ? 1 : code
    })
  }
}

function originOf(origin: string): ErrorOrigin {
  return origin === 'unhandledRejection' ? 'unhandled rejection' : 'uncaught exception'
}

/** The process has one set of signals and one end, so there is one watch. */
export const processWatch = new ProcessWatch()
