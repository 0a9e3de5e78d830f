import { copyFrozen } from '../internal/copy-frozen.ts'
import type { Accepted } from './kinds/kind.ts'
import type { ParameterContext, Setting } from './layers.ts'
import type { ParameterReading } from './parameter-spec.ts'
import { isKept } from './read-chain.ts'
import type { Chain, ReadParameter } from './read-chain.ts'
import { readAbsolute, readDerived, readInherited } from './read-setting.ts'

/** What a layer did to a parameter. */
export interface ParameterChange {
  readonly setting: Setting
  readonly how: 'declared' | 'set' | 'inherited' | 'kept' | 'derived'
  /** The value from this layer on; null where it is secret, and where it is not known: replaced, and wrong or not to be had here. */
  readonly after: Accepted | null
}

export interface Tracing {
  readonly view: Readonly<Record<string, unknown>>
  readonly context: ParameterContext
  /** None of its values may be written. */
  readonly isHidden: boolean
}

/**
 * The values that a parameter had from layer to layer: as they were read for the run, and of layers that were replaced, read
 * for this. Those may be wrong here, a file that is on another machine: then they are not known, and that is no error.
 */
export async function traceChanges(
  { spec, settings, reading, stages }: ReadParameter,
  { view, context, isHidden }: Tracing,
): Promise<readonly ParameterChange[]> {
  const changes: ParameterChange[] = []
  let below: Accepted | null = null
  let isSecret = spec.secret !== null
  for (const [i, setting] of settings.entries()) {
    isSecret = isHidden || spec.secret !== null || isSecretAfter(setting, isSecret)
    const after: Accepted | null = i === settings.length - 1 ? reading : (stages.get(setting) ?? (await tryRead(setting, below)))
    const shown = isSecret || after === null ? null : { ...after, value: copyFrozen(after.value) }
    changes.push({ setting, how: howOf(setting), after: shown })
    below = after
  }
  return changes

  async function tryRead(setting: Setting, under: Accepted | null): Promise<Accepted | null> {
    try {
      const read = await readLeniently(setting, under)
      return read?.ok === true ? read : null
    } catch {
      return null // a function that was replaced, and that fails with the values as they are
    }
  }

  async function readLeniently(setting: Setting, under: Accepted | null): Promise<ParameterReading | null> {
    const { given } = setting
    if ('derive' in given) return readDerived(spec, setting, given.derive, view, context)
    if (!('inherit' in given)) return await readAbsolute(spec, setting, { ...context, fileExists: () => true })
    return under === null ? null : await readInherited(spec, setting, under, context)
  }
}

function howOf(setting: Setting): ParameterChange['how'] {
  if ('derive' in setting.given) return 'derived'
  if (setting.declares) return 'declared'
  if (!('inherit' in setting.given)) return 'set'
  return isKept(setting) ? 'kept' : 'inherited'
}

/** What is made of a secret is one; what replaces it is not. */
function isSecretAfter({ given, isSecret = false }: Setting, below: boolean): boolean {
  return isSecret || ('inherit' in given && below)
}

/** Whether the value that a parameter has in the end must not be written. */
export function isSecretChain({ spec, settings }: Chain): boolean {
  return spec.secret !== null || settings.reduce((below, setting) => isSecretAfter(setting, below), false)
}
