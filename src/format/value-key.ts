import { runlabError } from '../errors.ts'

/**
 * The segments of a value's key: `a/b/c` is three. Throws VALUE_KEY for an empty key, an empty segment, a slash at an end,
 * and `__proto__`.
 */
export function splitValueKey(key: string): readonly string[] {
  if (typeof key !== 'string') throw runlabError('VALUE_KEY', { key: String(key), reason: `it is a ${typeof key}, not a string` })
  if (key === '') throw runlabError('VALUE_KEY', { key, reason: 'it is empty' })
  if (key.startsWith('/') || key.endsWith('/')) throw runlabError('VALUE_KEY', { key, reason: 'it starts or ends with a slash' })
  if (/\p{Surrogate}/u.test(key)) throw runlabError('VALUE_KEY', { key, reason: 'it holds half a letter' })
  const segments = key.split('/')
  if (segments.includes('')) throw runlabError('VALUE_KEY', { key, reason: 'it has two slashes in a row' })
  if (segments.includes('__proto__')) {
    throw runlabError('VALUE_KEY', { key, reason: '`__proto__` would change the prototype of who reads it' })
  }
  return segments
}

/** Refuses the key of a plain object that is to become a subtree, where no address could reach it. Throws VALUE_KEY. */
export function checkSubtreeKey(key: string, at: string): void {
  const reason = key === '' ? 'it is empty' : key.includes('/') ? 'a slash separates the levels of the tree' : null
  if (reason !== null) throw runlabError('VALUE_KEY', { key, reason: `${reason} (in the object at "${at}")` })
}
