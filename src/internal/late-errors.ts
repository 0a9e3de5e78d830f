import { AsyncLocalStorage } from 'node:async_hooks'

/** A call of a library. Its promises and timers know it, whenever they come to run. */
interface Call {
  readonly fail: (error: unknown) => void
  isOver: boolean
}

const calls = new AsyncLocalStorage<Call>()

/** Calls a library: what it throws where nobody waits for it rejects this, where `failCallOf` is asked. */
export async function withLateErrors<T>(action: () => Promise<T>): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const call: Call = { fail: reject, isOver: false }
    const end = (): void => void (call.isOver = true)
    calls.run(call, () => void action().finally(end).then(resolve, reject))
  })
}

/**
 * For a handler of `uncaughtException`: gives what was thrown to the call that began what threw it. `late` where the call is over,
 * and null where there is none.
 */
export function failCallOf(error: unknown): 'told' | 'late' | null {
  const call = calls.getStore()
  if (call === undefined) return null
  if (call.isOver) return 'late'
  call.fail(error)
  return 'told'
}
