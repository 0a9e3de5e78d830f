import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../../parameters/show-value.ts'
import { checkSeed } from '../../random/streams.ts'
import type { Space } from '../space/space.ts'
import { createGridSampler } from './grid-sampler.ts'
import type { GridOptions } from './grid-sampler.ts'
import { createRandomSampler } from './random-sampler.ts'
import { SAMPLERS } from './sampler.ts'
import type { Sampler } from './sampler.ts'
import { createSobolSampler } from './sobol/sobol-sampler.ts'
import { createTpeSampler } from './tpe/tpe-sampler.ts'
import type { TpeOptions } from './tpe/tpe-sampler.ts'
import type { Direction, Trial } from './trial.ts'

export type SamplerOptions = SamplerChoice & {
  /** From 0 to 2^53 − 1. Equal seeds and equal trials give equal suggestions. */
  readonly seed: number
  /** Of each objective; one that is minimised by default. */
  readonly directions?: readonly Direction[]
}

export type SamplerChoice =
  | ({ readonly sampler: 'grid' } & GridOptions)
  | { readonly sampler: 'random' }
  | { readonly sampler: 'sobol' }
  | ({ readonly sampler: 'tpe' } & TpeOptions)

/** The sampler of that name over a space. Throws SWEEP_OPTION, SAMPLER_SPACE, SEED_INVALID. */
export function createSampler(space: Space, options: SamplerOptions): Sampler {
  const sampler = makeSampler(space, { ...options, seed: checkSeed(options.seed) })
  const { length: objectives } = options.directions ?? ['minimize']
  return {
    ...sampler,
    ask: (number, trials) => {
      for (const trial of trials) checkTrial(trial, objectives)
      return sampler.ask(number, trials)
    },
  }
}

function makeSampler(space: Space, options: SamplerOptions): Sampler {
  switch (options.sampler) {
    case 'grid':
      return createGridSampler(space, options)
    case 'random':
      return createRandomSampler(space, options.seed)
    case 'sobol':
      return createSobolSampler(space, options.seed)
    case 'tpe':
      return createTpeSampler(space, options.seed, onlyDirection(options), options)
    default:
      throw unknownSampler((options as { readonly sampler: unknown }).sampler)
  }
}

/** Throws SAMPLER_SPACE where there are several objectives. */
function onlyDirection({ sampler, directions = ['minimize'] }: SamplerOptions): Direction {
  const [direction = 'minimize', ...others] = directions
  if (others.length === 0) return direction
  throw runlabError('SAMPLER_SPACE', {
    sampler,
    parameter: null,
    why: `it takes one objective, and there are ${directions.length}`,
    hint: 'Take the sampler nsga2, or one objective.',
  })
}

function checkTrial(trial: Trial, objectives: number): void {
  if (trial.state !== 'done' || trial.values.length === objectives) return
  const what = `it has ${trial.values.length} values, and the sweep ${objectives} ${objectives === 1 ? 'objective' : 'objectives'}`
  throw runlabError('SWEEP_HISTORY', { trial: trial.number, what })
}

function unknownSampler(value: unknown): Error {
  const suggestion = typeof value === 'string' ? nearest(value, SAMPLERS) : null
  return runlabError('SWEEP_OPTION', { option: 'sampler', value: showValue(value), expected: SAMPLERS.join(', '), suggestion })
}
