import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { LogStream } from '../../archive/log-writer.ts'

/** How a process ended. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** What a process says on one stream, and where that goes. */
export interface Output {
  readonly stream: LogStream
  readonly source: Readable
  readonly target: Writable
}

/** The experiment's process, however it is connected. */
export interface StartedProcess {
  readonly pid: number
  readonly outputs: readonly Output[]
  /** Rejects when the process could not be started. */
  readonly exited: Promise<Exit>
}

/** Starts Node with pipes for its output; its input is the supervisor's. `columns` are those of a terminal that the pipes lead to. */
export function startWithPipes(args: readonly string[], columns: number | null): StartedProcess {
  const child = spawn(process.execPath, args, {
    stdio: ['inherit', 'pipe', 'pipe'],
    env: columns === null ? process.env : { ...terminalSettings(columns), ...process.env },
  })
  return {
    pid: child.pid ?? 0,
    outputs: [
      { stream: 'out', source: child.stdout, target: process.stdout },
      { stream: 'err', source: child.stderr, target: process.stderr },
    ],
    exited: new Promise((resolve, reject) => {
      child.once('error', reject).once('exit', (code, signal) => resolve({ code, signal }))
    }),
  }
}

/** What tells programs that their pipe leads to a terminal. */
function terminalSettings(columns: number): Record<string, string> {
  const depth = process.stdout.getColorDepth()
  const level = depth >= 24 ? '3' : depth >= 8 ? '2' : '1'
  return { COLUMNS: String(columns), ...(depth === 1 ? {} : { FORCE_COLOR: level }) }
}
