/** `instanceof`, also of what throws when it is looked at: a Proxy is then nothing of the kind. */
export function isA<T>(value: unknown, type: abstract new (...args: never[]) => T): value is T {
  try {
    return value instanceof type
  } catch {
    return false
  }
}
