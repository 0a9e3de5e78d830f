import type { Problem } from '../errors.ts'
import { problem } from '../errors.ts'
import { copyFrozen } from '../internal/copy-frozen.ts'
import type { Accepted, MaybePromise, Place } from './kinds/kind.ts'
import type { DerivedFunction, ParameterContext, Setting } from './layers.ts'
import type { FailedReading, ParameterReading, ParameterSpec } from './parameter-spec.ts'

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
    return {
      ok: false,
      problem: problem('INHERIT_FAILED', { parameter, where: setting.where, reason: showReason(error) }),
      cause: error,
    }
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

/** What is wrong with what a layer gives: where it stands, else whose it is; without a value that no message may show. */
export function failed(
  reading: FailedReading,
  setting: Setting,
  { name: parameter, expected }: ParameterSpec,
): { problem: Problem; cause?: unknown } {
  const { place, where, source, given, written = '', isSecret } = setting
  const value = 'text' in given ? `what ${written} stands for` : 'what was given'
  const found = isSecret === true ? problem('PARAMETER_INVALID', { parameter, value, expected }) : reading.problem
  const isLayer = source === 'extension' || source === 'mixin' || source === 'testing'
  const isNamed = place === undefined && isLayer && where !== '' && found.code !== 'INHERIT_FAILED'
  const message = isNamed ? `${where}: ${found.message}` : found.message
  const { cause } = reading
  return { problem: { ...found, message, ...(place === undefined ? {} : { place }) }, ...(cause === undefined ? {} : { cause }) }
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
