import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { ReadStream } from 'node:tty'
import type * as Pty from '@lydell/node-pty'
import { isForeground } from '../process/foreground.ts'
import type { Exit, StartedProcess } from './started-process.ts'

/** Gives the rest of the output time; the terminal is let go when it settles. */
type Quiet = (source: ReadStream) => Promise<void>

/** A process in a terminal of its own, of which the supervisor has the other end. */
export interface TerminalProcess extends StartedProcess {
  /** Types. */
  write(bytes: Uint8Array): void
  resize(columns: number, rows: number): void
  /** Whether Ctrl-C and Ctrl-Z are signals to the process now, not keys for a prompt, or signals to a shell that it has started. */
  takesSignals(): boolean
}

/**
 * Starts Node in a pseudo-terminal of the size of the supervisor's own. Null where there is none to be had: the package is
 * optional, and not made for every system. Where others still have the terminal when the process is gone, `quiet` says when
 * nobody waits for them any more.
 */
export function startInTerminal(args: readonly string[], quiet: Quiet): TerminalProcess | null {
  try {
    const { spawn } = createRequire(import.meta.url)('@lydell/node-pty') as typeof Pty
    const terminal = spawn(process.execPath, [...args], {
      cols: process.stdout.columns || 80,
      rows: process.stdout.rows || 24,
      cwd: process.cwd(),
      env: { ...process.env }, // a copy: of process.env itself the package takes out what tells of tmux and the like
      encoding: null,
    })
    return connect(terminal, quiet)
  } catch {
    return null // the supervisor goes on with pipes
  }
}

function connect(terminal: Pty.IPty, quiet: Quiet): TerminalProcess {
  const { pid } = terminal
  const source: unknown = Reflect.get(terminal, '_socket')
  const name: unknown = Reflect.get(terminal, 'ptsName')
  if (!(source instanceof ReadStream) || typeof name !== 'string') {
    terminal.kill('SIGKILL')
    throw new TypeError('@lydell/node-pty is another version than the one that this is written for')
  }
  keepOpen(source, quiet)
  copySettings(name)
  return {
    pid,
    outputs: [{ stream: 'out', source, target: process.stdout }],
    exited: new Promise((resolve) => terminal.onExit(({ exitCode, signal }) => resolve(exitOf(exitCode, signal)))),
    write: (bytes) => void source.write(bytes),
    resize(columns, rows) {
      if (columns > 0 && rows > 0 && !source.destroyed) terminal.resize(columns, rows)
    },
    takesSignals: () => isForeground(pid) && !/(?<!\S)-isig\b/.test(stty(name, '-a')),
  }
}

/** The package closes the terminal 200 ms after the end of the process, also where a slow reader has not got everything. */
function keepOpen(source: ReadStream, quiet: Quiet): void {
  const destroy = source.destroy.bind(source)
  let isWaiting = false
  const destroyLater = async (): Promise<void> => {
    await quiet(source)
    destroy()
  }
  source.destroy = (error) => {
    // With an error, which is how a terminal ends, or at the end of the file everything has been read.
    if (error || source.readableEnded) return destroy(error)
    if (!isWaiting) void destroyLater()
    isWaiting = true
    return source
  }
}

/** Keys that erase, character set and the like are as in the supervisor's terminal. The process takes longer to start than this. */
function copySettings(name: string): void {
  const { stdout, status } = spawnSync('stty', ['-g'], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' })
  if (status === 0) stty(name, stdout.trim())
}

function stty(name: string, ...args: readonly string[]): string {
  const device = process.platform === 'linux' ? '-F' : '-f'
  return spawnSync('stty', [device, name, ...args], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }).stdout ?? ''
}

function exitOf(code: number, signal: number | undefined): Exit {
  if (signal === undefined || signal === 0) return { code, signal: null }
  const found = Object.entries(constants.signals).find(([, number]) => number === signal)
  return { code: null, signal: (found?.[0] ?? 'SIGKILL') as NodeJS.Signals }
}
