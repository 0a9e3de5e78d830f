/** Milliseconds between two looks at the memory, while runs wait for it. */
const LOOK = 500

export interface StartQueueOptions {
  /** How many at a time. */
  readonly jobs: number
  /** Whether another one may start beside those that run. */
  readonly hasRoom: () => boolean
  /** Is told once that runs wait for room. */
  readonly onWait: () => void
}

/** Starts what waits in its order, so many at a time; beside others only where there is room. */
export class StartQueue {
  readonly #options: StartQueueOptions
  readonly #waiting: (() => void)[] = []
  #running = 0
  #isTold = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: StartQueueOptions) {
    this.#options = options
  }

  /** Settles when the caller may start, which then calls `leave` at its end. Gives what takes it out of the queue before. */
  enter(start: () => void): () => void {
    this.#waiting.push(start)
    this.#next()
    return () => {
      const at = this.#waiting.indexOf(start)
      if (at >= 0) this.#waiting.splice(at, 1)
    }
  }

  leave(): void {
    this.#running -= 1
    this.#next()
  }

  #next(): void {
    clearTimeout(this.#timer)
    while (this.#waiting.length > 0 && this.#running < this.#options.jobs) {
      if (this.#running > 0 && !this.#options.hasRoom()) {
        if (!this.#isTold) this.#options.onWait()
        this.#isTold = true
        this.#timer = setTimeout(() => this.#next(), LOOK)
        return
      }
      this.#running += 1
      this.#waiting.shift()?.()
    }
  }
}
