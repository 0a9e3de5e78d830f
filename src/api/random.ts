/**
 * A seeded source of random draws. Equal seeds and equal calls give equal results, on every platform.
 * Not for cryptography.
 */
export interface Random {
  /** A number in [low, high), uniform; by default in [0, 1). `low` where both are equal. Throws RANDOM_RANGE when low > high or an end is not finite. */
  uniform(low?: number, high?: number): number
  /** An integer in [low, high], both ends included, uniform and unbiased. Throws RANDOM_RANGE when low > high or an end is no safe integer. */
  integer(low: number, high: number): number
  /** A draw of the normal distribution; mean 0 and standard deviation 1 by default. Throws RANDOM_RANGE when they are not finite, or the deviation is negative. */
  normal(mean?: number, deviation?: number): number
  /** True with the given probability, 0.5 by default. Throws RANDOM_RANGE when it is not within 0…1. */
  boolean(probability?: number): boolean
  /** One item; throws RANDOM_RANGE when there is none. */
  choice<T>(items: readonly T[]): T
  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /** `count` different items in random order; throws RANDOM_RANGE when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[]
  /** A stream of its own, told by the name alone: it does not depend on what was drawn before, nor changes what comes after. */
  fork(name: string): Random
  /** The stream's state: read it to keep a place, set it to go back there. Setting what is none throws RANDOM_STATE. */
  state: RandomState
}

/** The state of a stream, plain JSON. */
export interface RandomState {
  readonly algorithm: 'xoshiro128**'
  /** Four unsigned 32-bit words, not all zero. */
  readonly words: readonly [number, number, number, number]
}
