import { descendantsOf, killProcesses, sendSignal } from '../process/process-tree.ts'
import { SAME_SIGNAL } from '../process/same-signal.ts'

/** Milliseconds in which the experiment's process has to begin to finalise, and that it may take longer than it said. */
export const PATIENCE = 2000

/** Ends the experiment's process when it is asked to: by passing the signal on, and by force where that does not help. */
export class Interruption {
  readonly #pid: number
  #requested: NodeJS.Signals | null = null
  #since = 0
  #isForced = false
  #timer: NodeJS.Timeout | undefined
  #stragglers: readonly number[] = []

  constructor(pid: number) {
    this.#pid = pid
  }

  /** The signal that asked for the end. */
  get requested(): NodeJS.Signals | null {
    return this.#requested
  }

  get isForced(): boolean {
    return this.#isForced
  }

  /** What the experiment had started when it was interrupted. */
  get stragglers(): readonly number[] {
    return this.#stragglers
  }

  /**
   * A signal has come to the supervisor, or by a terminal to the process, which `isDelivered` says. The second one ends the
   * process by force.
   */
  receive(signal: NodeJS.Signals, isDelivered = false): void {
    if (this.#requested !== null) {
      if (performance.now() - this.#since >= SAME_SIGNAL) this.force()
      return
    }
    this.#begin(signal, PATIENCE)
    if (!isDelivered) sendSignal(this.#pid, signal)
  }

  /** The process says that it is being finalised, within so many milliseconds. */
  acknowledge(signal: NodeJS.Signals, time: number): void {
    this.collect()
    this.#begin(signal, time + PATIENCE)
  }

  /** Notes which processes the experiment has; they cannot be told from others once it is gone. */
  collect(): void {
    if (this.#requested !== null) this.#stragglers = descendantsOf(this.#pid)
  }

  force(): void {
    if (this.#isForced) return
    this.#isForced = true
    // In a terminal of its own the process leads a group: those are in it too whose parents are gone. Elsewhere there is none.
    killProcesses([...descendantsOf(this.#pid), this.#pid, -this.#pid])
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #begin(signal: NodeJS.Signals, patience: number): void {
    if (this.#requested === null) this.#since = performance.now()
    this.#requested ??= signal
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.force(), patience)
  }
}
