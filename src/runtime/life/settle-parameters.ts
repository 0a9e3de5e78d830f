import { existsSync } from 'node:fs'
import { problemsIn, runlabError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import type { Specification } from '../../experiment/specification.ts'
import { resolveParameters } from '../../parameters/resolve.ts'
import type { Given, ParameterLayer, ResolvedParameters } from '../../parameters/resolve.ts'
import { checkSeed, drawSeed } from '../../random/streams.ts'
import type { System } from '../system.ts'
import type { RunRequest } from './run-request.ts'

/** The parameters of a run, and its seed. */
export interface SettledParameters {
  readonly resolved: ResolvedParameters
  readonly seed: number
  readonly seedSource: 'given' | 'drawn'
}

/**
 * The parameters as the run has them, and the seed: as given, else a config's, else that of a numeric parameter `seed`, else
 * drawn. Such a parameter receives it.
 * Throws PARAMETERS_INVALID, SEED_INVALID; FLAG_INVALID for two different seeds.
 */
export async function settleParameters(specification: Specification, request: RunRequest): Promise<SettledParameters> {
  const { source, system, testing = false } = request
  const layer = ownLayerOf(specification, request)
  const layers: ParameterLayer[] = [...originalLayers(specification, request), { source, layer, given: request.given }]
  const receives = receivesSeed(specification)
  const given = receives ? givenSeed(request.given['seed']) : undefined
  if (request.seed !== undefined && given !== undefined && request.seed !== given) {
    throw runlabError('FLAG_INVALID', {
      flag: '--seed',
      value: String(request.seed),
      expected: `what the parameter "seed" is given, ${given}`,
    })
  }
  const configured = given === undefined ? specification.settled.seed : undefined
  const asked = request.seed ?? configured?.value
  if (asked !== undefined && receives) {
    const seed = { seed: { value: checkSeed(asked) } }
    if (request.seed !== undefined || configured === undefined) layers.push({ source, layer, given: seed })
    else layers.push({ source: 'config', layer: configured.layer, place: configured.place, given: seed })
  }
  const resolved = await resolveFor(specification, layers, { system, testing })
  const wanted = asked ?? (receives ? (resolved.values['seed'] as number) : undefined)
  const seed = wanted === undefined ? (request.drawnSeed ?? drawSeed(system.randomInt)) : checkSeed(wanted)
  return { resolved, seed, seedSource: wanted === undefined ? 'drawn' : 'given' }
}

/** What is taken over from the run that is repeated: above the definition, below what this run is given. */
function originalLayers({ layers }: Specification, { original }: RunRequest): readonly ParameterLayer[] {
  return hasOriginalLayer(original) ? [{ source: 'original run', layer: layers.length, given: original?.given ?? {} }] : []
}

/** The place of what the run itself is given among the layers of the run. */
export function ownLayerOf({ layers }: Specification, { original }: RunRequest): number {
  return layers.length + (hasOriginalLayer(original) ? 1 : 0)
}

export function hasOriginalLayer(original: RunRequest['original']): boolean {
  return original !== undefined && Object.keys(original.given).length > 0
}

/** Resolves the parameters of a run. Throws PARAMETERS_INVALID. */
export async function resolveFor(
  { parameters }: Specification,
  layers: readonly ParameterLayer[],
  { system, testing = false }: { readonly system: System; readonly testing?: boolean },
): Promise<ResolvedParameters> {
  const context = { cwd: system.cwd(), env: system.env, fileExists: existsSync }
  return await resolveParameters(parameters, layers, context, { testing })
}

/** What is wrong with the parameters; throws what is no error of ours. */
export async function problemsOfParameters(
  specification: Specification,
  layers: readonly ParameterLayer[],
  world: { readonly system: System; readonly testing?: boolean },
): Promise<readonly Problem[]> {
  try {
    await resolveFor(specification, layers, world)
    return []
  } catch (error) {
    return problemsIn(error)
  }
}

/** Whether the experiment has a numeric parameter `seed`, which gets the run's. */
export function receivesSeed({ parameters }: Specification): boolean {
  const declared = parameters.specs.get('seed')
  return declared !== undefined && !declared.derived && typeof declared.default === 'number'
}

function givenSeed(given: Given | undefined): number | undefined {
  if (given === undefined) return undefined
  if ('value' in given) return given.value as number
  if (!('text' in given)) return undefined
  const text = given.text.at(-1) ?? ''
  const seed = Number(text)
  if (text.trim() === '' || Number.isNaN(seed)) throw runlabError('SEED_INVALID', { value: JSON.stringify(text) })
  return seed
}
