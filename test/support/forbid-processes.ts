/** In the project `quick`, to start a process or to run what is built is an error: such tests are named `*.process.test.ts`. */
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import workerThreads from 'node:worker_threads'

const NAMES = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'] as const
const { Worker } = workerThreads

/** A thread, unless its program is built. */
class SourceWorker extends Worker {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    if (/\/dist\//.test(String(args[0]))) refuse(`runs ${String(args[0])}, which is built`)
    super(...args)
  }
}

function refuse(what: string): never {
  throw new Error(`A test of the project "quick" ${what}: move it into a file that is named *.process.test.ts.`)
}

// Once for all files that share this thread.
if (Worker.name !== SourceWorker.name) {
  for (const name of NAMES) Object.assign(childProcess, { [name]: () => refuse(`called ${name}()`) })
  workerThreads.Worker = SourceWorker
  syncBuiltinESMExports()
}
