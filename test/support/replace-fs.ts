import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { onTestFinished } from 'vitest'

/**
 * Replaces functions of `node:fs` for all modules of this thread, however they were imported, until the test ends. Unlike
 * `vi.mock`, it reaches modules that another file has loaded before.
 */
export function replaceFs(replacements: Partial<typeof fs>): void {
  const originals = Object.fromEntries(Object.keys(replacements).map((name) => [name, fs[name as keyof typeof fs]]))
  const set = (functions: object): void => {
    Object.assign(fs, functions)
    syncBuiltinESMExports()
  }
  set(replacements)
  onTestFinished(() => set(originals))
}
