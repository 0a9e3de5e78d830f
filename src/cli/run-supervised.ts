import { childArguments } from '../runtime/process/child-arguments.ts'
import type { ChildTask, Supervision } from '../runtime/process/child-task.ts'
import { supervise } from '../runtime/supervisor/supervise.ts'
import type { SupervisedRun } from '../runtime/supervisor/supervise.ts'
import { writeLine } from './write-line.ts'

/** What to run in a process of its own. */
export interface SupervisedTask extends Pick<ChildTask, 'file' | 'name'>, Partial<Pick<ChildTask, 'original'>> {
  /** The seed where the command line has none; null to draw one. */
  readonly seed: number | null
  /** The command line without the file. */
  readonly tokens: readonly string[]
  /** The file as it was named, where a program is told of the run in lines of JSON; else null. */
  readonly tells: string | null
}

/** Starts the process of an experiment, and watches it to its end. */
export async function runSupervised({ tells, ...task }: SupervisedTask): Promise<SupervisedRun> {
  if (tells === null) return await supervise(argumentsOf(task))
  const run = await supervise(argumentsOf(task), {
    stdout: process.stderr,
    onBegun: ({ folder, pid }) => writeLine({ event: 'begun', file: tells, folder, pid }),
  })
  const { endedLine } = await import('./run-lines.ts')
  writeLine(endedLine(tells, run))
  return run
}

/** Node's arguments for the process of a dry run, which nothing has to watch. */
export function dryRunArguments(file: string, tokens: readonly string[]): readonly string[] {
  const argumentsFor = argumentsOf({ file, name: null, seed: null, tokens: ['--dry-run', ...tokens] })
  return [...process.execArgv, ...argumentsFor({ socket: null, columns: null, ownTerminal: false, ignoresHangup: false })]
}

function argumentsOf({ seed, ...task }: Omit<SupervisedTask, 'tells'>): (supervision: Supervision) => readonly string[] {
  return childArguments({ ...task, seed: seed ?? Math.floor(Math.random() * 2 ** 32) })
}
