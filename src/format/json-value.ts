/** What strict JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

/** An object of strict JSON. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Whether it is an array; `Array.isArray` does not narrow read-only ones. */
export function isJsonArray(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json)
}

export function isJsonObject(json: JsonValue): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
