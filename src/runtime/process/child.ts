/** The process in which `runlab run` executes an experiment. Its first argument is a `ChildTask` as JSON, the others are the command line without the file. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { startLoaderThread } from '../loading/loader-thread.ts'
import { packageFile } from '../loading/package-files.ts'
import type * as ExperimentProcess from './experiment-process.ts'

const require = createRequire(import.meta.url)
const execute = startLoaderThread(() => {
  const { prepare } = require(fileURLToPath(packageFile('experiment-process'))) as typeof ExperimentProcess
  return prepare()
})
void execute()
