import { RunlabError, runlabError } from '../errors.ts'
import type { DerivedFunction, Setting } from './layers.ts'
import type { ParameterSchema, SchemaLayer } from './parameter-schema.ts'
import { makeSchema } from './make-schema.ts'
import { SchemaDraft } from './schema-draft.ts'

export type { DerivedFunction } from './layers.ts'
export type { ParameterSchema, SchemaLayer } from './parameter-schema.ts'

type Values = Readonly<Record<string, unknown>>

/** What a layer says of parameters. */
export interface LayerParameters {
  /** New ones. */
  readonly parameters?: Values
  readonly derived?: Readonly<Record<string, DerivedFunction>>
  /** Values for those that are there. */
  readonly override?: Values
  readonly testing?: Values
}

export const NO_PARAMETERS: ParameterSchema = makeSchema({ specs: new Map(), settings: new Map(), testing: new Map() })

/**
 * Adds a layer's parameters to those below, which stay as they are.
 * Throws DEFINITION_INVALID; PARAMETER_UNKNOWN for an override of what there is not; INHERIT_NOTHING; for several of them
 * PARAMETERS_INVALID with all.
 */
export function addParameters(below: ParameterSchema, at: SchemaLayer, given: LayerParameters): ParameterSchema {
  const draft = new SchemaDraft(below, at)
  const { parameters = {}, derived = {}, override = {}, testing = {} } = given
  const steps: readonly (() => void)[] = [
    ...Object.entries(parameters).map(
      ([name, definition]) =>
        () =>
          draft.declare(name, definition),
    ),
    ...Object.entries(derived).map(
      ([name, compute]) =>
        () =>
          draft.derive(name, compute),
    ),
    ...Object.entries(override).map(
      ([name, value]) =>
        () =>
          draft.override(name, value, 'override'),
    ),
    ...Object.entries(testing).map(
      ([name, value]) =>
        () =>
          draft.override(name, value, 'testing'),
    ),
  ]
  const errors = steps.flatMap((step) => errorOf(step))
  const [first] = errors
  if (first === undefined) return draft.finish()
  if (errors.length === 1) throw first
  throw runlabError('PARAMETERS_INVALID', { problems: errors.map(({ code, message, hint }) => ({ code, message, hint })) })
}

/** The error of ours that a step ends with, where it does. */
function errorOf(step: () => void): readonly RunlabError[] {
  try {
    step()
    return []
  } catch (error) {
    if (error instanceof RunlabError) return [error]
    throw error
  }
}

/**
 * Adds a mixin's parameters: defaults below all that experiment and extensions say. Those in `settled` are defined by the
 * layer that includes it. Throws DEFINITION_INVALID, MIXIN_CLASH.
 */
export function addMixinParameters(
  below: ParameterSchema,
  at: SchemaLayer,
  parameters: Values,
  settled: ReadonlySet<string>,
): ParameterSchema {
  const draft = new SchemaDraft(below, at)
  for (const [name, definition] of Object.entries(parameters)) draft.mixIn(name, definition, settled.has(name))
  return draft.finish()
}

/** The parameters of an experiment that derives from nothing. Throws DEFINITION_INVALID. */
export function compileParameters(
  parameters: Values,
  derived: Readonly<Record<string, DerivedFunction>> = {},
  { where = '', folder = '/' }: { readonly where?: string; readonly folder?: string } = {},
): ParameterSchema {
  return addParameters(NO_PARAMETERS, { layer: 0, source: 'default', where, folder }, { parameters, derived })
}

/** Adds values on top of all that is said. Names that there are not are nobody's. */
export function addSettings(below: ParameterSchema, added: ReadonlyMap<string, Setting>): ParameterSchema {
  const settings = new Map(below.settings)
  for (const [name, setting] of added) settings.set(name, [...(settings.get(name) ?? []), setting])
  return makeSchema({ specs: below.specs, testing: below.testing, settings })
}
