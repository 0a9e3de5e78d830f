import { runlabError } from '../errors.ts'
import type { RunMeta } from './meta.ts'

/** Metadata that refuse to be changed, with what to do instead: they are a copy, and what is put into one would be lost. */
export function readOnlyMeta(meta: RunMeta): RunMeta {
  const refuse = (_: RunMeta, key: string | symbol): never => {
    throw runlabError('META_READ_ONLY', { key: String(key) })
  }
  return new Proxy(meta, { set: refuse, deleteProperty: refuse, defineProperty: refuse })
}
