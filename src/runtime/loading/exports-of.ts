import { isPlainObject } from '../../internal/is-plain-object.ts'

/** What a module exports of a kind, by name; of a CommonJS module also what is on `module.exports`. */
export function exportsOf<T>(module: unknown, isOne: (value: unknown) => value is T): Map<string, T> {
  const found = new Map<string, T>()
  const collect = (exports: unknown): void => {
    if (typeof exports !== 'object' || exports === null) return
    for (const [name, value] of Object.entries(exports)) {
      if (name !== 'module.exports' && isOne(value) && !found.has(name)) found.set(name, value)
    }
  }
  collect(module)
  if (typeof module === 'object' && module !== null && 'default' in module && isPlainObject(module.default))
    collect(module.default)
  return found
}
