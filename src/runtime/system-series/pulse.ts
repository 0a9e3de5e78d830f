/** What only the experiment's main thread knows of itself, since it last said so. */
export interface Pulse {
  /** Milliseconds by which the event loop was late, on average and at most. */
  readonly mean: number
  readonly longest: number
  /** Bytes of the heap in use. */
  readonly heap: number
}

/** Milliseconds between two looks at the event loop, by a timer inside of Node. */
const RESOLUTION = 20
/** Milliseconds that a run lasts before anything of it is sampled: short runs pay nothing. */
export const SAMPLED_AFTER = 2000

/** Tells every so many milliseconds how the event loop does. Keeps no process alive. Gives what ends it. */
export function startPulse(every: number, tell: (pulse: Pulse) => void): () => void {
  let stop = (): void => clearTimeout(begin)
  const begin = setTimeout(() => void beat(), Math.min(every, SAMPLED_AFTER)).unref()

  async function beat(): Promise<void> {
    const { monitorEventLoopDelay } = await import('node:perf_hooks')
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
    delay.enable()
    const timer = setInterval(() => {
      // It measures from one look to the next, nanoseconds.
      const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION)
      if (delay.count > 0) tell({ mean: late(delay.mean), longest: late(delay.max), heap: process.memoryUsage().heapUsed })
      delay.reset()
    }, every).unref()
    stop = () => {
      clearInterval(timer)
      delay.disable()
    }
  }
  return () => stop()
}
