import { isPlainObject } from '../../../internal/is-plain-object.ts'
import { parseJsonc } from '../../../internal/parse-jsonc.ts'
import type { VersionBook } from './version-book.ts'

/** bun.lock: `packages` by place, each a list that begins with `name@version`. */
export function readBunLock(text: string, book: VersionBook): void {
  const lock = parseJsonc(text)
  const packages = isPlainObject(lock) ? lock['packages'] : undefined
  if (!isPlainObject(packages)) return
  for (const entry of Object.values(packages)) {
    const specifier: unknown = Array.isArray(entry) ? entry[0] : undefined
    if (typeof specifier === 'string' && !specifier.includes('@workspace:')) book.addSpecifier(specifier)
  }
}
