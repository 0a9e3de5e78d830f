import Module from 'node:module'
import { fileURLToPath } from 'node:url'

/** What Node itself and every loader of CommonJS go by; not documented, and unchanged for ten years. */
const RESOLVE = '_resolveFilename'

type Resolve = (request: string, ...rest: unknown[]) => string

/**
 * Lets `require('runlab')` find this package where it is not installed beside the experiment, for the rest of the process's
 * life. Module hooks do the same for `import`; Node 20 does not ask them about `require`.
 */
export function installRequireFallback(own: Readonly<Record<string, string>>): void {
  const loader = Module as unknown as { [RESOLVE]: Resolve }
  const original = loader[RESOLVE]
  loader[RESOLVE] = function (this: unknown, request: string, ...rest: unknown[]): string {
    const url = Object.hasOwn(own, request) ? own[request] : undefined
    if (url === undefined) return Reflect.apply(original, this, [request, ...rest]) as string
    try {
      return Reflect.apply(original, this, [request, ...rest]) as string
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return fileURLToPath(url)
      throw error
    }
  }
}
