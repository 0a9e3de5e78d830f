import { runlabError } from '../../../errors.ts'
import { createRandom } from '../../../random/random.ts'
import { cubeOf, decodePoint } from '../../space/encode-point.ts'
import type { Space } from '../../space/space.ts'
import type { Sampler } from '../sampler.ts'
import { MOST_DIMENSIONS, directionVectors, scramble, sobolDigits } from './sobol-point.ts'

/**
 * Points that fill the space evenly, more so than random ones: of every 2^k trials from the first on, each of 2^k equal pieces
 * of a parameter's range has one. Scrambled by the seed. Does not look at results.
 * I. M. Sobol, "On the distribution of points in a cube and the approximate evaluation of integrals", USSR Computational
 * Mathematics and Mathematical Physics 7(4), 1967; A. B. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995.
 */
export function createSobolSampler(space: Space, seed: number): Sampler {
  const cube = cubeOf(space)
  const dimensions = cube.axes.length
  if (dimensions > MOST_DIMENSIONS) {
    throw runlabError('SAMPLER_SPACE', {
      sampler: 'sobol',
      parameter: null,
      why: `it has ${dimensions} parameters, and there are direction numbers for ${MOST_DIMENSIONS}`,
      hint: 'Take the sampler random.',
    })
  }
  const random = createRandom(seed, ['sweep', 'sobol'])
  const columns = cube.axes.map((_, i) => ({ vectors: directionVectors(i), seed: random.integer(0, 2 ** 32 - 1) }))
  return {
    name: 'sobol',
    size: null,
    ask: (number) => {
      const place = columns.map((column) => (scramble(sobolDigits(column.vectors, number), column.seed) + 0.5) * 2 ** -32)
      return { parameters: decodePoint(cube, place), note: null }
    },
  }
}
