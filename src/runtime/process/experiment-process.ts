import { gatherEarly } from '../life/sources.ts'
import { parseChildTask } from './child-task.ts'
import { installLoader } from '../loading/install-loader.ts'
import { takeControl } from '../loading/loader-state.ts'
import { packageFile } from '../loading/package-files.ts'
import { runFile } from '../command-line/run-from-command-line.ts'
import { SupervisorLink } from './supervisor-link.ts'
import { realSystem } from '../system.ts'

/** Makes this process that of the experiment it was started with, which the function that it gives executes. */
export function prepare(): () => Promise<void> {
  const task = parseChildTask(process.argv[2] ?? '')
  const supervisor = new SupervisorLink(task.supervision)
  // Its pipes break when the supervisor is gone; the run goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const tokens = process.argv.slice(3)
  // To the experiment's code the process looks as if Node had been called with its file and our loader, which threads and
  // forks take from there. That this module installs the loader, and not Node before it, spares it a way through the hooks.
  process.argv.splice(1, process.argv.length - 1, task.file, ...tokens)
  process.execArgv.push('--import', packageFile('register'))
  takeControl()
  const system = realSystem(task.supervision.columns)
  const surroundings = gatherEarly(task.file, system)
  return async () => {
    await installLoader()
    const code = await runFile(task, tokens, { system, supervisor, surroundings })
    // Without a run nobody waits for what the experiment's module has left open.
    if (!supervisor.hasBegun) system.exit(code)
    // The experiment may have set one of its own.
    if (code !== 0) process.exitCode = code
  }
}
