import { isDeepStrictEqual } from 'node:util'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { ParameterSource } from '../format/meta.ts'
import { kebabCase } from '../internal/kebab-case.ts'
import type { Accepted, PathUse, Place, SecretSource } from './kinds/kind.ts'
import type { Given, ParameterContext } from './layers.ts'
import type { ParameterReading, ParameterSpec } from './parameter-spec.ts'

/** A parameter that has been read, and whose value is still the one that was given or defined. */
export interface ReadParameter {
  readonly spec: ParameterSpec
  readonly value: unknown
  readonly given?: unknown
  readonly paths?: readonly PathUse[]
  readonly source: ParameterSource
  readonly isDefault: boolean
}

/** Who sets a parameter, to what. */
export interface Setter {
  readonly source: ParameterSource
  readonly given: Given
}

/** Reads what was given for a parameter, or its default. Null for a derived parameter that nobody set. */
export async function readParameter(
  spec: ParameterSpec,
  setter: Setter | null,
  context: ParameterContext,
): Promise<ReadParameter | { readonly problem: Problem } | null> {
  if (spec.secret !== null) return readSecret(spec, spec.secret, setter, context)
  if (setter === null && spec.derived) return null
  const reading =
    setter === null
      ? await spec.check(spec.default, placeAt(context.definitionFolder, context))
      : await readGiven(spec, setter.given, context)
  if (!reading.ok) return reading
  const { ok: _, ...accepted } = reading
  const isDefault = setter === null || isAsDefined(spec, reading, context.definitionFolder)
  return { spec, ...accepted, source: setter?.source ?? 'default', isDefault }
}

async function readGiven(spec: ParameterSpec, given: Given, context: ParameterContext): Promise<ParameterReading> {
  const place = placeAt(context.cwd, context)
  return 'text' in given ? await spec.parseText(given.text, place) : await spec.check(given.value, place)
}

function placeAt(folder: string, context: ParameterContext): Place {
  return { folder, fileExists: (path) => context.fileExists(path) }
}

/** Compares values, and what schemas took; the same path from another folder is another file. */
function isAsDefined(spec: ParameterSpec, { value, given, paths }: Accepted, definitionFolder: string): boolean {
  if (spec.derived) return false
  const defined = spec.locateDefault(definitionFolder)
  return isDeepStrictEqual(value, defined) || (paths === undefined && given !== undefined && isDeepStrictEqual(given, defined))
}

/** What was given, else the environment variable. An empty text counts as none. */
async function readSecret(
  spec: ParameterSpec,
  { env, optional }: SecretSource,
  setter: Setter | null,
  context: ParameterContext,
): Promise<ReadParameter | { readonly problem: Problem }> {
  if (setter !== null) {
    const reading = await readGiven(spec, setter.given, context)
    if (!reading.ok) return reading
    if (reading.value !== '') return { spec, value: reading.value, source: setter.source, isDefault: false }
  }
  const value = context.env[env]
  if (value !== undefined && value !== '') return { spec, value, source: 'environment', isDefault: true }
  if (optional) return { spec, value: undefined, source: 'default', isDefault: true }
  const hint = `Set the environment variable ${env}, or give --${kebabCase(spec.name)}.`
  return { problem: problem('PARAMETER_MISSING', { parameter: spec.name, hint }) }
}
