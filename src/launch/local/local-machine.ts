import { randomUUID } from 'node:crypto'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { realSystem } from '../../runtime/system.ts'

/** What a launcher asks of the machine that it starts runs on. */
export interface LocalMachine {
  readonly cores: number
  /** Bytes that programs may still take. */
  readonly freeMemory: () => number
  /** Bytes below which no other run is started. */
  readonly leastMemory: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: () => string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A whole number in [0, below). */
  readonly randomInt: (below: number) => number
  readonly newId: () => string
  /** The program of a run's process, where it is not that of this build. */
  readonly program?: string
}

/** The part of the memory that is to be free before another run is started. */
const LEAST_FREE = 0.1
/** Bytes that are enough on any machine. */
const ENOUGH = 2 ** 30

export function localMachine(): LocalMachine {
  const { env, cwd, now, randomInt } = realSystem()
  return {
    ...{ env, cwd, now, randomInt },
    cores: availableParallelism(),
    // Within the limits of a container, where there are such.
    freeMemory: () => process.availableMemory?.() ?? freemem(),
    leastMemory: Math.min(ENOUGH, LEAST_FREE * (process.constrainedMemory?.() || totalmem())),
    newId: () => randomUUID(),
  }
}
