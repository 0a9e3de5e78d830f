import type { JsonObject } from '../../format/json-value.ts'

const WITH_VARIABLE: JsonObject = { type: 'string', pattern: '\\$\\{' }

/** The JSON Schema of values, or of a text with a variable that gives one. */
export function orVariable(values: JsonObject): JsonObject {
  return Object.keys(values).length === 0 ? values : { anyOf: [values, WITH_VARIABLE] }
}
