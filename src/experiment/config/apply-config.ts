import { basename, dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RunlabError, problem } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import { checkNamespace } from '../../format/run-name.ts'
import { nearest } from '../../internal/nearest.ts'
import type { Setting } from '../../parameters/layers.ts'
import { addSettings } from '../../parameters/schema.ts'
import { isCredentialName } from '../../secrets/credential-variables.ts'
import type { SpecificationLayer } from '../layers.ts'
import { layerName } from '../layers.ts'
import { includeMixin } from '../mixin.ts'
import type { MixinSpecification } from '../mixin-specification.ts'
import type { SettledByConfig, Specification } from '../specification.ts'
import type { ConfigDocument, LocatedFile } from './config-document.ts'

/** A mixin that a config includes, and where it says so. */
export interface IncludedMixin {
  readonly mixin: MixinSpecification
  readonly from: LocatedFile
}

export interface AppliedConfig {
  readonly specification: Specification
  /** Each with its place. */
  readonly problems: readonly Problem[]
}

/** Makes a specification of a base, which stays as it is, and what a config says. What is wrong is left out. */
export function applyConfig(base: Specification, config: ConfigDocument, mixins: readonly IncludedMixin[]): AppliedConfig {
  const location = { file: config.file, url: pathToFileURL(config.file).href, line: () => config.line }
  const added: SpecificationLayer = { kind: 'config', location, description: config.description?.value ?? null }
  const problems: Problem[] = []
  const fresh = mixins.filter(({ mixin }) => !base.mixins.includes(mixin))
  const layer = base.layers.length + fresh.length
  let mixed = base
  for (const { mixin, from } of fresh) {
    try {
      mixed = includeMixin(mixed, { mixin, experiment: layerName(added), by: layer })
    } catch (error) {
      if (!(error instanceof RunlabError)) throw error
      problems.push({ ...asProblem(error), place: from.place })
    }
  }
  problems.push(...seedProblems(config))
  const { settings, unknown } = settingsOf(config, mixed, mixed.layers.length)
  const specification: Specification = Object.freeze({
    ...mixed,
    location,
    layers: [...mixed.layers, added],
    parameters: addSettings(mixed.parameters, settings),
    settled: settle(base.settled, config, mixed.layers.length),
  })
  return { specification, problems: [...problems, ...unknown] }
}

/** An error of ours as one of several things that are wrong. */
export function asProblem({ code, message, hint }: RunlabError): Problem {
  return { code, message, ...(hint === undefined ? {} : { hint }) }
}

/** A parameter `seed` receives the run's: two of them are one too many. */
function seedProblems({ seed, parameters }: ConfigDocument): readonly Problem[] {
  const given = parameters.find(({ name }) => name === 'seed')
  if (seed === null || given === undefined) return []
  const expected = 'no `seed` under `parameters` beside it: the parameter receives this one'
  return [{ ...problem('CONFIG_VALUE', { key: 'seed', value: String(seed.value), expected }), place: given.namePlace }]
}

/** What is wrong with where a config says that runs go: folders cannot be masked. */
export function placeProblems({ file, namespace, results, secrets }: ConfigDocument): readonly Problem[] {
  const found: Problem[] = []
  const isSecret = (value: string): boolean =>
    secrets.some((secret) => value === secret || value === resolve(dirname(file), secret))
  for (const [what, given] of Object.entries({ namespace, archive: results })) {
    if (given === null || !isSecret(given.value)) continue
    found.push({ ...problem('NAME_INVALID', { what, value: '***', reason: 'it holds a secret' }), place: given.place })
  }
  try {
    if (namespace !== null && !isSecret(namespace.value)) checkNamespace(namespace.value)
  } catch (error) {
    if (!(error instanceof RunlabError) || namespace === null) throw error
    found.push({ ...asProblem(error), place: namespace.place })
  }
  return found
}

function settingsOf(
  config: ConfigDocument,
  { parameters }: Specification,
  layer: number,
): { readonly settings: ReadonlyMap<string, Setting>; readonly unknown: readonly Problem[] } {
  const known = [...parameters.specs.keys()]
  const settings = new Map<string, Setting>()
  const unknown: Problem[] = []
  for (const { name, given, place, namePlace, written, variables } of config.parameters) {
    if (!parameters.specs.has(name)) {
      const suggestion = nearest(name, known)
      unknown.push({ ...problem('PARAMETER_UNKNOWN', { parameter: name, suggestion, known }), place: namePlace })
      continue
    }
    settings.set(name, {
      layer,
      source: 'config',
      where: basename(config.file),
      given,
      folder: dirname(config.file),
      declares: false,
      place,
      ...(written === null ? {} : { written }),
      variables: variables.map(({ value }) => value),
      isSecret: variables.some((variable) => isCredentialName(variable.name)),
    })
  }
  return { settings, unknown }
}

/** What a higher config says counts; secrets of all of them stay out. */
function settle(below: SettledByConfig, config: ConfigDocument, layer: number): SettledByConfig {
  const { name, namespace, results, seed } = config
  return {
    ...below,
    ...(name === null ? {} : { name: name.value }),
    ...(namespace === null ? {} : { namespace: namespace.value }),
    ...(results === null ? {} : { results: results.value }),
    ...(seed === null ? {} : { seed: { ...seed, layer } }),
    secrets: [...(below.secrets ?? []), ...config.secrets],
  }
}
