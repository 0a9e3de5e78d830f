const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupts {
  /** The first one that came. */
  readonly signal: NodeJS.Signals | null
  stop(): void
}

/** Takes signals that ask for an end, until `stop`; `count` is 1 for the first. */
export function listenToInterrupts(onSignal: (signal: NodeJS.Signals, count: number) => void): Interrupts {
  let first: NodeJS.Signals | null = null
  let count = 0
  const receive = (signal: NodeJS.Signals): void => {
    first ??= signal
    count += 1
    onSignal(signal, count)
  }
  for (const signal of SIGNALS) process.on(signal, receive)
  return {
    get signal() {
      return first
    },
    stop() {
      for (const signal of SIGNALS) process.off(signal, receive)
    },
  }
}
