/** `node --import runlab/register FILE`: loads TypeScript, and makes the file's experiment reproducible. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import type * as InstallLoader from './install-loader.ts'
import { startLoaderThread } from './loader-thread.ts'
import { loaderState } from './loader-state.ts'
import { packageFile } from './package-files.ts'

const require = createRequire(import.meta.url)
const load = (): typeof InstallLoader => require(fileURLToPath(packageFile('install-loader')))
const loadAll = (): typeof InstallLoader => {
  require(fileURLToPath(packageFile('run-from-command-line')))
  return load()
}
// A thread of an experiment runs none, or only later.
const { installLoader } = isMainThread && loaderState() === null ? startLoaderThread(loadAll) : load()
/** Settles when Node loads TypeScript; the package's entry point waits for it. */
export const installed: Promise<void> = installLoader()
