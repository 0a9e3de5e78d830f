import { runlabError } from '../../errors.ts'
import { nearest } from '../../internal/nearest.ts'
import { showValue } from '../../parameters/show-value.ts'
import { checkSeed } from '../../random/streams.ts'
import type { Space } from '../space/space.ts'
import { checkOptions } from '../options/check-options.ts'
import type { NumberRule } from '../options/check-options.ts'
import { createCmaEsSampler } from './cma-es/cma-es-sampler.ts'
import type { CmaEsOptions } from './cma-es/cma-es-sampler.ts'
import { createGridSampler } from './grid-sampler.ts'
import type { GridOptions } from './grid-sampler.ts'
import { createNsga2Sampler } from './nsga2/nsga2-sampler.ts'
import type { Nsga2Options } from './nsga2/nsga2-sampler.ts'
import { createRandomSampler } from './random-sampler.ts'
import { SAMPLERS } from './sampler.ts'
import type { Sampler, SamplerName } from './sampler.ts'
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
  | ({ readonly sampler: 'cma-es' } & CmaEsOptions)
  | ({ readonly sampler: 'nsga2' } & Nsga2Options)

const OPTIONS: Readonly<Record<SamplerName, Readonly<Record<string, NumberRule>>>> = {
  grid: { retries: { least: 0 } },
  random: {},
  sobol: {},
  tpe: { startup: { least: 0 }, candidates: { least: 1, most: 100_000 } },
  'cma-es': { population: { least: 4, most: 10_000 }, sigma: { least: 0, most: 1, real: true, above: true } },
  nsga2: { population: { least: 2, most: 10_000 } },
}

/** The sampler of that name over a space. Throws SWEEP_OPTION, SAMPLER_SPACE, SEED_INVALID. */
export function createSampler(space: Space, options: SamplerOptions): Sampler {
  const { sampler: name, seed: _seed, directions = ['minimize'], ...own } = options
  if (!SAMPLERS.some((known) => known === name)) throw unknownSampler(name)
  checkOptions(name, own, OPTIONS[name])
  checkDirections(directions)
  const sampler = makeSampler(space, { ...options, seed: checkSeed(options.seed) })
  return {
    ...sampler,
    ask: (number, trials) => {
      for (const trial of trials) checkTrial(trial, directions.length)
      return sampler.ask(number, trials)
    },
  }
}

function makeSampler(space: Space, options: SamplerOptions): Sampler {
  const { seed, directions = ['minimize'] } = options
  switch (options.sampler) {
    case 'grid':
      return createGridSampler(space, options)
    case 'random':
      return createRandomSampler(space, seed)
    case 'sobol':
      return createSobolSampler(space, seed)
    case 'tpe':
      return createTpeSampler(space, seed, onlyDirection(options), options)
    case 'cma-es':
      return createCmaEsSampler(space, seed, onlyDirection(options), options)
    case 'nsga2':
      return createNsga2Sampler(space, seed, directions, options)
  }
}

function unknownSampler(value: unknown): Error {
  const suggestion = typeof value === 'string' ? nearest(value, SAMPLERS) : null
  return runlabError('SWEEP_OPTION', { option: 'sampler', value: showValue(value), expected: SAMPLERS.join(', '), suggestion })
}

function checkDirections(directions: readonly unknown[]): void {
  const wrong =
    directions.length === 0 ? [] : directions.find((direction) => direction !== 'minimize' && direction !== 'maximize')
  if (wrong === undefined) return
  const suggestion = typeof wrong === 'string' ? nearest(wrong, ['minimize', 'maximize']) : null
  throw runlabError('SWEEP_OPTION', {
    option: 'directions',
    value: showValue(wrong),
    expected: 'minimize or maximize',
    suggestion,
  })
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
