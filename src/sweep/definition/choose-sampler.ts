import { runlabError } from '../../errors.ts'
import type { JsonValue } from '../../format/json-value.ts'
import type { SweepObjective } from '../../format/sweep.ts'
import { SAMPLERS } from '../samplers/sampler.ts'
import type { Space } from '../space/space.ts'
import { isFinite } from './is-finite.ts'

interface Circumstances {
  readonly space: Space
  readonly objectives: readonly SweepObjective[]
  readonly trials: number | null
  readonly time: number | null
}

/** Samplers that learn from what trials gave. */
const NEEDS_OBJECTIVE: readonly unknown[] = ['tpe', 'cma-es', 'nsga2']

/**
 * The sampler that was asked for, or the one that fits: all combinations where that is an end, else TPE, NSGA-II for several
 * objectives, and Sobol points without one. Throws SWEEP_OBJECTIVE, SWEEP_ENDLESS.
 */
export function chooseSampler(
  asked: Readonly<Record<string, JsonValue>> | null,
  { space, objectives, trials, time }: Circumstances,
): Readonly<Record<string, JsonValue>> {
  const isGrid = trials === null && time === null && space.dimensions.every(isFinite)
  const fitting = isGrid ? 'grid' : objectives.length === 0 ? 'sobol' : objectives.length === 1 ? 'tpe' : 'nsga2'
  const sampler = asked ?? { sampler: fitting }
  const name = String(sampler['sampler'])
  if (objectives.length === 0 && NEEDS_OBJECTIVE.includes(name))
    throw runlabError('SWEEP_OBJECTIVE', { what: `The sampler ${name}` })
  const infinite = space.dimensions.find((dimension) => !isFinite(dimension))
  // One that does not exist is refused by what makes it.
  const exists = SAMPLERS.some((known) => known === name)
  if (exists && name !== 'grid' && trials === null && time === null)
    throw runlabError('SWEEP_ENDLESS', { sampler: name, parameter: asked === null ? (infinite?.name ?? null) : null })
  return sampler
}
