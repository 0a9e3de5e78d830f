import { isDeepStrictEqual } from 'node:util'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { ParameterSource } from '../format/meta.ts'
import { kebabCase } from '../internal/kebab-case.ts'
import type { Accepted, SecretSource } from './kinds/kind.ts'
import type { ParameterContext, Setting } from './layers.ts'
import type { ParameterSpec } from './parameter-spec.ts'
import { failed, readAbsolute, readInherited } from './read-setting.ts'

/** What all layers say of a parameter, lowest first. */
export interface Chain {
  readonly spec: ParameterSpec
  readonly settings: readonly Setting[]
}

/** A parameter that has its value. */
export interface ReadParameter extends Chain {
  readonly reading: Accepted
  /** What was read on the way, by setting. */
  readonly stages: ReadonlyMap<Setting, Accepted>
  readonly source: ParameterSource
  readonly isDefault: boolean
  /** The other parameters that it was computed from. */
  readonly reads?: ReadonlySet<string>
}

/** A parameter that is computed from others, and what is made of that. */
export interface ComputedChain extends Chain {
  readonly base: Setting
  readonly above: readonly Setting[]
}

export type ChainReading =
  | { readonly read: ReadParameter; readonly secrets: readonly string[] }
  | { readonly computed: ComputedChain }
  | { readonly problem: Problem; readonly secrets: readonly string[]; readonly cause?: unknown }

/** Reads the highest layer that sets a parameter whatever is below it, and what layers above make of that. */
export async function readChain(chain: Chain, context: ParameterContext): Promise<ChainReading> {
  const { spec, settings } = chain
  if (spec.secret !== null) return await readSecret(chain, spec.secret, context)
  const at = settings.findLastIndex(({ given }) => !('inherit' in given))
  const base = settings[at]
  const above = settings.slice(at + 1)
  if (base === undefined) return { problem: nothingBelow(spec, above[0]), secrets: [] }
  if ('derive' in base.given) return { computed: { ...chain, base, above } }
  const stages = new Map<Setting, Accepted>()
  let reading = await readAbsolute(spec, base, context)
  let last = base
  if (reading.ok) stages.set(base, reading)
  for (const setting of above) {
    if (!reading.ok) break
    reading = await readInherited(spec, setting, reading, context)
    if (reading.ok) stages.set(setting, reading)
    if (!isKept(setting)) last = setting
  }
  if (!reading.ok) return { ...failed(reading, last, spec), secrets: [] }
  const isDefault = isAsDefined(chain, reading)
  return { read: { ...chain, reading, stages, source: last.declares ? 'default' : last.source, isDefault }, secrets: [] }
}

/** Whether a layer says that it leaves the value as it is. */
export function isKept({ given }: Setting): boolean {
  return 'inherit' in given && given.inherit === null
}

function nothingBelow({ name }: ParameterSpec, setting: Setting | undefined): Problem {
  return problem('INHERIT_NOTHING', { parameter: name, where: setting?.where ?? '' })
}

/** Compares values, and what schemas took; the same path from another folder is another file. */
function isAsDefined({ spec, settings }: Chain, { value, given, paths }: Accepted): boolean {
  if (settings.length === 1) return true
  if (spec.derived) return false
  const defined = spec.locateDefault(settings.findLast(({ declares }) => declares)?.folder ?? '/')
  return isDeepStrictEqual(value, defined) || (paths === undefined && given !== undefined && isDeepStrictEqual(given, defined))
}

/** All texts that a layer has for a secret, or that went into them. */
function textsOf({ given, variables = [] }: Setting): readonly string[] {
  const own = 'text' in given ? given.text : 'value' in given ? [given.value] : 'data' in given ? [given.data] : []
  return [...variables, ...own].filter((text) => typeof text === 'string')
}

/** What was given, else the environment variable. An empty text counts as none. Every text of every layer is a secret, too. */
async function readSecret(chain: Chain, source: SecretSource, context: ParameterContext): Promise<ChainReading> {
  const { spec, settings } = chain
  const secrets = [context.env[source.env] ?? '', ...settings.flatMap(textsOf)].filter((text) => text !== '')
  const found = await findSecret(chain, source, context)
  if ('problem' in found) return { ...found, secrets }
  let { reading, source: who } = found
  if (typeof reading.value === 'string') secrets.push(reading.value)
  for (const setting of settings.slice(found.at + 1)) {
    if (reading.value === undefined || !('inherit' in setting.given)) continue
    const made = await readInherited(spec, setting, reading, context)
    if (!made.ok) return { ...failed(made, setting, spec), secrets }
    reading = made
    if (typeof made.value === 'string') secrets.push(made.value)
    if (!isKept(setting)) who = setting.source
  }
  const isDefault = who === 'environment' || who === 'default'
  return { read: { ...chain, reading, stages: new Map(), source: who, isDefault }, secrets: [...new Set(secrets)] }
}

interface FoundSecret {
  readonly reading: Accepted
  readonly source: ParameterSource
  /** The setting that gives it. */
  readonly at: number
}

async function findSecret(
  { spec, settings }: Chain,
  { env, optional }: SecretSource,
  context: ParameterContext,
): Promise<FoundSecret | { readonly problem: Problem }> {
  for (const [at, setting] of [...settings.entries()].toReversed()) {
    if (setting.declares || 'inherit' in setting.given) continue
    const reading = await readAbsolute(spec, setting, context)
    if (!reading.ok) return failed(reading, setting, spec)
    if (reading.value !== '') return { reading, source: setting.source, at }
  }
  const value = context.env[env]
  if (value !== undefined && value !== '') return { reading: { ok: true, value }, source: 'environment', at: 0 }
  if (optional) return { reading: { ok: true, value: undefined }, source: 'default', at: 0 }
  const hint = `Set the environment variable ${env}, or give --${kebabCase(spec.name)}.`
  return { problem: problem('PARAMETER_MISSING', { parameter: spec.name, hint }) }
}
