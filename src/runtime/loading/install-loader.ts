import { randomInt } from 'node:crypto'
import { register } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { MessageChannel, isMainThread } from 'node:worker_threads'
import { loadParser } from '../../snapshot/parse-source.ts'
import { keepChildrenPatched } from '../globals.ts'
import { childStream } from '../process/child-streams.ts'
import type { LoaderHooksData } from './loader-hooks.ts'
import { LoadedFiles } from './loaded-files.ts'
import { loadSeedOf, loaderState, setLoaderState } from './loader-state.ts'
import { packageEntries, packageFile } from './package-files.ts'
import { noteRequired } from './note-required.ts'
import { installRequireFallback } from './require-fallback.ts'
import { seedArgument } from '../command-line/seed-argument.ts'
import { loadTypescript } from './typescript-loader.ts'

/**
 * Makes Node load TypeScript in this thread, and notes which local files it loads; in the main thread also seeds what
 * modules draw while they load. Does nothing the second time.
 */
export async function installLoader(): Promise<void> {
  if (loaderState() !== null) return
  const entries = packageEntries()
  if (isMainThread) {
    // Before the hooks, so that runlab itself does not go through them: that takes several times as long.
    await loadParser()
    keepChildrenPatched()
  }
  await loadTypescript()
  installRequireFallback(entries)
  const reports = childStream(isMainThread)?.reports
  noteRequired(reports)
  const { port1, port2 } = new MessageChannel()
  port1.unref()
  const data: LoaderHooksData = { port: port2, own: entries, reports }
  register(packageFile('loader-hooks'), { parentURL: import.meta.url, data, transferList: [port2] })
  const given = process.execArgv.find((argument) => argument.startsWith('--random-seed='))
  const seed = given === undefined && isMainThread ? settleSeed() : null
  const loadSeed = seed === null ? Number(given?.slice('--random-seed='.length) ?? 0) : loadSeedOf(seed.value)
  if (seed !== null) setFlagsFromString(`--random-seed=${loadSeed}`)
  setLoaderState({ seed, loadSeed, port: port1, loaded: new LoadedFiles(), late: new Set() })
}

function settleSeed(): { value: number; source: 'given' | 'drawn' } {
  const value = seedArgument(process.argv.slice(2))
  return value === null ? { value: randomInt(2 ** 32), source: 'drawn' } : { value, source: 'given' }
}
