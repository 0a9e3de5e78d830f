import { isJsonArray } from '../format/json-value.ts'
import type { JsonValue } from '../format/json-value.ts'
import { defineOwn } from '../internal/define-own.ts'
import { maskSecrets } from '../internal/mask-secrets.ts'

/** Replaces secrets in all texts of a JSON document, keys included, before it is written out. */
export function maskJson(json: JsonValue, secrets: readonly string[]): { readonly json: JsonValue; readonly found: boolean } {
  if (secrets.length === 0) return { json, found: false }
  let found = false
  const maskText = (text: string): string => {
    const masked = maskSecrets(text, secrets)
    found ||= masked !== text
    return masked
  }
  const mask = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return maskText(value)
    if (typeof value !== 'object' || value === null) return value
    if (isJsonArray(value)) return value.map(mask)
    const object: Record<string, JsonValue> = {}
    for (const [key, item] of Object.entries(value)) defineOwn(object, maskText(key), mask(item))
    return object
  }
  return { json: mask(json), found }
}
