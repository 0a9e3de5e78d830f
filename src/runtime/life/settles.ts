/** Waits for a promise; throws `toError()` when nothing is left in the process that could settle it. */
export async function settles<T>(promise: Promise<T>, toError: () => Error): Promise<T> {
  let stop = (): void => {}
  const idle = new Promise<never>((_resolve, reject) => {
    const listener = (): void => reject(toError())
    // Any number of runs may be under way: their listeners are no leak.
    process.setMaxListeners(process.getMaxListeners() + 1)
    process.once('beforeExit', listener)
    stop = () => process.off('beforeExit', listener).setMaxListeners(process.getMaxListeners() - 1)
  })
  try {
    return await Promise.race([promise, idle])
  } finally {
    stop()
  }
}
