import { createHash } from 'node:crypto'
import { runlabError } from '../errors.ts'
import { describeValue } from '../internal/describe-value.ts'
import type { StateWords } from './generator.ts'

/** Part of what is hashed: another version of the derivation would give every stream other numbers. */
const DERIVATION = 'runlab random 1'

/**
 * Where the stream of a seed and a path begins: the first 16 bytes of the SHA-256 of the JSON array of derivation, seed
 * and path, as four big-endian words. JSON keeps the parts apart, so that no two paths are hashed alike. Streams start at
 * unrelated places of one period of 2^128 − 1: n streams of L draws overlap with a probability below n² L / 2^127.
 */
export function streamState(seed: number, path: readonly string[]): StateWords {
  const digest = createHash('sha256').update(JSON.stringify([DERIVATION, checkSeed(seed), ...path]))
  return wordsOfDigest(digest.digest())
}

/** The first four big-endian words; never all zero, which is the one state a generator cannot leave. */
export function wordsOfDigest(digest: Uint8Array): StateWords {
  const view = new DataView(digest.buffer, digest.byteOffset, 16)
  const [a, b, c, d] = [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)]
  return (a | b | c | d) === 0 ? [0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834] : [a, b, c, d]
}

/** The seed, when it is a whole number from 0 to 2^53 − 1. Throws SEED_INVALID. */
export function checkSeed(value: unknown): number {
  // Adding zero makes 0 of −0.
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value + 0
  throw runlabError('SEED_INVALID', { value: typeof value === 'number' ? String(value) : describeValue(value) })
}

/** A seed for a run that was given none: 32 bits, so that it is short to type. `randomInt(n)` draws from 0 to n − 1. */
export function drawSeed(randomInt: (limit: number) => number): number {
  return checkSeed(randomInt(2 ** 32))
}
