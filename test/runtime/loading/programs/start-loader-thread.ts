/** Starts the loader's thread, and says what was done while it booted, and what came of it. */
import Module, { syncBuiltinESMExports } from 'node:module'

let times = 0
/** How often it had been done when `register` came back, which waits for the thread. */
let timesAtReturn = 0
const { register } = Module
Module.register = ((...args: Parameters<typeof register>): void => {
  register(...args)
  timesAtReturn = times
}) as typeof register
syncBuiltinESMExports()
const { startLoaderThread } = await import('../../../../src/runtime/loading/loader-thread.ts')

const value = startLoaderThread(() => {
  times += 1
  return 'made meanwhile'
})
let thrown: unknown
try {
  startLoaderThread(() => {
    throw new Error('cannot be loaded')
  })
} catch (error) {
  thrown = error
}
const { isLoaded } = await import('./loaded-later.ts')
process.stdout.write(JSON.stringify({ value, times, timesAtReturn, thrown: String(thrown), isLoaded }))
