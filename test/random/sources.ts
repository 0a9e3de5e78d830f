import type { Random } from '../../src/api/random.ts'
import { Generator } from '../../src/random/generator.ts'
import { createRandom } from '../../src/random/random.ts'
import { streamState } from '../../src/random/streams.ts'
import type { Source } from './checks.ts'

export const wordsOf = (seed: number, path: readonly string[]): Source => {
  const generator = new Generator(streamState(seed, path))
  return () => generator.nextUint32()
}

/** The first draws of one source after the other. */
export function concatenate(draws: number, source: (index: number) => Source): Source {
  let index = 0
  let left = draws
  let next = source(0)
  return () => {
    if (left-- === 0) {
      next = source(++index)
      left = draws - 1
    }
    return next()
  }
}

export const normalsOf = (seed: number): Source => {
  const random = createRandom(seed, ['run'])
  return () => random.normal()
}

export const uniformsOf = (random: Random): Source => {
  return () => random.uniform()
}

export function xor(one: Source, other: Source): Source {
  return () => (one() ^ other()) >>> 0
}

export function interleave(sources: readonly Source[]): Source {
  let turn = 0
  return () => sources[turn++ % sources.length]!()
}
