import { isJsonArray } from '../../format/json-value.ts'
import type { JsonObject, JsonValue } from '../../format/json-value.ts'
import { TAG } from '../../format/tag.ts'

/**
 * Whether two values are the same as tagged JSON: NaN is NaN, dates and typed arrays by what they hold; keys of objects, and
 * members of Map and Set, in any order.
 */
export function isSameJson(a: JsonValue, b: JsonValue): boolean {
  return Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b) || canonicalText(a) === canonicalText(b)
}

/** The same text for the same value. */
function canonicalText(json: JsonValue): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  if (isJsonArray(json)) return `[${json.map(canonicalText).join()}]`
  const keys = Object.keys(json).toSorted()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${memberText(json, key)}`).join()}}`
}

function memberText(json: JsonObject, key: string): string {
  const value = json[key] ?? null
  const isUnordered = key === 'value' && (json[TAG] === 'Map' || json[TAG] === 'Set')
  return isUnordered && isJsonArray(value) ? `[${value.map(canonicalText).toSorted().join()}]` : canonicalText(value)
}
