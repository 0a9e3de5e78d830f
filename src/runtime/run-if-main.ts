import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { RunlabError } from '../errors.ts'
import { isControlled } from './loading/loader-state.ts'
import { pickExperiment } from './loading/load-experiment.ts'
import { neverEvaluated } from './loading/load-module.ts'
import { refuse, runFromCommandLine } from './command-line/run-from-command-line.ts'
import { gatherEarly } from './life/sources.ts'
import type { Surroundings } from './life/sources.ts'
import { realSystem } from './system.ts'
import type { System } from './system.ts'
import type { Runnable } from './runnable.ts'
import { settles } from './life/settles.ts'

/**
 * Runs the experiment with the flags of the command line, if the file that defines it is the program.
 * Importing that file again resolves once it has been evaluated, top-level awaits included: that is when the run starts.
 */
export function runIfMain(experiment: Runnable): void {
  const { file, url } = experiment.specification.location
  if (!isMainThread || isControlled() || !isProgram(file)) return
  experiment.sources()
  const system = realSystem()
  void start(experiment, url, system, gatherEarly(file, system))
}

async function start(experiment: Runnable, url: string, system: System, surroundings: Surroundings): Promise<void> {
  let module: unknown
  try {
    module = await settles(import(url), () => neverEvaluated(basename(system.argv[1] ?? url)))
  } catch (error) {
    if (error instanceof RunlabError && error.code === 'LOAD_FAILED') process.exitCode = refuse(error, system)
    // The program itself failed while it was evaluated; Node has reported that.
    return
  }
  const { exportName } = exportOf(module, experiment)
  const code = await runFromCommandLine({
    experiment,
    exportName,
    tokens: process.argv.slice(2),
    mode: 'in-process',
    system,
    surroundings,
  })
  if (code === 0) return
  process.exitCode = code
  // The experiment may set one of its own at the end, but a run that failed is no success.
  process.once('exit', () => (process.exitCode ||= code))
}

/** Under which name the program exports the experiment; one that it does not export is its primary one. */
function exportOf(module: unknown, experiment: Runnable): { exportName: string | null } {
  if (typeof module !== 'object' || module === null) return { exportName: null }
  const name = Object.entries(module).find(([, value]) => value === experiment)?.[0]
  return name === undefined ? { exportName: null } : pickExperiment(module, name, '')
}

function isProgram(file: string): boolean {
  const program = process.argv[1]
  if (program === undefined) return false
  try {
    // Node leaves the name as it was given: without an extension, or a folder.
    return realpathSync(createRequire(import.meta.url).resolve(program)) === realpathSync(file)
  } catch {
    return false // the program is no file: `node --eval`
  }
}
