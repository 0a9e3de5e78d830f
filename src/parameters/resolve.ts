import { problem, runlabError } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { ParameterSource } from '../format/meta.ts'
import { copyFrozen } from '../internal/copy-frozen.ts'
import { nearest } from '../internal/nearest.ts'
import { Redactor } from '../secrets/redactor.ts'
import { checkDerived } from './check-derived.ts'
import { DerivedComputer } from './compute-derived.ts'
import type { PathUse } from './kinds/kind.ts'
import type { ParameterContext, ParameterLayer, Setting } from './layers.ts'
import type { ParameterSpec } from './parameter-spec.ts'
import { readChain } from './read-chain.ts'
import type { ChainReading, ReadParameter } from './read-chain.ts'
import type { ParameterSchema } from './schema.ts'
import { isSecretChain, traceChanges } from './trace-changes.ts'
import type { ParameterChange } from './trace-changes.ts'

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
  /** Whether its value must not be written. */
  readonly isSecret: boolean
  /** What the layers did to it, lowest first. */
  readonly changes: readonly ParameterChange[]
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
 * The values of a run's parameters: what the highest layer gives, `inherit` seeing what those below it give; derived ones
 * last. `layers` come above the definition's, lowest first. What it hands out is frozen and shares nothing with either.
 * Throws PARAMETERS_INVALID with every problem at once: PARAMETER_UNKNOWN, PARAMETER_INVALID, PARAMETER_MISSING,
 * INHERIT_NOTHING, INHERIT_FAILED, DERIVED_CYCLE, DERIVED_FAILED. Secrets are in none of the messages.
 */
export async function resolveParameters(
  schema: ParameterSchema,
  layers: readonly ParameterLayer[],
  context: ParameterContext,
  { testing = false }: { readonly testing?: boolean } = {},
): Promise<ResolvedParameters> {
  const readings: ChainReading[] = []
  for (const spec of schema.specs.values()) {
    readings.push(await readChain({ spec, settings: settingsOf(spec.name, schema, layers, testing) }, context))
  }
  const problems = [...findUnknown(schema, layers), ...readings.flatMap((one) => ('problem' in one ? [one.problem] : []))]
  const secrets = [...new Set(readings.flatMap((one) => ('secrets' in one ? one.secrets : [])))]
  const causes = readings.flatMap((one) => ('cause' in one && one.cause !== undefined ? [one.cause] : []))
  const unsaid = [...secrets, ...credentialsIn(schema)]
  if (problems.length > 0) throw invalid(problems, unsaid, causes)
  const read = readings.flatMap((one) => ('read' in one ? [one.read] : []))
  const computed = readings.flatMap((one) => ('computed' in one ? [one.computed] : []))
  const computer = new DerivedComputer({ names: [...schema.specs.keys()], computed, read, context })
  const all = [...read, ...computer.computeAll()]
  if (computer.problems.length > 0) throw invalid(computer.problems, unsaid, computer.causes)
  return await collect(all, { schema, secrets, view: computer.view, context })
}

/** What stands in a config for variables that are named like credentials. */
function credentialsIn({ settings }: ParameterSchema): readonly string[] {
  return [...settings.values()].flat().flatMap(({ isSecret, variables = [] }) => (isSecret === true ? variables : []))
}

/** What all layers say of a parameter, lowest first. */
function settingsOf(
  name: string,
  schema: ParameterSchema,
  layers: readonly ParameterLayer[],
  testing: boolean,
): readonly Setting[] {
  const defined = [...(schema.settings.get(name) ?? []), ...((testing && schema.testing.get(name)) || [])]
  const given = layers.flatMap(({ source, layer = -1, place, given: values }): Setting[] => {
    const own = Object.hasOwn(values, name) ? values[name] : undefined
    if (own === undefined || ('value' in own && own.value === undefined)) return []
    return [
      {
        layer,
        source,
        where: WHERE[source] ?? source,
        given: own,
        folder: null,
        declares: false,
        ...(place === undefined ? {} : { place }),
      },
    ]
  })
  return [...defined, ...given]
}

const WHERE: Partial<Record<ParameterSource, string>> = { code: 'run({ parameters })', 'command line': 'the command line' }

function findUnknown(schema: ParameterSchema, layers: readonly ParameterLayer[]): Problem[] {
  const known = [...schema.specs.keys()]
  const given = new Set(layers.flatMap((layer) => Object.keys(layer.given)))
  return [...given]
    .filter((name) => !schema.specs.has(name))
    .map((parameter) => problem('PARAMETER_UNKNOWN', { parameter, suggestion: nearest(parameter, known), known }))
}

interface Around {
  readonly schema: ParameterSchema
  readonly secrets: readonly string[]
  readonly view: Readonly<Record<string, unknown>>
  readonly context: ParameterContext
}

async function collect(all: readonly ReadParameter[], { schema, secrets, view, context }: Around): Promise<ResolvedParameters> {
  const byName = new Map(all.map((one) => [one.spec.name, one]))
  const inOrder = [...schema.specs.keys()].flatMap((name) => byName.get(name) ?? [])
  const isSecret = secretNames(inOrder)
  const misfits: Problem[] = []
  const entries = await Promise.all(
    inOrder.map(async (one): Promise<ResolvedParameter> => {
      const { spec, reading, source, isDefault } = one
      const copies = {
        value: copyFrozen(reading.value),
        ...(reading.given === undefined ? {} : { given: copyFrozen(reading.given) }),
      }
      const hidden = isSecret.has(spec.name)
      const changes = await traceChanges(one, { view, context, isHidden: hidden && !isSecretChain(one) })
      const misfit = checkDerived(one, changes)
      if (misfit !== null) misfits.push(misfit)
      return Object.freeze({ name: spec.name, spec, source, isDefault, isSecret: hidden, changes, ...copies })
    }),
  )
  if (misfits.length > 0) throw invalid(misfits, [...secrets, ...credentialsIn(schema)], [])
  return Object.freeze({
    values: Object.freeze(Object.fromEntries(entries.map(({ name, value }) => [name, value]))),
    entries: Object.freeze(entries),
    secrets: Object.freeze([...secrets]),
    paths: Object.freeze(
      inOrder.flatMap(({ spec, reading: { paths = [] } }) => paths.map((path) => ({ parameter: spec.name, ...path }))),
    ),
  })
}

/**
 * Parameters whose value must not be written: secrets, and what is computed from those that are no texts. Texts are found
 * wherever they stand, numbers are not.
 */
function secretNames(all: readonly ReadParameter[]): ReadonlySet<string> {
  const secret = new Set(all.filter(isSecretChain).map(({ spec }) => spec.name))
  const unfound = new Set(
    all.filter((one) => isSecretChain(one) && typeof one.reading.value !== 'string').map(({ spec }) => spec.name),
  )
  for (let before = -1; before !== unfound.size;) {
    before = unfound.size
    for (const { spec, reads } of all) if ([...(reads ?? [])].some((name) => unfound.has(name))) unfound.add(spec.name)
  }
  return new Set([...secret, ...unfound])
}

function invalid(problems: readonly Problem[], secrets: readonly string[], causes: readonly unknown[]): Error {
  const redactor = new Redactor(secrets)
  const masked = problems.map(({ code, message, hint, place }): Problem => ({
    code,
    message: redactor.mask(message),
    ...(hint === undefined ? {} : { hint: redactor.mask(hint) }),
    ...(place === undefined ? {} : { place: { ...place, frame: redactor.mask(place.frame) } }),
  }))
  const cause = causes.length > 1 ? new AggregateError(causes, 'Several parameters failed.') : causes[0]
  return runlabError('PARAMETERS_INVALID', { problems: masked }, cause)
}
