/** The process in which `runlab run` executes an experiment. Its one argument is a `ChildTask` as JSON. */
import { parseChildTask } from './child-task.ts'
import { takeControl } from './loader-state.ts'
import { runFile } from './run-from-command-line.ts'
import { realSystem } from './system.ts'

const task = parseChildTask(process.argv[2] ?? '')
// To the experiment's code the process looks as if Node had been called with its file.
process.argv.splice(1, process.argv.length - 1, task.file, ...task.tokens)
takeControl()
process.exitCode = await runFile(task, realSystem())
