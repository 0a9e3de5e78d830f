import { fstatSync, readSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'

/** A signal that the supervisor has got. */
export interface WrittenSignal {
  readonly signal: NodeJS.Signals
  /** When it came, in milliseconds since the epoch. */
  readonly time: number
}

/** Characters that a line has at most. */
const LONGEST = 64

/** Beside a supervisor's socket: empty until a signal comes. Both ends hold it open; its name is soon gone. */
export function signalFileOf(socket: string): string {
  return join(dirname(socket), 'signal')
}

export function signalLine({ signal, time }: WrittenSignal): string {
  return `${signal} ${time}\n`
}

/** What stands in the file that a descriptor is of; null where that is no signal. */
export function readSignal(descriptor: number): WrittenSignal | null {
  try {
    if (fstatSync(descriptor).size === 0) return null
    const bytes = Buffer.alloc(LONGEST)
    const line = bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, LONGEST, 0))
    const [, signal = '', time] = /^(\w+) (\d+)\n/.exec(line) ?? []
    return isSignal(signal) ? { signal, time: Number(time) } : null
  } catch {
    return null // the experiment has closed what it did not open: signals are heard between two steps of the event loop only
  }
}

function isSignal(name: string): name is NodeJS.Signals {
  return Object.hasOwn(constants.signals, name)
}
