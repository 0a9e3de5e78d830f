import { types } from 'node:util'
import type { JsonObject, JsonValue } from '../format/json-value.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { findUnplain } from './kinds/json.ts'
import { orVariable } from './kinds/or-variable.ts'
import type { ParameterSpec } from './parameter-spec.ts'

/** The JSON Schema of what a config may give a parameter: its values, or a text with a variable; with its default. */
export function parameterJsonSchema(spec: ParameterSpec, defaults: Readonly<Record<string, unknown>> = {}): JsonObject {
  const defaultValue = asJson(Object.hasOwn(defaults, spec.name) ? defaults[spec.name] : spec.default)
  return { ...orVariable(spec.jsonSchema), ...(defaultValue === undefined ? {} : { default: defaultValue }) }
}

/** A default as a config would write it; undefined where there is none, or JSON has no such value. */
function asJson(value: unknown): JsonValue | undefined {
  return findUnplain(value) === null ? convert(value) : undefined
}

function convert(value: unknown): JsonValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : undefined
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    default:
      return convertObject(value)
  }
}

function convertObject(value: unknown): JsonValue | undefined {
  if (value === null) return null
  if (types.isDate(value)) return value.toISOString()
  if (Array.isArray(value) || types.isTypedArray(value)) return allOf(Array.from(value, convert))
  if (!isPlainObject(value)) return undefined
  const items = allOf(Object.values(value).map(convert))
  return items === undefined ? undefined : Object.fromEntries(Object.keys(value).map((key, i) => [key, items[i] ?? null]))
}

function allOf(values: readonly (JsonValue | undefined)[]): readonly JsonValue[] | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === values.length ? known : undefined
}
