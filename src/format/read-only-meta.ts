import { runlabError } from '../errors.ts'
import type { RunMeta } from './meta.ts'

/** What people want to put into metadata. */
const WANTED = ['tags', 'tag', 'notes', 'note', 'comment', 'result', 'results']

/**
 * Metadata that refuse to be changed: they are a copy, and what is put into it would be lost. What people want to put there is
 * refused with what to do instead; all of it can be cloned.
 */
export function readOnlyMeta(meta: RunMeta): RunMeta {
  const copy = { ...meta }
  for (const key of WANTED) {
    const set = (): never => {
      throw runlabError('META_READ_ONLY', { key })
    }
    if (!Object.hasOwn(copy, key)) Object.defineProperty(copy, key, { set, get: () => undefined, enumerable: false })
  }
  return Object.freeze(copy)
}
