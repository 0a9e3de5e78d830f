import { runlabError } from '../errors.ts'
import { nearest } from '../internal/nearest.ts'
import type { ValueTree } from './value-tree.ts'

/** The value at a key of a run's tree. Throws VALUE_NOT_FOUND with the nearest key. */
export function heldValue(values: ValueTree, key: string, run: string): unknown {
  if (values.has(key)) return values.get(key)
  throw runlabError('VALUE_NOT_FOUND', { key: String(key), run, suggestion: nearest(String(key), values.keys()) })
}
