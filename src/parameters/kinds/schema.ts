import { isDeepStrictEqual } from 'node:util'
import { isStandardSchema } from '../standard-schema.ts'
import type { SchemaIssue, SchemaResult, StandardSchema } from '../standard-schema.ts'
import { readJsonText } from '../text/json-text.ts'
import { accept, refuse } from './kind.ts'
import type { Fault, Kind, MaybePromise, Reading } from './kind.ts'
import { readOptions } from './options.ts'

/** `param.schema`. Values are what the schema gives; `given` is what it took, where the two differ. */
export function buildSchema(given: unknown, fault: Fault): Kind {
  const { schema } = readOptions(given, ['schema'], fault)
  if (!isStandardSchema(schema))
    throw fault('has a schema that is no Standard Schema', 'zod 3.24, valibot 1 and arktype 2 make them.')
  const name = `schema (${schema['~standard'].vendor})`
  const check = (value: unknown): MaybePromise<Reading> => validate(schema, value)
  return {
    kind: 'schema',
    name,
    bounds: null,
    type: name,
    expected: 'what its schema accepts',
    check,
    jsonSchema: {},
    read(text) {
      const json = readJsonText(text)
      if (!json.ok || typeof json.value === 'string') return check(json.ok ? json.value : text)
      // What looks like JSON may be meant as text: an identifier `123`.
      return then(check(json.value), (asJson) =>
        asJson.ok ? asJson : then(check(text), (asText) => (asText.ok ? asText : asJson)),
      )
    },
  }
}

function validate(schema: StandardSchema, value: unknown): MaybePromise<Reading> {
  const failed = (error: unknown): Reading => refuse(`what its schema accepts (it threw: ${String(error)})`)
  const settle = (result: SchemaResult<unknown>): Reading => toReading(result, value)
  try {
    const result = schema['~standard'].validate(value)
    return result instanceof Promise ? result.then(settle, failed) : settle(result)
  } catch (error) {
    return failed(error)
  }
}

function toReading(result: SchemaResult<unknown>, given: unknown): Reading {
  if (result.issues !== undefined) return refuse(`what its schema accepts (${result.issues.map(showIssue).join('; ')})`)
  return isDeepStrictEqual(result.value, given) ? accept(result.value) : { ok: true, value: result.value, given }
}

function showIssue({ message, path = [] }: SchemaIssue): string {
  const keys = path.map((step) => String(typeof step === 'object' ? step.key : step))
  return keys.length === 0 ? message : `${keys.join('.')}: ${message}`
}

function then(reading: MaybePromise<Reading>, goOn: (reading: Reading) => MaybePromise<Reading>): MaybePromise<Reading> {
  return reading instanceof Promise ? reading.then(goOn) : goOn(reading)
}
