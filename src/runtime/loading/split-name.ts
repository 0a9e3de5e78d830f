import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** `FILE#name`, of which the path is made absolute; `#` belongs to the path where a file has such a name. */
export function splitName(written: string, cwd: string): { readonly path: string; readonly name: string | null } {
  const whole = resolve(cwd, written)
  const hash = written.lastIndexOf('#')
  if (hash <= 0 || existsSync(whole)) return { path: whole, name: null }
  return { path: resolve(cwd, written.slice(0, hash)), name: written.slice(hash + 1) }
}
