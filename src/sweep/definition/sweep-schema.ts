import type { DescribedParameters } from '../../experiment/config/config-schema.ts'
import type { JsonObject, JsonValue } from '../../format/json-value.ts'
import { parameterJsonSchema } from '../../parameters/json-schema.ts'
import type { ParameterSpec } from '../../parameters/parameter-spec.ts'
import { PRUNERS } from '../pruners/pruner.ts'
import { SAMPLERS } from '../samplers/sampler.ts'
import { DECLARATION_KEYS } from './declaration-keys.ts'
import type { DeclarationKey } from './declaration-keys.ts'

const TEXT: JsonObject = { type: 'string', pattern: String.raw`\S` }
const SCRIPT_OR_CONFIG: JsonObject = { type: 'string', pattern: String.raw`\.(([cm]?[jt]s|[jt]sx)(#.+)?|ya?ml)$` }
const NUMBER: JsonObject = { type: 'number' }
const FLAG: JsonObject = { type: 'boolean' }
const SEED: JsonObject = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
const COUNT: JsonObject = { type: 'integer', minimum: 1 }
const TIME: JsonObject = { anyOf: [TEXT, { type: 'number', exclusiveMinimum: 0 }] }
const OBJECTIVE: JsonObject = {
  type: 'object',
  properties: { minimize: TEXT, maximize: TEXT },
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
}

/** The JSON Schema (draft 2020-12) by which editors check and complete configs of sweeps: over an experiment's own parameters, or any. */
export function sweepSchema(experiment?: DescribedParameters): JsonObject {
  const specs = experiment === undefined ? null : [...experiment.schema.specs.values()].filter(isVariable)
  const schemas: Readonly<Record<DeclarationKey, JsonObject>> = {
    experiment: oneOrMore(SCRIPT_OR_CONFIG),
    space: byName(specs, (spec) => dimensionSchema(valueSchema(spec))),
    parameters: byName(specs, valueSchema),
    objective: oneOrMore(OBJECTIVE),
    sampler: namedOptions('sampler', SAMPLERS),
    pruner: namedOptions('pruner', PRUNERS),
    seeds: { anyOf: [TEXT, { type: 'array', items: SEED, minItems: 1, uniqueItems: true }] },
    trials: COUNT,
    jobs: COUNT,
    time: TIME,
    trialTime: TIME,
    enqueue: { type: 'array', items: byName(specs, valueSchema, { experiment: TEXT }) },
    seed: SEED,
    name: TEXT,
    namespace: TEXT,
    results: TEXT,
  }
  const properties = Object.entries(schemas).map(([key, schema]) => [
    key,
    { description: DECLARATION_KEYS[key as DeclarationKey], ...schema },
  ])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'runlab sweep',
    description: 'Many trials of an experiment: runlab sweep FILE runs them.',
    type: 'object',
    properties: Object.fromEntries(properties) as JsonObject,
    required: ['experiment', 'space'],
    additionalProperties: false,
  }
}

function isVariable({ derived, secret }: ParameterSpec): boolean {
  return !derived && secret === null
}

function valueSchema(spec: ParameterSpec | null): JsonObject {
  return spec === null ? {} : parameterJsonSchema(spec)
}

function oneOrMore(schema: JsonObject): JsonObject {
  return { anyOf: [schema, { type: 'array', items: schema, minItems: 1 }] }
}

/** An object with an entry a parameter; with any, where they are not known. */
function byName(
  specs: readonly ParameterSpec[] | null,
  schemaOf: (spec: ParameterSpec | null) => JsonObject,
  more: JsonObject = {},
): JsonObject {
  if (specs === null) return { type: 'object', additionalProperties: schemaOf(null) }
  const properties = Object.fromEntries(specs.map((spec) => [spec.name, schemaOf(spec)]))
  return { type: 'object', properties: { ...more, ...properties }, additionalProperties: false }
}

/** A list, a text, or an object that says choice, grid or range. */
function dimensionSchema(value: JsonObject): JsonObject {
  const list = (items: JsonObject): JsonObject => ({ type: 'array', items, minItems: 1 })
  const range = { type: 'array', items: NUMBER, minItems: 2, maxItems: 2 }
  return {
    anyOf: [
      TEXT,
      list(value),
      closed({ choice: list(value), when: TEXT }, 'choice'),
      closed({ grid: list(NUMBER), when: TEXT }, 'grid'),
      closed({ range, log: FLAG, integer: FLAG, step: NUMBER, count: COUNT, when: TEXT }, 'range'),
    ],
  }
}

function closed(properties: JsonObject, required: string): JsonObject {
  return { type: 'object', properties, required: [required], additionalProperties: false }
}

function namedOptions(key: string, names: readonly string[]): JsonObject {
  const values: readonly JsonValue[] = names
  return {
    anyOf: [
      { enum: values },
      { type: 'string', pattern: `^(${names.join('|')}):` },
      { type: 'object', properties: { [key]: { enum: values } }, required: [key] },
    ],
  }
}
