import type { Random } from '../../api/random.ts'
import { createRandom } from '../../random/random.ts'
import { cubeOf, decodePoint } from '../space/encode-point.ts'
import type { Space } from '../space/space.ts'
import type { Sampler, SamplerName } from './sampler.ts'

/** The stream of random numbers that one suggestion is made of. */
export function streamOf(seed: number, sampler: SamplerName, number: number): Random {
  return createRandom(seed, ['sweep', sampler, String(number)])
}

/** A place of the unit cube, uniform. */
export function drawPlace(random: Random, dimensions: number): Float64Array {
  return Float64Array.from({ length: dimensions }, () => random.uniform())
}

/**
 * Every trial drawn independently of the others, uniform in the space.
 * J. Bergstra and Y. Bengio, "Random search for hyper-parameter optimization", Journal of Machine Learning Research 13, 2012.
 */
export function createRandomSampler(space: Space, seed: number): Sampler {
  const cube = cubeOf(space)
  return {
    name: 'random',
    size: null,
    ask: (number) => {
      const place = drawPlace(streamOf(seed, 'random', number), cube.axes.length)
      return { parameters: decodePoint(cube, place), note: null }
    },
  }
}
