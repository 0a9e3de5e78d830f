import { fileURLToPath } from 'node:url'
import { seedArgument } from '../runtime/command-line/seed-argument.ts'
import { loadSeedOf } from '../runtime/loading/loader-state.ts'
import { packageFile } from '../runtime/loading/package-files.ts'
import type { ChildTask, Supervision } from '../runtime/process/child-task.ts'
import { supervise } from '../runtime/supervisor/supervise.ts'
import type { SupervisedRun } from '../runtime/supervisor/supervise.ts'
import { writeLine } from './write-line.ts'

/** What to run in a process of its own. */
export interface SupervisedTask extends Pick<ChildTask, 'file' | 'name'> {
  /** The seed where the command line has none; null to draw one. */
  readonly seed: number | null
  /** The command line without the file. */
  readonly tokens: readonly string[]
  /** The file as it was named, where a program is told of the run in lines of JSON; else null. */
  readonly tells: string | null
}

/** Starts the process of an experiment, and watches it to its end. */
export async function runSupervised({ file, name, seed, tokens, tells }: SupervisedTask): Promise<SupervisedRun> {
  const drawnSeed = seedArgument(tokens) ?? seed ?? Math.floor(Math.random() * 2 ** 32)
  const argumentsFor = (supervision: Supervision): readonly string[] => {
    const task: ChildTask = { file, name, drawnSeed, supervision }
    return [`--random-seed=${loadSeedOf(drawnSeed)}`, fileURLToPath(packageFile('child')), JSON.stringify(task), ...tokens]
  }
  if (tells === null) return await supervise(argumentsFor)
  const run = await supervise(argumentsFor, {
    stdout: process.stderr,
    onBegun: ({ folder, pid }) => writeLine({ event: 'begun', file: tells, folder, pid }),
  })
  const { endedLine } = await import('./run-lines.ts')
  writeLine(endedLine(tells, run))
  return run
}
