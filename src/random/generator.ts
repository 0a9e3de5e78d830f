import type { RandomState } from '../api/random.ts'

/** The four words of a generator's state: unsigned, 32 bits each, not all zero. */
export type StateWords = RandomState['words']

/**
 * xoshiro128** 1.1: 128 bits of state, period 2^128 − 1, its 32-bit outputs pass BigCrush.
 * D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical
 * Software 47(4), 2021; https://prng.di.unimi.it/xoshiro128starstar.c
 */
export class Generator {
  // Signed 32-bit integers: V8 keeps them in the object, a word above 2^31 it would put on the heap at every step.
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  constructor(words: StateWords) {
    this.words = words
  }

  /** A whole number from 0 to 2^32 − 1. */
  nextUint32(): number {
    const b = this.#b
    const c = this.#c ^ this.#a
    const d = this.#d ^ b
    const product = Math.imul(b, 5)
    this.#a ^= d
    this.#b = b ^ c
    this.#c = c ^ (b << 9)
    this.#d = (d << 11) | (d >>> 21)
    return Math.imul((product << 7) | (product >>> 25), 9) >>> 0
  }

  /** A multiple of 2^−53 in [0, 1), all equally likely: the upper bits of two outputs. */
  nextDouble(): number {
    const upper = this.nextUint32() >>> 5
    const lower = this.nextUint32() >>> 6
    return (upper * 2 ** 26 + lower) * 2 ** -53
  }

  get words(): StateWords {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0]
  }

  set words([a, b, c, d]: StateWords) {
    this.#a = a | 0
    this.#b = b | 0
    this.#c = c | 0
    this.#d = d | 0
  }
}
