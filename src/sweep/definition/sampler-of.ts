import type { SweepDefinition } from '../../format/sweep.ts'
import { createSampler } from '../samplers/create-sampler.ts'
import type { SamplerOptions } from '../samplers/create-sampler.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { readSpace } from '../space/define-space.ts'

/** The sampler that a definition asks for. Throws SPACE_INVALID, SPACE_TEXT, SPACE_CYCLE, SWEEP_OPTION, SAMPLER_SPACE, SEED_INVALID. */
export function samplerOf({ space, sampler, seed, objectives }: SweepDefinition): Sampler {
  const directions = objectives.map(({ direction }) => direction)
  // Names and options are checked there, whatever they are.
  const options = { ...sampler, seed, ...(directions.length === 0 ? {} : { directions }) } as unknown as SamplerOptions
  return createSampler(readSpace(space), options)
}
