import { register } from 'node:module'

/**
 * Starts the thread in which Node keeps module hooks, does `meanwhile` while that boots, and gives what it gives. Without this the main
 * thread would wait for it at the first hook, for as long as loading runlab takes.
 *
 * `module.register` starts the thread, then asks its first argument for its text, then waits (Node 20, 22 and 24). Where a Node asks
 * earlier, or not at all, everything is done all the same, one after the other. Whatever `meanwhile` loads it has to `require`: imports
 * wait for the thread.
 */
export function startLoaderThread<T>(meanwhile: () => T): T {
  let done: { readonly value: T } | undefined
  const work = (): { readonly value: T } => (done ??= { value: meanwhile() })
  register(new LateUrl(NO_HOOKS, work))
  return work().value
}

/** A module that is at hand, and exports nothing that is named as a hook. */
const NO_HOOKS = 'node:os'

/** A URL that does something before it says its text. */
class LateUrl extends URL {
  readonly #before: () => unknown

  constructor(text: string, before: () => unknown) {
    super(text)
    this.#before = before
  }

  override toString(): string {
    this.#before()
    return this.href
  }
}
