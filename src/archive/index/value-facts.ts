import { isJsonObject } from '../../format/json-value.ts'
import type { JsonObject, JsonValue } from '../../format/json-value.ts'
import { TAG } from '../../format/tag.ts'
import { defineOwn } from '../../internal/define-own.ts'
import type { Facts, Row } from './block.ts'

/** The leaves of a tree of values by their whole keys; null where a slash in a key would tell them wrong. */
export function valueFacts(encoded: JsonObject): Facts | null {
  const keys: string[] = []
  const cells: JsonValue[] = []
  const isTold = collect(encoded, '')
  return isTold ? { keys, cells } : null

  function collect(subtree: JsonObject, above: string): boolean {
    return Object.entries(subtree).every(([key, value]) => {
      if (key === '' || key.includes('/')) return false
      if (isSubtree(value) && Object.keys(value).length > 0) return collect(value, `${above}${key}/`)
      keys.push(`${above}${key}`)
      cells.push(value)
      return true
    })
  }
}

/** Whether a value of `experiment_data.json` holds others, which have keys of their own. */
export function isSubtree(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && !Object.hasOwn(value, TAG)
}

/** What `experiment_data.json` says. */
export function encodedValuesOf({ block, index }: Row): JsonObject {
  const root: Record<string, JsonValue> = {}
  for (const [place, key] of block.keys.entries()) {
    const segments = key.split('/')
    const last = segments.pop() ?? ''
    let subtree = root
    for (const segment of segments) {
      if (!Object.hasOwn(subtree, segment)) defineOwn(subtree, segment, {})
      subtree = subtree[segment] as Record<string, JsonValue>
    }
    defineOwn(subtree, last, block.cell(place, index))
  }
  return root
}
