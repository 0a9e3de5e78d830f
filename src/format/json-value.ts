/** What strict JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

/** An object of strict JSON. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}
