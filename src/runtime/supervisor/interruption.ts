import { descendantsOf, killProcesses, sendSignal } from '../process/process-tree.ts'
import { UNINTERRUPTED, afterEvent } from '../signals/interruption.ts'
import type { Interruption as State, InterruptionEvent } from '../signals/interruption.ts'

/** Ends the experiment's process when it is asked to: by passing the signal on, and by force where that does not help. */
export class Interruption {
  readonly #pid: number
  readonly #note: (signal: NodeJS.Signals) => void
  #state: State = UNINTERRUPTED
  #timer: NodeJS.Timeout | undefined
  #stragglers: readonly number[] = []

  /** `note` is told of the first signal before the process is: that cannot hear it while it is in a loop. */
  constructor(pid: number, note: (signal: NodeJS.Signals) => void = () => undefined) {
    this.#pid = pid
    this.#note = note
  }

  /** The signal that asked for the end. */
  get requested(): NodeJS.Signals | null {
    return this.#state.kind === 'none' ? null : this.#state.signal
  }

  /** Why the process was ended by force; null where it was not. */
  get forced(): Extract<State, { readonly kind: 'forced' }> | null {
    return this.#state.kind === 'forced' ? this.#state : null
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
    if (this.#take({ kind: 'signal', signal, at: performance.now() }) !== 'interrupt') return
    this.#note(signal)
    if (!isDelivered) sendSignal(this.#pid, signal)
  }

  /** The run has read `e.signal`: it is to be given so many milliseconds. */
  noteRead(grace: number): void {
    this.#take({ kind: 'read', grace })
  }

  /** The process says what it does because of a signal, within so many milliseconds. */
  acknowledge(step: 'settling' | 'finishing', signal: NodeJS.Signals, time: number): void {
    this.collect()
    this.#take({ kind: 'answer', step, signal, at: performance.now(), time })
  }

  /** Notes which processes the experiment has; they cannot be told from others once it is gone. */
  collect(): void {
    if (this.requested !== null) this.#stragglers = descendantsOf(this.#pid)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #take(event: InterruptionEvent): 'nothing' | 'interrupt' | 'force' {
    const next = afterEvent(this.#state, event)
    this.#state = next.state
    clearTimeout(this.#timer)
    if ('until' in next.state) this.#wait(next.state.until)
    if (next.do === 'force') this.#force()
    return next.do
  }

  #wait(until: number): void {
    const expire = (): void => void this.#take({ kind: 'time', at: performance.now() })
    this.#timer = setTimeout(expire, Math.ceil(Math.max(0, until - performance.now())))
  }

  #force(): void {
    // In a terminal of its own the process leads a group: those are in it too whose parents are gone. Elsewhere there is none.
    killProcesses([...descendantsOf(this.#pid), this.#pid, -this.#pid])
  }
}
