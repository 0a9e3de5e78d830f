import type { JsonObject } from '../../format/json-value.ts'
import { parameterJsonSchema } from '../../parameters/json-schema.ts'
import { orVariable } from '../../parameters/kinds/or-variable.ts'
import type { ParameterSpec } from '../../parameters/parameter-spec.ts'
import type { ParameterSchema } from '../../parameters/schema.ts'
import { CONFIG_KEYS } from './config-keys.ts'
import type { ConfigKey } from './config-keys.ts'

/** What of an experiment its configs' schema is made of. */
export interface DescribedParameters {
  readonly schema: ParameterSchema
  /** By name, of the doc comments; one that a parameter was defined with wins. */
  readonly descriptions: Readonly<Record<string, string>>
}

const SCRIPT = String.raw`\.([cm]?[jt]s|[jt]sx)(#.+)?$`
const SCRIPT_OR_CONFIG = String.raw`\.(([cm]?[jt]s|[jt]sx)(#.+)?|ya?ml)$`
const TEXT: JsonObject = { type: 'string', pattern: String.raw`\S` }
const INCLUDED = orVariable({ type: 'string', pattern: SCRIPT })

const KEYS: Readonly<Record<Exclude<ConfigKey, 'parameters'>, JsonObject>> = {
  extend: orVariable({ type: 'string', pattern: SCRIPT_OR_CONFIG }),
  include: { anyOf: [INCLUDED, { type: 'array', items: INCLUDED }, { type: 'null' }] },
  name: TEXT,
  description: TEXT,
  namespace: TEXT,
  results: TEXT,
  seed: orVariable({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
}

/**
 * The JSON Schema (draft 2020-12) by which editors check and complete configs: those of an experiment with its own parameters, or
 * any.
 */
export function configSchema(experiment?: DescribedParameters): JsonObject {
  const properties = Object.entries({ ...KEYS, parameters: parametersSchema(experiment) }).map(([key, schema]) => [
    key,
    { description: CONFIG_KEYS[key as ConfigKey], ...schema },
  ])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'runlab config',
    description:
      'Derives an experiment by data alone. ${VAR} and ${VAR:-default} stand for variables of the environment, $$ for $.',
    type: 'object',
    properties: Object.fromEntries(properties) as JsonObject,
    required: ['extend'],
    additionalProperties: false,
  }
}

function parametersSchema(experiment: DescribedParameters | undefined): JsonObject {
  const type = ['object', 'null']
  if (experiment === undefined) return { type }
  const { schema, descriptions } = experiment
  const properties = Array.from(schema.specs.values(), (spec) => [
    spec.name,
    { description: describe(spec, descriptions), ...parameterJsonSchema(spec, schema.defaults) },
  ])
  return { type, properties: Object.fromEntries(properties) as JsonObject, additionalProperties: false }
}

/** What it is for, and its type and unit: `Words drawn for each text. (integer ≥ 1, in words)`. */
function describe({ name, description, type, unit }: ParameterSpec, descriptions: DescribedParameters['descriptions']): string {
  const said = description ?? (Object.hasOwn(descriptions, name) ? descriptions[name] : undefined)
  const facts = unit === null ? type : `${type}, in ${unit}`
  return said === undefined || said === '' ? facts : `${said} (${facts})`
}
