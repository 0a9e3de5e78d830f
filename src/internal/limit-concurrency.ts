/** Makes a function that starts what it is given, at most `most` at a time, the rest in order. */
export function limitConcurrency(most: number): <T>(start: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = most
  return async (start) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await start()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
