import type { Problem } from '../errors.ts'
import { problem } from '../errors.ts'
import { copyFrozen } from '../internal/copy-frozen.ts'
import type { Accepted, MaybePromise, Place } from './kinds/kind.ts'
import type { DerivedFunction, ParameterContext, Setting } from './layers.ts'
import type { ParameterReading, ParameterSpec } from './parameter-spec.ts'

/** Reads what a layer gives for a parameter, where that needs no other value. */
export function readAbsolute(spec: ParameterSpec, setting: Setting, context: ParameterContext): MaybePromise<ParameterReading> {
  const place = placeOf(setting, context)
  const { given } = setting
  if ('text' in given) return spec.parseText(given.text, place)
  if ('data' in given) return spec.readData(given.data, place)
  return spec.check('value' in given ? given.value : undefined, place)
}

/** Makes a parameter's value of the one below. */
export function readInherited(
  spec: ParameterSpec,
  setting: Setting,
  below: Accepted,
  context: ParameterContext,
): MaybePromise<ParameterReading> {
  const make = 'inherit' in setting.given ? setting.given.inherit : null
  if (make === null) return below
  try {
    return spec.check(refusePromise(make(copyFrozen(below.value))), placeOf(setting, context))
  } catch (error) {
    const { name: parameter } = spec
    return { ok: false, problem: problem('INHERIT_FAILED', { parameter, where: setting.where, reason: showReason(error) }) }
  }
}

/** Computes a parameter from the others. Throws what the function throws. */
export function readDerived(
  spec: ParameterSpec,
  setting: Setting,
  derive: DerivedFunction,
  view: Readonly<Record<string, unknown>>,
  context: ParameterContext,
): ParameterReading {
  const value = refusePromise(derive(view))
  if (spec.derived) return { ok: true, value: copyFrozen(value) }
  const reading = spec.check(value, placeOf(setting, context))
  if (!(reading instanceof Promise)) return reading
  return refusePromise(reading)
}

/** A problem with what a layer gives, and where that stands; without the value where no message may show it. */
export function placed(found: Problem, { place, isSecret, given, written = '' }: Setting, spec: ParameterSpec): Problem {
  const value = 'text' in given ? `what ${written} stands for` : 'what was given'
  const { name: parameter, expected } = spec
  const shown = isSecret === true ? problem('PARAMETER_INVALID', { parameter, value, expected }) : found
  return place === undefined ? shown : { ...shown, place }
}

function placeOf({ folder }: Setting, context: ParameterContext): Place {
  return { folder: folder ?? context.cwd, fileExists: (path) => context.fileExists(path) }
}

export function refusePromise<T>(value: T): Exclude<T, Promise<unknown>> {
  if (!(value instanceof Promise)) return value as Exclude<T, Promise<unknown>>
  // Nobody will wait for it: what it throws must not end the process.
  value.catch(() => undefined)
  throw new TypeError('it returned a promise, but parameters are computed at once')
}

export function showReason(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/\.$/, '')
}
