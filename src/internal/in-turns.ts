import { setImmediate } from 'node:timers/promises'

/** Does the same for each of many, and lets others of the thread have their turn after every so many. */
export async function inTurns<T, R>(items: Iterable<T>, each: number, step: (item: T) => R): Promise<R[]> {
  const results: R[] = []
  for (const item of items) {
    // oxlint-disable-next-line no-await-in-loop -- that is what it is for
    if (results.push(step(item)) % each === 0) await setImmediate()
  }
  return results
}
