import type { RandomState } from '../../src/api/random.ts'

/** The inverses of 9 and 5 modulo 2^32. */
const NINTH = 954437177
const FIFTH = 3435973837

/** A state whose next three 32-bit outputs are these: every output is a bijection of one word, so it can be solved backwards. */
export function craftState(first: number, second: number, third: number): RandomState {
  const [b0, b1, b2] = [wordOf(first), wordOf(second), wordOf(third)]
  const a0 = 0x12345678
  // b1 = b0 ^ c0 ^ a0, and b2 = b1 ^ c1 ^ a1 with c1 = c0 ^ a0 ^ (b0 << 9) and a1 = a0 ^ d0 ^ b0.
  const c0 = b1 ^ b0 ^ a0
  const d0 = b2 ^ b1 ^ (c0 ^ a0 ^ (b0 << 9)) ^ a0 ^ b0
  return { algorithm: 'xoshiro128**', words: [a0, b0 >>> 0, c0 >>> 0, d0 >>> 0] }
}

function wordOf(output: number): number {
  const product = Math.imul(output, NINTH)
  return Math.imul((product >>> 7) | (product << 25), FIFTH)
}
