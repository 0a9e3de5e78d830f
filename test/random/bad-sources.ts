import { Generator } from '../../src/random/generator.ts'
import { streamState } from '../../src/random/streams.ts'
import type { Source } from './checks.ts'

/** Sources with one known flaw each: what a check must not let pass. */

const good = (seed: number): Generator => new Generator(streamState(seed, ['flawed']))

/** x → 1664525 x + 1013904223 modulo 2^32 (Numerical Recipes): full period, and bit k repeats every 2^(k+1) steps. */
export function linearCongruential(seed: number): Source {
  let x = streamState(seed, ['lcg'])[0]
  return () => (x = (Math.imul(x, 1664525) + 1013904223) >>> 0)
}

/** RANDU, 65539 x modulo 2^31: triples lie on 15 planes (G. Marsaglia, "Random numbers fall mainly in the planes", 1968). */
export function randu(seed: number): Source {
  let x = streamState(seed, ['randu'])[0] | 1
  return () => (x = Math.imul(x, 65539) & 0x7fffffff) / 2 ** 31
}

/** Words whose bit 7 is one a little too often. */
export function biasedBit(seed: number): Source {
  const generator = good(seed)
  return () => (generator.nextUint32() | (generator.nextUint32() >>> 28 === 0 ? 128 : 0)) >>> 0
}

/** Doubles of 32 random bits. */
export function coarse(seed: number): Source {
  const generator = good(seed)
  return () => generator.nextUint32() / 2 ** 32
}

/** Doubles that lean to zero. */
export function leaning(seed: number): Source {
  const generator = good(seed)
  return () => generator.nextDouble() ** 1.05
}

/** Doubles one in fifty of which repeats the last. */
export function sticky(seed: number): Source {
  const generator = good(seed)
  let last = generator.nextDouble()
  return () => {
    if (generator.nextDouble() >= 0.02) last = generator.nextDouble()
    return last
  }
}

/** The sum of twelve uniform numbers, less six: mean and variance of the normal distribution, and no tails. */
export function sumOfTwelve(seed: number): Source {
  const generator = good(seed)
  return () => {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += generator.nextDouble()
    return sum
  }
}

/** Normal numbers, five percent too wide. */
export function wide(normal: Source): Source {
  return () => normal() * 1.05
}
