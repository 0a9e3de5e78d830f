import { runlabError } from '../errors.ts'
import { copyFrozen } from '../internal/copy-frozen.ts'
import { isPlainObject } from '../internal/is-plain-object.ts'
import { kebabCase } from '../internal/kebab-case.ts'
import { nearest } from '../internal/nearest.ts'
import { isInherit } from './inherit.ts'
import { buildKind } from './kinds/build-kind.ts'
import { DERIVED_KIND } from './kinds/derived.ts'
import type { Fault, Kind, Place } from './kinds/kind.ts'
import { readText } from './kinds/options.ts'
import type { Options } from './kinds/options.ts'
import { givenByCode } from './layers.ts'
import type { DerivedFunction, Given, Setting } from './layers.ts'
import { isParam } from './param-definition.ts'
import { makeSpec } from './parameter-spec.ts'
import type { ParameterSpec } from './parameter-spec.ts'
import { makeSchema } from './make-schema.ts'
import type { ParameterSchema, SchemaLayer } from './parameter-schema.ts'
import { showValue } from './show-value.ts'

/** The parameters of an experiment while a layer is added to them. */
export class SchemaDraft {
  readonly #at: SchemaLayer
  readonly #specs: Map<string, ParameterSpec>
  readonly #settings: Map<string, readonly Setting[]>
  readonly #testing: Map<string, readonly Setting[]>
  /** Names that this layer declares. */
  readonly #own = new Set<string>()
  /** Names that it says how to compute. */
  readonly #derived = new Set<string>()

  constructor(below: ParameterSchema, at: SchemaLayer) {
    this.#at = at
    this.#specs = new Map(below.specs)
    this.#settings = new Map(below.settings)
    this.#testing = new Map(below.testing)
  }

  /** A new parameter, or one of a mixin. */
  declare(name: string, definition: unknown): void {
    const fault = this.#faultOf(name)
    const owner = this.#ownerOf(name)
    if (owner !== undefined && owner.source !== 'mixin') throw this.#taken(fault, owner)
    if (isInherit(definition)) {
      if (owner === undefined) throw runlabError('INHERIT_NOTHING', { parameter: name, where: this.#at.where })
      return this.#add(name, givenByCode(definition))
    }
    if (owner === undefined) this.#refuseName(name, fault)
    const spec = compileParameter(name, definition, fault)
    this.#refuseOpenSecret(name, { declared: spec, mixedIn: this.#specs.get(name), mixin: owner?.where ?? '' })
    for (const mixed of this.#settings.get(name) ?? []) this.#checkMixed(name, spec, mixed)
    this.#specs.set(name, spec)
    this.#own.add(name)
    this.#add(name, { value: defaultOf(definition) }, true)
  }

  /** A new parameter that is computed, or another way to compute one that is there. */
  derive(name: string, compute: DerivedFunction): void {
    const fault = this.#faultOf(name)
    if (this.#own.has(name)) throw fault('is defined twice', 'A name stands under `parameters` or under `derived`.')
    if (typeof compute !== 'function') throw fault('is under `derived` and is no function', `Write: ${name}: (p) => …`)
    const known = this.#specs.get(name)
    if (known !== undefined && known.secret !== null)
      throw fault('is a secret, which is not computed', 'Put it under `override`.')
    this.#derived.add(name)
    if (known !== undefined) return this.#add(name, { derive: compute })
    this.#refuseName(name, fault)
    this.#specs.set(name, makeSpec(DERIVED_KIND, { name, default: undefined, description: null, unit: null, derived: true }))
    this.#own.add(name)
    this.#add(name, { derive: compute }, true)
  }

  /** A value for a parameter that is there. */
  override(name: string, value: unknown, section: 'override' | 'testing'): void {
    const spec = this.#specs.get(name)
    if (spec === undefined) {
      const known = [...this.#specs.keys()]
      throw runlabError('PARAMETER_UNKNOWN', { parameter: name, suggestion: nearest(name, known), known })
    }
    if (value === undefined) return
    const fault = this.#faultOf(name)
    if (section === 'override' && this.#derived.has(name))
      throw fault('is set twice', 'A name stands under `override` or under `derived`.')
    if (isParam(value)) throw fault(`is under \`${section}\` with a definition of its own`, 'Give it a value of its type.')
    const given = givenByCode(copyFrozen(value))
    if ('value' in given) checkValue(spec, given.value, fault, section)
    if (section === 'override') return this.#add(name, given)
    this.#testing.set(name, [...(this.#testing.get(name) ?? []), this.#setting(given, { source: 'testing' })])
  }

  /** A mixin's parameter, below all that is said of it elsewhere. */
  mixIn(name: string, definition: unknown, isSettled: boolean): void {
    const fault = this.#faultOf(name)
    const others = this.#settings.get(name) ?? []
    const rival = others.find(({ source, declares }) => source === 'mixin' && declares)
    const isOwned = others.some(({ source, declares }) => source !== 'mixin' && declares)
    const isSettledFor = isSettled || others.some(({ source }) => source !== 'mixin')
    if (rival !== undefined && !isSettledFor) {
      throw runlabError('MIXIN_CLASH', { parameter: name, one: rival.where, other: this.#at.where })
    }
    const own = compileParameter(name, definition, fault)
    const known = this.#specs.get(name)
    const setting = this.#setting({ value: own.default }, { source: 'mixin', declares: true })
    if (known === undefined) this.#refuseName(name, fault)
    if (known !== undefined && (isOwned || rival !== undefined))
      this.#refuseOpenSecret(name, { declared: known, mixedIn: own, mixin: this.#at.where })
    if (known === undefined) this.#specs.set(name, own)
    else this.#checkMixed(name, known, setting)
    const mixed = others.findLastIndex(({ source, declares }) => source === 'mixin' && declares) + 1
    this.#settings.set(name, [...others.slice(0, mixed), setting, ...others.slice(mixed)])
  }

  /** What a mixin has as a default, and its code counts on, has to be of the type that the parameter has. */
  #checkMixed(name: string, spec: ParameterSpec, { given, where }: Setting): void {
    if (!('value' in given) || given.value === undefined || spec.secret !== null || spec.derived) return
    const reading = spec.check(given.value, ANYWHERE)
    if (reading instanceof Promise) return void reading.catch(() => undefined)
    if (reading.ok) return
    throw runlabError('DEFINITION_INVALID', {
      name,
      what: `the parameter "${name}" is of another type than in ${where}, which has ${showValue(given.value)} there`,
      hint: 'Rename one of them.',
    })
  }

  /** What a mixin keeps secret must not become a parameter that is written. */
  #refuseOpenSecret(
    name: string,
    {
      declared,
      mixedIn,
      mixin,
    }: { readonly declared: ParameterSpec; readonly mixedIn: ParameterSpec | undefined; readonly mixin: string },
  ): void {
    if (mixedIn === undefined || mixedIn.secret === null || declared.secret !== null) return
    throw runlabError('DEFINITION_INVALID', {
      name,
      what: `the parameter "${name}" is a secret in ${mixin}, and none here`,
      hint: `Write: ${name}: param.secret({ env: '${mixedIn.secret.env}' }), or rename one of them.`,
    })
  }

  finish(): ParameterSchema {
    const [computed, plain] = [true, false].map((derived) => [...this.#specs].filter(([, spec]) => spec.derived === derived))
    const specs = new Map([...(plain ?? []), ...(computed ?? [])])
    return makeSchema({ specs, settings: this.#settings, testing: this.#testing })
  }

  #add(name: string, given: Given, declares = false): void {
    this.#settings.set(name, [...(this.#settings.get(name) ?? []), this.#setting(given, { declares })])
  }

  #setting(given: Given, facts: Partial<Pick<Setting, 'source' | 'declares'>>): Setting {
    const { layer, where, folder, source } = this.#at
    return Object.freeze({ layer, source, where, folder, declares: false, given, ...facts })
  }

  /** Who declares a parameter; the highest, where a mixin does as well. */
  #ownerOf(name: string): Setting | undefined {
    return this.#settings.get(name)?.findLast(({ declares }) => declares)
  }

  #taken(fault: Fault, owner: Setting): Error {
    if (owner.layer === this.#at.layer) return fault('is defined twice', 'A name stands under `parameters` or under `derived`.')
    return fault(`is ${owner.where === '' ? "the base's" : `${owner.where}'s`} already`, 'Put it under `override`.')
  }

  #refuseName(name: string, fault: Fault): void {
    if (name.startsWith('_')) throw fault('has a name that starts with "_"', 'Such names are kept for runlab.')
    if (!IDENTIFIER.test(name))
      throw fault('has a name that is no identifier', 'Use letters, digits and _, and no digit first: numWords.')
    const flag = kebabCase(name)
    for (const other of this.#specs.keys()) {
      if (kebabCase(other) === flag) throw fault(`has the same flag as "${other}": --${flag}`, 'Rename one of them.')
    }
  }

  #faultOf(name: string): Fault {
    const { where } = this.#at
    return (what, hint) =>
      runlabError('DEFINITION_INVALID', {
        name,
        what: `${where === '' ? '' : `${where}: `}the parameter "${name}" ${what}`,
        ...(hint === undefined ? {} : { hint }),
      })
  }
}

const IDENTIFIER = /^[\p{ID_Start}$][\p{ID_Continue}$]*$/u

function defaultOf(definition: unknown): unknown {
  return copyFrozen(isParam(definition) ? definition.default : definition)
}

/** Those of an optional parameter beside those of what it is made of. */
function optionsOf(definition: unknown): Options {
  if (!isParam(definition) || !isPlainObject(definition.options)) return {}
  const { options, kind } = definition
  return kind === 'optional' ? { ...optionsOf(options['of']), ...options } : options
}

function compileParameter(name: string, definition: unknown, fault: Fault): ParameterSpec {
  const kind = buildKind(definition, fault)
  const options = optionsOf(definition)
  const defaultValue = defaultOf(definition)
  if (kind.secret === undefined) checkDefault(kind, defaultValue, fault)
  return makeSpec(kind, {
    name,
    default: defaultValue,
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
  if (reading.ok) return
  const isNothing = value === null || value === ''
  const hint = `For one that may be left out, write: param.optional(param.${kind.kind}(…))`
  throw fault(`has the default ${showValue(value)}: expected ${reading.expected}`, isNothing ? hint : undefined)
}

function checkValue(spec: ParameterSpec, value: unknown, fault: Fault, section: 'override' | 'testing'): void {
  const reading = spec.check(value, ANYWHERE)
  if (reading instanceof Promise) {
    reading.catch(() => undefined)
    return
  }
  if (reading.ok) return
  const { message, hint } = reading.problem
  throw fault(`is wrong under \`${section}\`: ${message.replace(/\.$/, '')}`, hint)
}
