/**
 * `node --import runlab/register FILE`: loads TypeScript, seeds what modules draw while they load, and notes which local
 * files are loaded, so that late ones can be archived.
 */
import { randomInt } from 'node:crypto'
import { register } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { MessageChannel, isMainThread } from 'node:worker_threads'
import type { LoaderHooksData } from './loader-hooks.ts'
import { keepChildrenPatched } from './globals.ts'
import { loadSeedOf, loaderState, setLoaderState } from './loader-state.ts'
import { loadParser } from '../snapshot/parse-source.ts'
import { packageEntries, packageFile } from './package-files.ts'
import { installRequireFallback } from './require-fallback.ts'
import { seedArgument } from './seed-argument.ts'

if (loaderState() === null) {
  // Before the hooks, so that runlab itself does not go through them.
  if (isMainThread) await Promise.all([import('./run-from-command-line.ts'), loadParser()])
  if (isMainThread) keepChildrenPatched()
  await import('./typescript-loader.ts')
  installRequireFallback(packageEntries())
  const { port1, port2 } = new MessageChannel()
  port1.unref()
  const data: LoaderHooksData = { port: port2, own: packageEntries() }
  register(packageFile('loader-hooks'), { parentURL: import.meta.url, data, transferList: [port2] })
  const given = process.execArgv.find((argument) => argument.startsWith('--random-seed='))
  const seed = given === undefined && isMainThread ? settleSeed() : null
  const loadSeed = seed === null ? Number(given?.slice('--random-seed='.length) ?? 0) : loadSeedOf(seed.value)
  if (seed !== null) setFlagsFromString(`--random-seed=${loadSeed}`)
  setLoaderState({ seed, loadSeed, port: port1 })
}

function settleSeed(): { value: number; source: 'given' | 'drawn' } {
  const value = seedArgument(process.argv.slice(2))
  return value === null ? { value: randomInt(2 ** 32), source: 'drawn' } : { value, source: 'given' }
}
