import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { LogStream } from '../../archive/writing/log-writer.ts'

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

/** Where a process runs that is to live on when its supervisor dies. */
export interface ProcessPlace {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Starts Node with pipes for its output. `columns` are those of a terminal that the pipes lead to. Its input is the supervisor's;
 * with a `place` it has none, and its own process group, which signals of the supervisor's terminal do not reach.
 */
export function startWithPipes(args: readonly string[], columns: number | null, place?: ProcessPlace): StartedProcess {
  const child = spawn(process.execPath, args, {
    stdio: [place === undefined ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    env: place?.env ?? (columns === null ? process.env : { ...terminalSettings(columns), ...process.env }),
    ...(place === undefined ? {} : { cwd: place.cwd, detached: true }),
  })
  return {
    pid: child.pid ?? 0,
    outputs: [
      { stream: 'out', source: child.stdout as Readable, target: process.stdout },
      { stream: 'err', source: child.stderr as Readable, target: process.stderr },
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
