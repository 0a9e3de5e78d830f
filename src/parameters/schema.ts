import { runlabError } from '../errors.ts'
import { copyFrozen } from '../internal/copy-frozen.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { kebabCase } from '../internal/kebab-case.ts'
import { buildKind } from './kinds/build-kind.ts'
import { DERIVED_KIND } from './kinds/derived.ts'
import type { Fault, Kind, Place } from './kinds/kind.ts'
import { readText } from './kinds/options.ts'
import { isParam } from './param-definition.ts'
import { makeSpec } from './parameter-spec.ts'
import type { ParameterSpec } from './parameter-spec.ts'
import { showValue } from './show-value.ts'

/** Computes a parameter from the others. */
export type DerivedFunction = (parameters: Readonly<Record<string, unknown>>) => unknown

/** The parameters of an experiment. Immutable. */
export interface ParameterSchema {
  /** By name, in the order of definition; derived ones last. */
  readonly specs: ReadonlyMap<string, ParameterSpec>
  readonly derived: ReadonlyMap<string, DerivedFunction>
  /** By name, as they were defined; without secrets and derived parameters. */
  readonly defaults: Readonly<Record<string, unknown>>
}

/**
 * Makes the parameters of an experiment from its definition. `where` says in errors what is being defined, when that is no
 * experiment. Throws DEFINITION_INVALID.
 */
export function compileParameters(
  definitions: Readonly<Record<string, unknown>>,
  derived: Readonly<Record<string, DerivedFunction>> = {},
  where = '',
): ParameterSchema {
  const specs = new Map<string, ParameterSpec>()
  const defaults: Record<string, unknown> = {}
  for (const [name, definition] of Object.entries(definitions)) {
    const fault = faultOf(name, where)
    refuseName(name, specs, fault)
    const spec = compileParameter(name, definition, fault)
    specs.set(name, spec)
    // A copy of its own: dates and maps cannot be frozen.
    if (spec.secret === null) defaults[name] = copyFrozen(spec.default)
  }
  for (const [name, compute] of Object.entries(derived)) {
    const fault = faultOf(name, where)
    refuseName(name, specs, fault)
    if (typeof compute !== 'function') throw fault('is under `derived` and is no function', `Write: ${name}: (p) => …`)
    specs.set(name, makeSpec(DERIVED_KIND, { name, default: undefined, description: null, unit: null, derived: true }))
  }
  return Object.freeze({ specs, derived: new Map(Object.entries(derived)), defaults: Object.freeze(defaults) })
}

function compileParameter(name: string, definition: unknown, fault: Fault): ParameterSpec {
  const kind = buildKind(definition, fault)
  const options = isParam(definition) && isPlainObject(definition.options) ? definition.options : {}
  const defaultValue = isParam(definition) ? definition.default : definition
  if (kind.secret === undefined) checkDefault(kind, defaultValue, fault)
  return makeSpec(kind, {
    name,
    default: copyFrozen(defaultValue),
    description: readText(options, 'description', fault),
    unit: readText(options, 'unit', fault),
  })
}

/** Whether files exist is asked when a run is prepared. */
const ANYWHERE: Place = { folder: '/', fileExists: () => true }

function checkDefault(kind: Kind, value: unknown, fault: Fault): void {
  if (value === undefined && kind.kind !== 'schema')
    throw fault('has no default', `Write: param.${kind.kind}(…) with the default first.`)
  const reading = kind.check(value, ANYWHERE)
  if (reading instanceof Promise) {
    // Asked again, and answered, when a run is prepared.
    reading.catch(() => undefined)
    return
  }
  if (!reading.ok) throw fault(`has the default ${showValue(value)}: expected ${reading.expected}`)
}

const IDENTIFIER = /^[\p{ID_Start}$][\p{ID_Continue}$]*$/u

function refuseName(name: string, specs: ReadonlyMap<string, ParameterSpec>, fault: Fault): void {
  if (name.startsWith('_')) throw fault('has a name that starts with "_"', 'Such names are kept for runlab.')
  if (!IDENTIFIER.test(name))
    throw fault('has a name that is no identifier', 'Use letters, digits and _, and no digit first: numWords.')
  const flag = kebabCase(name)
  for (const other of specs.keys()) {
    if (other === name) throw fault('is defined twice', 'A name stands under `parameters` or under `derived`.')
    if (kebabCase(other) === flag) throw fault(`has the same flag as "${other}": --${flag}`, 'Rename one of them.')
  }
}

function faultOf(name: string, where: string): Fault {
  return (what, hint) =>
    runlabError('DEFINITION_INVALID', {
      what: `${where === '' ? '' : `${where}: `}the parameter "${name}" ${what}`,
      ...(hint === undefined ? {} : { hint }),
    })
}
