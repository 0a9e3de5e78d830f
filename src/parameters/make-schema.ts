import { copyFrozen } from '../internal/copy-frozen.ts'
import { once } from '../internal/once.ts'
import type { Setting } from './layers.ts'
import type { ParameterSchema } from './parameter-schema.ts'
import type { ParameterSpec } from './parameter-spec.ts'

/** A schema; its defaults are made when they are first asked for. */
export function makeSchema(parts: Omit<ParameterSchema, 'defaults'>): ParameterSchema {
  const defaults = once(() => defaultsOf(parts))
  return Object.freeze({
    ...parts,
    get defaults() {
      return defaults()
    },
  })
}

/** What the definition makes of each without the others; one that is computed from them, or secret, is left out. */
function defaultsOf({ specs, settings }: Omit<ParameterSchema, 'defaults'>): Readonly<Record<string, unknown>> {
  const defaults: Record<string, unknown> = {}
  for (const [name, spec] of specs) {
    const said = settings.get(name) ?? []
    if (spec.secret !== null || said.some(({ given, isSecret = false }) => 'derive' in given || isSecret)) continue
    // A copy of its own: dates and maps cannot be frozen.
    defaults[name] = copyFrozen(said.reduce<unknown>((below, setting) => settle(spec, below, setting), spec.default))
  }
  return Object.freeze(defaults)
}

/** A default as the next layer makes it; what it cannot make is said when a run is prepared. */
function settle(spec: ParameterSpec, below: unknown, { given, declares }: Setting): unknown {
  if (declares) return spec.default
  if ('value' in given) return given.value
  if ('data' in given) return given.data
  if ('text' in given) return readText(spec, given.text) ?? below
  if (!('inherit' in given) || given.inherit === null) return below
  try {
    const made = given.inherit(copyFrozen(below))
    if (!(made instanceof Promise)) return made
    made.catch(() => undefined)
    return below
  } catch {
    return below
  }
}

/** What a text with variables stands for; undefined where that is wrong, or told later. */
function readText(spec: ParameterSpec, text: readonly string[]): unknown {
  const reading = spec.parseText(text, { folder: '/', fileExists: () => true })
  if (!(reading instanceof Promise)) return reading.ok ? (reading.given ?? reading.value) : undefined
  reading.catch(() => undefined)
  return undefined
}
