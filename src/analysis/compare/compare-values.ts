import type { JsonValue } from '../../format/json-value.ts'
import { encodeValue } from '../../format/tagged-json.ts'
import { isPlainObject } from '../../internal/is-plain-object.ts'
import { compareMaps } from './compare-maps.ts'
import type { Comparison } from './comparison.ts'
import { isSameJson } from './is-same-json.ts'
import { numberDifference } from './number-difference.ts'
import type { ValueDifference } from './run-diff.ts'

type Tree = Readonly<Record<string, unknown>>

/** The leaves of two value trees, by their paths. */
export function compareValues(before: Tree, after: Tree): Comparison<ValueDifference> {
  const pairs = compareMaps({ before: leavesOf(before), after: leavesOf(after), isSame: isSameJson })
  const entries = pairs.map(({ key, state, before: one, after: other }) => ({
    path: key,
    state,
    before: one,
    after: other,
    difference: state === 'changed' ? numberDifference(one, other) : null,
  }))
  return { entries, notes: [] }
}

/** Leaves by their paths, as tagged JSON. An empty subtree counts as a leaf. */
export function leavesOf(tree: Tree): ReadonlyMap<string, JsonValue> {
  const leaves = new Map<string, JsonValue>()
  const walk = (subtree: Tree, above: string): void => {
    for (const [key, value] of Object.entries(subtree)) {
      const path = `${above}${key}`
      if (isPlainObject(value) && Object.keys(value).length > 0) walk(value, `${path}/`)
      else leaves.set(path, encodeValue(value, path))
    }
  }
  walk(tree, '')
  return leaves
}
