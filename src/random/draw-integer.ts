import { runlabError } from '../errors.ts'
import type { Generator } from './generator.ts'
import { unexpectedArgument } from './unexpected-argument.ts'

/** A whole number in [low, high], both ends included and all equally likely. Throws RANDOM_RANGE. */
export function drawInteger(generator: Generator, low: number, high: number): number {
  checkRange(low, high)
  const span = high - low
  return span <= Number.MAX_SAFE_INTEGER ? low + drawUpTo(generator, span) : drawAcross(generator, low, high)
}

/**
 * A whole number from 0 to `limit`, a safe integer: as many bits as the limit has, drawn again while they are above it.
 * Nothing is scaled or divided, so nothing is biased; two attempts are enough on average.
 */
export function drawUpTo(generator: Generator, limit: number): number {
  if (limit === 0) return 0
  if (limit < 2 ** 32) {
    const unused = Math.clz32(limit)
    for (;;) {
      const value = generator.nextUint32() >>> unused
      if (value <= limit) return value
    }
  }
  const unused = Math.clz32(Math.floor(limit / 2 ** 32))
  for (;;) {
    const value = (generator.nextUint32() >>> unused) * 2 ** 32 + generator.nextUint32()
    if (value <= limit) return value
  }
}

/** For ranges of more than 2^53 numbers: 54 bits make a number from −2^53 to 2^53 − 1, at least half of which are wanted. */
function drawAcross(generator: Generator, low: number, high: number): number {
  for (;;) {
    const value = (generator.nextUint32() | 0) * 2 ** 22 + (generator.nextUint32() >>> 10)
    if (value >= low && value <= high) return value
  }
}

function checkRange(low: number, high: number): void {
  if (Number.isSafeInteger(low) && Number.isSafeInteger(high) && low <= high) return
  const expected = 'a whole number from −(2^53 − 1) to 2^53 − 1'
  if (!Number.isSafeInteger(low)) throw unexpectedArgument({ method: 'integer', name: 'low', value: low, expected })
  if (!Number.isSafeInteger(high)) throw unexpectedArgument({ method: 'integer', name: 'high', value: high, expected })
  throw runlabError('RANDOM_RANGE', { method: 'integer', reason: `low (${low}) is above high (${high})` })
}
