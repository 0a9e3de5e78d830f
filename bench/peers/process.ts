/** Processes that are measured, and ended. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

export interface Started {
  readonly child: ChildProcess
  readonly exit: Promise<Ended>
}

export interface Ended {
  readonly code: number | null
  /** From the start to the end. */
  readonly milliseconds: number
  /** Milliseconds since the epoch. */
  readonly time: number
}

/** Milliseconds that a process may take. */
const LONGEST = 180_000

/** What it prints goes to the file `log`. */
export function start(command: Command, log: string, longest = LONGEST): Started {
  const output = openSync(log, 'w')
  const started = performance.now()
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ['ignore', output, output],
    timeout: longest,
    killSignal: 'SIGKILL',
  })
  closeSync(output)
  const exit = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve({ code, milliseconds: performance.now() - started, time: Date.now() }))
  })
  // Looked at only after it was killed: until then nobody waits for it.
  exit.catch(() => undefined)
  return { child, exit }
}

/** Throws with the last line that it printed where it fails. */
export async function run(command: Command, log: string, longest = LONGEST): Promise<Ended> {
  const ended = await start(command, log, longest).exit
  if (ended.code !== 0) throw new Error(describeFailure(ended, log))
  return ended
}

export function describeFailure(ended: Ended, log: string): string {
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  // pip and Python say what is wrong in their last line, runlab in a line of its own.
  const telling = lines.findLast((line) => /error|exception/i.test(line)) ?? lines.at(-1) ?? 'without a word'
  return ended.code === null ? `ended by force (${telling.trim()})` : telling.trim()
}

/** A process and all that came from it, as long as their parents live. */
export function listTree(root: number): readonly number[] {
  const printed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const parents = printed
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const tree = [root]
  for (const parent of tree) for (const [pid, of] of parents) if (of === parent && pid !== undefined) tree.push(pid)
  return tree
}

/** Waits until none of them is left, and ends what still is then. */
export async function waitForEnd(processes: readonly number[], milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds
  while (processes.some(isAlive) && performance.now() < until) await sleep(20)
  for (const pid of processes) kill(pid)
}

export function kill(pid: number): void {
  signal(pid, 'SIGKILL')
}

function isAlive(pid: number): boolean {
  return signal(pid, 0)
}

/** Whether there is such a process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
