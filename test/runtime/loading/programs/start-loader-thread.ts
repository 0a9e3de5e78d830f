/** Starts the loader's thread, and says what `meanwhile` was asked for and what came of it. */
import { startLoaderThread } from '../../../../src/runtime/loading/loader-thread.ts'

let times = 0
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
const later = await import('./loaded-later.ts')
process.stdout.write(JSON.stringify({ value, times, thrown: String(thrown), isLoaded: later.isLoaded }))
