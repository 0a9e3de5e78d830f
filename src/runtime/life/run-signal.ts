/** What a run's signal is bound to while the run is watched. */
export interface SignalWatch {
  /** Lets in a signal that has come, and that this thread has not heard: it may be in a loop. */
  readonly look: () => void
  /** The run's code reads its signal for the first time. */
  readonly onRead: () => void
  /** A run within this one takes so many seconds more to finish. */
  readonly extend: (seconds: number) => void
}

/**
 * `e.signal` of a run, and whether the run is awaited after a signal. To ask it whether it is aborted looks for signals, so that
 * also a loop sees them that never yields.
 */
export class RunSignal {
  readonly #aborting = new AbortController()
  /** Of the run within which this one runs. */
  readonly #enclosing: RunSignal | undefined
  #watch: SignalWatch | undefined
  #isRead = false
  #isAborted = false
  #inner = 0

  constructor(enclosing: RunSignal | undefined) {
    this.#enclosing = enclosing
    lookWhenAsked(this.signal, () => {
      if (!this.#isAborted) this.#watch?.look()
    })
  }

  get signal(): AbortSignal {
    return this.#aborting.signal
  }

  /** The run's code has read its signal, or awaits a run that may have. */
  get isAwaited(): boolean {
    return this.#isRead || this.#inner > 0
  }

  watch(watch: SignalWatch): void {
    this.#watch = watch
    if (this.#isRead) watch.onRead()
  }

  /** As the run's code reads it. What awaits that run is awaited, too. */
  read(): AbortSignal {
    this.noteRead()
    return this.signal
  }

  /** A run within this one begins. Gives what ends that. */
  enter(): () => void {
    this.#inner += 1
    return () => void (this.#inner -= 1)
  }

  /** So many seconds more are needed, also by the runs that await this one. */
  extendEnclosing(seconds: number): void {
    this.#enclosing?.extend(seconds)
  }

  extend(seconds: number): void {
    this.#watch?.extend(seconds)
    this.extendEnclosing(seconds)
  }

  abort(reason: unknown): void {
    this.#isAborted = true
    this.#aborting.abort(reason)
  }

  noteRead(): void {
    if (this.#isRead) return
    this.#isRead = true
    this.#watch?.onRead()
    this.#enclosing?.noteRead()
  }
}

/** Its own properties, before those of all signals. */
function lookWhenAsked(signal: AbortSignal, look: () => void): void {
  const { aborted, reason } = Object.getOwnPropertyDescriptors(AbortSignal.prototype)
  const { throwIfAborted } = AbortSignal.prototype
  const looking = <T>(ask: () => T) => ({
    configurable: true,
    get: (): T => {
      look()
      return ask()
    },
  })
  Object.defineProperties(signal, {
    aborted: looking(() => aborted.get?.call(signal) as boolean),
    reason: looking(() => reason.get?.call(signal) as unknown),
    throwIfAborted: {
      configurable: true,
      value: (): void => {
        look()
        throwIfAborted.call(signal)
      },
    },
  })
}
