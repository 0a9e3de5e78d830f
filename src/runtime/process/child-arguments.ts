import { fileURLToPath } from 'node:url'
import { seedArgument } from '../command-line/seed-argument.ts'
import { loadSeedOf } from '../loading/loader-state.ts'
import { packageFile } from '../loading/package-files.ts'
import type { ChildTask, Supervision } from './child-task.ts'

/** What to run in a process of its own. */
export interface WantedRun extends Pick<ChildTask, 'file' | 'name'>, Partial<Pick<ChildTask, 'original' | 'launch'>> {
  /** The seed where the command line has none. */
  readonly seed: number
  /** The command line without the file. */
  readonly tokens: readonly string[]
  /** The program of the process, where it is not that of this build. */
  readonly program?: string
}

/** Node's arguments for the process of a run, by what its supervisor tells it. */
export function childArguments({
  file,
  name,
  seed,
  tokens,
  original = null,
  launch = null,
  program = fileURLToPath(packageFile('child')),
}: WantedRun): (supervision: Supervision) => readonly string[] {
  const drawnSeed = seedArgument(tokens) ?? seed
  return (supervision) => {
    const task: ChildTask = { file, name, drawnSeed, original, launch, supervision }
    return [`--random-seed=${loadSeedOf(drawnSeed)}`, program, JSON.stringify(task), ...tokens]
  }
}
