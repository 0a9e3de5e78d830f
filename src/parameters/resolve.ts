import { problem, runlabError } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { ParameterSource } from '../format/meta.ts'
import { copyFrozen } from '../internal/copy-frozen.ts'
import { nearest } from '../internal/nearest.ts'
import { Redactor } from '../secrets/redactor.ts'
import { computeDerived } from './compute-derived.ts'
import type { PathUse } from './kinds/kind.ts'
import type { Given, ParameterContext, ParameterLayer } from './layers.ts'
import type { ParameterSpec } from './parameter-spec.ts'
import { readParameter } from './read-parameter.ts'
import type { ReadParameter } from './read-parameter.ts'
import type { ParameterSchema } from './schema.ts'

export type { Given, ParameterContext, ParameterLayer } from './layers.ts'

/** One parameter as a run has it. */
export interface ResolvedParameter {
  readonly name: string
  readonly spec: ParameterSpec
  readonly value: unknown
  /** What was given, where reading changed it. */
  readonly given?: unknown
  readonly source: ParameterSource
  /** Whether the value is the default's, whoever set it; of a derived parameter, whether it was computed. */
  readonly isDefault: boolean
}

export interface ResolvedParameters {
  /** By name, frozen. */
  readonly values: Readonly<Record<string, unknown>>
  readonly entries: readonly ResolvedParameter[]
  /** What must not be written; none is empty. */
  readonly secrets: readonly string[]
  readonly paths: readonly (PathUse & { readonly parameter: string })[]
}

/**
 * The values of a run's parameters: the default, or what the highest layer gives that sets it; derived ones last.
 * Layers come lowest first. What it hands out is frozen and shares nothing with the definition or the layers.
 * Throws PARAMETERS_INVALID with every problem at once: PARAMETER_UNKNOWN, PARAMETER_INVALID, PARAMETER_MISSING,
 * DERIVED_CYCLE, DERIVED_FAILED. Secrets are in none of the messages.
 */
export async function resolveParameters(
  schema: ParameterSchema,
  layers: readonly ParameterLayer[],
  context: ParameterContext,
): Promise<ResolvedParameters> {
  const problems = findUnknown(schema, layers)
  const read: ReadParameter[] = []
  for (const spec of schema.specs.values()) {
    const reading = await readParameter(spec, findSetter(spec.name, layers), context)
    if (reading === null) continue
    if ('problem' in reading) problems.push(reading.problem)
    else read.push(reading)
  }
  const secrets = read.flatMap(({ spec, value }) =>
    spec.secret !== null && typeof value === 'string' && value !== '' ? [value] : [],
  )
  if (problems.length > 0) throw invalid(problems, secrets, [])
  const {
    computed,
    problems: failures,
    causes,
  } = computeDerived(schema, new Map(read.map(({ spec, value }) => [spec.name, value])))
  if (failures.length > 0) throw invalid(failures, secrets, causes)
  return collect([...read, ...computed], schema, secrets)
}

function findUnknown(schema: ParameterSchema, layers: readonly ParameterLayer[]): Problem[] {
  const known = [...schema.specs.keys()]
  const given = new Set(layers.flatMap((layer) => Object.keys(layer.given)))
  return [...given]
    .filter((name) => !schema.specs.has(name))
    .map((parameter) => problem('PARAMETER_UNKNOWN', { parameter, suggestion: nearest(parameter, known), known }))
}

/** The highest layer that sets the parameter. */
function findSetter(name: string, layers: readonly ParameterLayer[]): { source: ParameterLayer['source']; given: Given } | null {
  for (const { source, given } of layers.toReversed()) {
    const own = Object.hasOwn(given, name) ? given[name] : undefined
    if (own !== undefined && ('text' in own || own.value !== undefined)) return { source, given: own }
  }
  return null
}

function collect(read: readonly ReadParameter[], schema: ParameterSchema, secrets: readonly string[]): ResolvedParameters {
  const byName = new Map(read.map((one) => [one.spec.name, one]))
  const inOrder = [...schema.specs.keys()].flatMap((name) => byName.get(name) ?? [])
  const entries = inOrder.map(({ spec, value, given, source, isDefault }): ResolvedParameter => {
    const copies = { value: copyFrozen(value), ...(given === undefined ? {} : { given: copyFrozen(given) }) }
    return Object.freeze({ name: spec.name, spec, source, isDefault, ...copies })
  })
  return Object.freeze({
    values: Object.freeze(Object.fromEntries(entries.map(({ name, value }) => [name, value]))),
    entries: Object.freeze(entries),
    secrets: Object.freeze([...secrets]),
    paths: Object.freeze(inOrder.flatMap(({ spec, paths = [] }) => paths.map((path) => ({ parameter: spec.name, ...path })))),
  })
}

function invalid(problems: readonly Problem[], secrets: readonly string[], causes: readonly unknown[]): Error {
  const redactor = new Redactor(secrets)
  const masked = problems.map(({ code, message, hint }): Problem => ({
    code,
    message: redactor.mask(message),
    ...(hint === undefined ? {} : { hint: redactor.mask(hint) }),
  }))
  const cause = causes.length > 1 ? new AggregateError(causes, 'Several derived parameters failed.') : causes[0]
  return runlabError('PARAMETERS_INVALID', { problems: masked }, cause)
}
