import { withBuiltIns } from '../../internal/built-ins.ts'
import { firstOf } from '../../internal/first-of.ts'

/** Waits for a promise; throws `toError()` when nothing is left in the process that could settle it. */
export async function settles<T>(promise: Promise<T>, toError: () => Error): Promise<T> {
  let stop = (): void => {}
  const idle = new Promise<never>((_resolve, reject) => {
    const listener = (): void => reject(toError())
    // Any number of runs may be under way: their listeners are no leak.
    withBuiltIns(() => process.setMaxListeners(process.getMaxListeners() + 1).once('beforeExit', listener))
    stop = () => void process.off('beforeExit', listener).setMaxListeners(process.getMaxListeners() - 1)
  })
  try {
    return await firstOf(promise, idle)
  } finally {
    withBuiltIns(stop)
  }
}
